extension JSONSchema {
  /// Schema of `vmscan mailboxes --format json`.
  package static let mailboxes = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:vmscan:schema:2:mailboxes",
      "title": "vmscan mailboxes",
      "type": "object",
      "required": ["schema", "mailboxes"],
      "properties": {
        "schema": {"const": 2},
        "mailboxes": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "context", "mailbox", "fullName", "email", "pager", "attach", "deleteAfterEmail",
              "maxMessages", "serverEmail", "source"
            ],
            "properties": {
              "context": {"type": "string"},
              "mailbox": {"type": "string"},
              "fullName": {"type": "string"},
              "email": {
                "description": "as Asterisk splits the field, empty parts included",
                "type": "array",
                "items": {"type": "string"}
              },
              "pager": {"type": ["string", "null"]},
              "attach": {"type": "boolean"},
              "deleteAfterEmail": {"type": "boolean"},
              "maxMessages": {"type": "integer"},
              "serverEmail": {"type": "string"},
              "source": {
                "type": "object",
                "required": ["file", "line"],
                "properties": {
                  "file": {"type": "string"},
                  "line": {"description": "1-based", "type": "integer", "minimum": 1}
                }
              }
            }
          }
        }
      }
    }

    """#

  /// Schema of `vmscan messages --format json`.
  package static let messages = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:vmscan:schema:2:messages",
      "title": "vmscan messages",
      "type": "object",
      "required": ["schema", "messages"],
      "properties": {
        "schema": {"const": 2},
        "messages": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "context", "mailbox", "folder", "number", "messageID", "origtime", "duration",
              "bytes", "files", "emailed", "problems"
            ],
            "properties": {
              "context": {"type": "string"},
              "mailbox": {"type": "string"},
              "folder": {
                "enum": [
                  "INBOX", "Old", "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4",
                  "Cust5", "Deleted", "Urgent"
                ]
              },
              "number": {
                "description": "the one in the file's name, 0-based",
                "type": "integer",
                "minimum": 0
              },
              "messageID": {"type": "string"},
              "origtime": {
                "description": "epoch seconds, null when not known",
                "type": ["integer", "null"]
              },
              "duration": {"description": "seconds", "type": ["integer", "null"]},
              "bytes": {"type": "integer", "minimum": 0},
              "files": {"type": "array", "items": {"type": "string"}},
              "emailed": {
                "enum": [
                  "delivered", "handedOver", "inferred", "failed", "absent", "noticeOnly", "none"
                ]
              },
              "problems": {"type": "array", "items": {"type": "string"}},
              "caller": {"description": "only when asked for", "type": "string"}
            }
          }
        }
      }
    }

    """#
}
