extension JSONSchema {
  /// The parts of a scan, which are the lines of NDJSON too.
  static let definitions = #"""
        "lists": {
          "description": "lists built into the program that the judgement rests on",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["name", "date", "entries"],
            "properties": {
              "name": {"type": "string"},
              "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
              "entries": {"$ref": "#/$defs/count"}
            }
          }
        },
        "ownDomains": {
          "type": "object",
          "required": ["domains", "inferred"],
          "properties": {
            "domains": {"type": "array", "items": {"type": "string"}},
            "inferred": {"type": "boolean"}
          }
        },
        "basis": {
          "type": "object",
          "required": ["lists", "ownDomains", "headline", "caution"],
          "properties": {
            "lists": {"$ref": "#/$defs/lists"},
            "ownDomains": {"$ref": "#/$defs/ownDomains"},
            "headline": {"type": "string"},
            "caution": {"type": "string"}
          }
        },
        "count": {"type": "integer", "minimum": 0},
        "time": {
          "description": "RFC 3339, UTC",
          "type": "string",
          "pattern": "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
        },
        "timeOrNull": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
        "ages": {
          "description": "messages per age band, youngest first",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["band", "messages"],
            "properties": {
              "band": {"type": "string"},
              "messages": {"$ref": "#/$defs/count"}
            }
          }
        },
        "agesHeld": {
          "description": "bands that hold messages; given by a scan, absent in recorded runs",
          "$ref": "#/$defs/ages"
        },
        "byGrade": {
          "description": "messages of each grade",
          "type": "object",
          "required": [
            "delivered", "handedOver", "inferred", "failed", "absent", "noticeOnly", "none"
          ],
          "additionalProperties": {"$ref": "#/$defs/count"}
        },
        "class": {
          "enum": [
            "own", "approved", "external", "personal", "disposable", "undeliverable", "lookAlike"
          ]
        },
        "amount": {
          "type": "object",
          "required": ["messages", "bytes", "minutes", "seconds"],
          "additionalProperties": {"$ref": "#/$defs/count"}
        },
        "quarantine": {
          "description": "removed messages that are still kept; null when that was not read",
          "type": ["object", "null"],
          "required": [
            "complete", "messages", "bytes", "minutes", "seconds", "oldest", "firstEnd", "lastEnd"
          ],
          "properties": {
            "complete": {"description": "when false, lower bounds", "type": "boolean"},
            "messages": {"$ref": "#/$defs/count"},
            "bytes": {"$ref": "#/$defs/count"},
            "minutes": {"$ref": "#/$defs/count"},
            "seconds": {"$ref": "#/$defs/count"},
            "oldest": {"$ref": "#/$defs/timeOrNull"},
            "firstEnd": {
              "description": "when the first of them may be unlinked", "$ref": "#/$defs/timeOrNull"
            },
            "lastEnd": {"$ref": "#/$defs/timeOrNull"}
          }
        },
        "pins": {
          "description": "mailboxes by what was said of their PIN; nothing of any PIN",
          "type": "object",
          "required": ["byStrength", "byLength", "shared"],
          "properties": {
            "byStrength": {
              "type": "object",
              "required": [
                "noPIN", "guessable", "weak", "doubtful", "noWeaknessFound", "notJudged"
              ],
              "additionalProperties": {"$ref": "#/$defs/count"}
            },
            "byLength": {
              "type": "object",
              "required": ["none", "under4", "from4to5", "from6"],
              "additionalProperties": {"$ref": "#/$defs/count"}
            },
            "shared": {
              "description": "mailboxes that have the same PIN as another",
              "$ref": "#/$defs/count"
            }
          }
        },
        "comparison": {
          "description": "what changed since an earlier run; only when asked for",
          "type": "object",
          "required": [
            "before", "after", "appeared", "disappeared", "recipients", "mailboxesAdded",
            "mailboxesRemoved"
          ],
          "properties": {
            "noLongerApply": {
              "description": "fingerprints of those that disappeared though nobody mended the cause",
              "type": "array", "items": {"type": "string"}
            },
            "cameAndWent": {
              "description": "findings in neither run that were open in between",
              "type": "array", "items": {"$ref": "#/$defs/finding"}
            },
            "before": {"$ref": "#/$defs/comparedRun"},
            "after": {"$ref": "#/$defs/comparedRun"},
            "appeared": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
            "disappeared": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
            "recipients": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["mailbox", "added", "removed"],
                "properties": {
                  "mailbox": {"type": "string"},
                  "added": {"type": "array", "items": {"$ref": "#/$defs/recipient"}},
                  "removed": {"type": "array", "items": {"$ref": "#/$defs/recipient"}}
                }
              }
            },
            "mailboxesAdded": {"type": "array", "items": {"type": "string"}},
            "mailboxesRemoved": {"type": "array", "items": {"type": "string"}}
          }
        },
        "comparedRun": {
          "type": "object",
          "required": ["id", "started", "complete", "messages", "retainedEmailed"],
          "properties": {
            "id": {"$ref": "#/$defs/count"},
            "started": {"$ref": "#/$defs/time"},
            "complete": {"type": "boolean"},
            "messages": {"$ref": "#/$defs/count"},
            "retainedEmailed": {"$ref": "#/$defs/count"}
          }
        },
        "recipient": {
          "type": "object",
          "required": ["address", "class", "audio"],
          "properties": {
            "address": {"type": "string"},
            "class": {"$ref": "#/$defs/class"},
            "audio": {"type": "boolean"},
            "channel": {"enum": ["email", "pager", "effective"]}
          }
        },
        "run": {
          "type": "object",
          "required": ["id", "started", "finished", "version"],
          "properties": {
            "id": {"description": "row in history, 0 when not recorded", "$ref": "#/$defs/count"},
            "started": {"$ref": "#/$defs/time"},
            "finished": {"$ref": "#/$defs/time"},
            "version": {"type": "string"},
            "host": {"type": "string"},
            "now": {"description": "ages are counted from here", "$ref": "#/$defs/time"},
            "spool": {"type": "string"},
            "etc": {"type": "string"},
            "asteriskVersion": {"type": ["string", "null"]},
            "previous": {"type": ["integer", "null"]}
          }
        },
        "coverage": {
          "type": "object",
          "required": ["complete", "problems"],
          "properties": {
            "complete": {
              "description": "when false, every number is a lower bound",
              "type": "boolean"
            },
            "problems": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "path", "line", "detail", "mailbox", "hidesData"],
                "properties": {
                  "kind": {
                    "enum": [
                      "unreadable", "partial", "notFollowed", "vanished", "elsewhere", "invalid",
                      "unsafeName", "missing", "quarantine"
                    ]
                  },
                  "path": {"type": "string"},
                  "line": {"type": ["integer", "null"]},
                  "detail": {"type": "string"},
                  "mailbox": {"type": ["string", "null"]},
                  "hidesData": {"type": "boolean"}
                }
              }
            }
          }
        },
        "totals": {
          "type": "object",
          "required": [
            "mailboxes", "messages", "bytes", "minutes", "retainedEmailed", "byGrade",
            "byDestinationClass"
          ],
          "properties": {
            "mailboxes": {"$ref": "#/$defs/count"},
            "configuredMailboxes": {"$ref": "#/$defs/count"},
            "orphanedMailboxes": {"$ref": "#/$defs/count"},
            "messages": {"$ref": "#/$defs/count"},
            "bytes": {"$ref": "#/$defs/count"},
            "minutes": {"description": "of audio, rounded up", "$ref": "#/$defs/count"},
            "seconds": {
              "description": "of audio; those of mailboxes or folders add up to it",
              "$ref": "#/$defs/count"
            },
            "retainedEmailed": {
              "description": "messages that were e-mailed and are still kept",
              "$ref": "#/$defs/count"
            },
            "overAge": {"$ref": "#/$defs/count"},
            "oldest": {"$ref": "#/$defs/timeOrNull"},
            "oldestRetainedEmailed": {"$ref": "#/$defs/timeOrNull"},
            "byGrade": {"$ref": "#/$defs/byGrade"},
            "byDestinationClass": {
              "description": "mailboxes with a recipient of each class",
              "type": "object",
              "required": [
                "own", "approved", "external", "personal", "disposable", "undeliverable",
                "lookAlike"
              ],
              "additionalProperties": {"$ref": "#/$defs/count"}
            },
            "destinations": {
              "type": "object",
              "propertyNames": {"$ref": "#/$defs/class"},
              "additionalProperties": {
                "type": "object",
                "required": ["mailboxes", "withAudio", "addresses", "messages"],
                "additionalProperties": {"$ref": "#/$defs/count"}
              }
            },
            "ages": {"$ref": "#/$defs/ages"},
            "outsideSpool": {"$ref": "#/$defs/amount"},
            "quarantined": {"$ref": "#/$defs/quarantine"},
            "pins": {"$ref": "#/$defs/pins"},
            "logins": {
              "description": "devices and accounts by kind and by what a stranger meets there",
              "type": ["object", "null"],
              "additionalProperties": {
                "type": "object",
                "required": ["open", "weak", "asks", "refused", "notLoaded"],
                "additionalProperties": {"$ref": "#/$defs/count"}
              }
            }
          }
        },
        "argument": {
          "description": "a value of a message, as the reader may see it",
          "type": "object",
          "required": ["type", "text"],
          "properties": {
            "type": {
              "enum": [
                "address", "name", "caller", "mailbox", "context", "domain", "path", "place",
                "count", "number", "bytes", "seconds", "time", "day", "age", "setting", "word",
                "text", "list", "sentence", "reason"
              ]
            },
            "text": {"type": "string"},
            "value": {
              "description": "a count, bytes, seconds or epoch seconds, by the type",
              "type": "integer"
            },
            "items": {"type": "array", "items": {"$ref": "#/$defs/argument"}},
            "count": {"description": "length of a list", "$ref": "#/$defs/count"}
          }
        },
        "finding": {
          "type": "object",
          "required": [
            "rule", "severity", "fingerprint", "subject", "message", "template", "arguments",
            "remedy", "status", "firstSeen"
          ],
          "properties": {
            "rule": {"type": "string"},
            "rules": {
              "description": "every rule and reason in it",
              "type": "array", "items": {"type": "string"}
            },
            "severity": {"enum": ["informational", "low", "medium", "high", "critical"]},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "subject": {"type": "string"},
            "subjectKind": {"enum": ["system", "context", "mailbox", "file", "device"]},
            "message": {"type": "string"},
            "template": {
              "description": "the message with {0}, {1} and so on for its values",
              "type": "string"
            },
            "arguments": {"type": "array", "items": {"$ref": "#/$defs/argument"}},
            "remedy": {"type": "string"},
            "evidence": {"type": "array", "items": {"type": "string"}},
            "status": {"enum": ["new", "open", "accepted", "solved"]},
            "firstSeen": {"$ref": "#/$defs/time"}
          }
        },
        "mailbox": {
          "type": "object",
          "required": ["context", "mailbox", "folders", "counts", "recipients"],
          "properties": {
            "context": {"type": "string"},
            "mailbox": {"type": "string"},
            "fullName": {"type": "string"},
            "configured": {"type": "boolean"},
            "directory": {"type": "boolean"},
            "partial": {"description": "its numbers are lower bounds", "type": "boolean"},
            "folders": {
              "description": "folders that hold messages",
              "type": "object",
              "propertyNames": {
                "enum": [
                  "INBOX", "Old", "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4",
                  "Cust5", "Deleted", "Urgent"
                ]
              },
              "additionalProperties": {
                "type": "object",
                "required": ["messages", "bytes", "oldest"],
                "properties": {
                  "messages": {"$ref": "#/$defs/count"},
                  "bytes": {"$ref": "#/$defs/count"},
                  "seconds": {"$ref": "#/$defs/count"},
                  "oldest": {"$ref": "#/$defs/timeOrNull"},
                  "ages": {"$ref": "#/$defs/agesHeld"}
                }
              }
            },
            "seconds": {"description": "of audio", "$ref": "#/$defs/count"},
            "ages": {"$ref": "#/$defs/agesHeld"},
            "counts": {
              "description": "as Asterisk counts them; new includes urgent",
              "type": "object",
              "required": ["new", "old", "urgent"],
              "additionalProperties": {"$ref": "#/$defs/count"}
            },
            "recipients": {
              "type": "array",
              "items": {"$ref": "#/$defs/recipient"}
            },
            "attach": {"type": "boolean"},
            "deleteAfterEmail": {"type": "boolean"},
            "retainedEmailed": {"$ref": "#/$defs/count"},
            "overAge": {"$ref": "#/$defs/count"},
            "byGrade": {"$ref": "#/$defs/byGrade"},
            "newestMessage": {"$ref": "#/$defs/timeOrNull"},
            "ownerActivity": {"$ref": "#/$defs/timeOrNull"}
          }
        },
        "context": {
          "type": "object",
          "required": ["name", "mailboxes", "messages"],
          "properties": {
            "name": {"type": "string"},
            "mailboxes": {"$ref": "#/$defs/count"},
            "messages": {"$ref": "#/$defs/count"},
            "bytes": {"$ref": "#/$defs/count"},
            "seconds": {"description": "of audio", "$ref": "#/$defs/count"},
            "retainedEmailed": {"$ref": "#/$defs/count"},
            "overAge": {"$ref": "#/$defs/count"},
            "oldest": {"$ref": "#/$defs/timeOrNull"},
            "ages": {
              "description": "absent for a run of a version that did not count them",
              "$ref": "#/$defs/ages"
            }
          }
        }
    """#
}
