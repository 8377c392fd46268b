extension JSONSchema {
  /// What the parts of a scan are made of.
  static let valueDefinitions = #"""
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
        }
    """#
}
