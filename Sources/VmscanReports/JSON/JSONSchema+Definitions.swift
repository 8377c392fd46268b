extension JSONSchema {
  /// The parts of a scan, which are the lines of NDJSON too, and what they are made of.
  static let definitions = valueDefinitions + ",\n" + partDefinitions

  private static let partDefinitions = #"""
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
