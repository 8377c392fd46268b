/// The published JSON Schemas (draft 2020-12) of the JSON forms.
package enum JSONSchema {
  /// A schema by the command whose JSON it describes.
  package static let all: [(name: String, text: String)] = [
    ("scan", scan), ("lines", lines), ("mailboxes", mailboxes), ("messages", messages),
    ("fleet", fleet),
  ]

  /// Schema of `vmscan scan --format json` and `vmscan report --format json`.
  package static let scan = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:vmscan:schema:2:scan",
      "title": "vmscan scan, vmscan report",
      "type": "object",
      "required": ["schema", "run", "coverage", "totals", "findings", "mailboxes"],
      "properties": {
        "schema": {"const": 2},
        "run": {"$ref": "#/$defs/run"},
        "coverage": {"$ref": "#/$defs/coverage"},
        "totals": {"$ref": "#/$defs/totals"},
        "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        "mailboxes": {"type": "array", "items": {"$ref": "#/$defs/mailbox"}},
        "contexts": {"type": "array", "items": {"$ref": "#/$defs/context"}},
        "lists": {"$ref": "#/$defs/lists"},
        "ownDomains": {"$ref": "#/$defs/ownDomains"},
        "headline": {"type": "string"},
        "caution": {"type": "string"},
        "comparison": {"$ref": "#/$defs/comparison"}
      },
      "$defs": {
    \#(definitions)
      }
    }

    """#

  /// Schema of every line of `vmscan scan --format ndjson` and `vmscan report --format ndjson`.
  package static let lines = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:vmscan:schema:2:lines",
      "title": "a line of vmscan scan or vmscan report as NDJSON",
      "type": "object",
      "required": ["type"],
      "properties": {
        "type": {"enum": ["run", "coverage", "totals", "basis", "context", "finding", "mailbox"]}
      },
      "allOf": [
        {
          "if": {"properties": {"type": {"const": "run"}}},
          "then": {
            "$ref": "#/$defs/run", "required": ["schema"], "properties": {"schema": {"const": 2}}
          }
        },
        \#(choices)
      ],
      "$defs": {
    \#(definitions)
      }
    }

    """#

  /// Every other line is the part of the scan that it is named after.
  private static let choices = ["coverage", "totals", "basis", "context", "finding", "mailbox"]
    .map { type in
      #"{"if": {"properties": {"type": {"const": "\#(type)"}}}, "#
        + ##""then": {"$ref": "#/$defs/\##(type)"}}"##
    }.joined(separator: ",\n    ")
}
