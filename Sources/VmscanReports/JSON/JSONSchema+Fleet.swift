extension JSONSchema {
  /// Schema of `vmscan fleet report --format json`.
  package static let fleet = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:vmscan:schema:2:fleet",
      "title": "vmscan fleet report",
      "type": "object",
      "required": [
        "schema", "made", "silenceSeconds", "sites", "totals", "silent", "shared", "jumps", "rules",
        "releases", "tenants", "trend"
      ],
      "properties": {
        "schema": {"const": 2},
        "made": {"$ref": "#/$defs/time"},
        "silenceSeconds": {"$ref": "#/$defs/count"},
        "sites": {"type": "array", "items": {"$ref": "#/$defs/site"}},
        "totals": {"$ref": "#/$defs/figures"},
        "silent": {
          "description": "names of sites that did not report, the longest silent first",
          "type": "array",
          "items": {"type": "string"}
        },
        "shared": {
          "description": "private accounts with mailboxes of several sites",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["address", "class", "sites", "mailboxes", "audio", "firstSeen", "places"],
            "properties": {
              "address": {"description": "as the sites published it", "type": "string"},
              "class": {"enum": ["personal", "disposable"]},
              "sites": {"type": "integer", "minimum": 2},
              "mailboxes": {"$ref": "#/$defs/count"},
              "audio": {"type": "boolean"},
              "firstSeen": {"$ref": "#/$defs/time"},
              "places": {"description": "SITE BOX@CONTEXT, with commas between", "type": "string"}
            }
          }
        },
        "jumps": {
          "description": "figures of a site's latest run that are far from those before",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["site", "measure", "before", "now"],
            "properties": {
              "site": {"type": "string"},
              "measure": {"type": "string"},
              "before": {"$ref": "#/$defs/count"},
              "now": {"$ref": "#/$defs/count"}
            }
          }
        },
        "rules": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["rule", "severity", "sites", "of", "findings"],
            "properties": {
              "rule": {"type": "string"},
              "severity": {"enum": ["critical", "high", "medium", "low", "informational", ""]},
              "sites": {"description": "sites that fail it", "$ref": "#/$defs/count"},
              "of": {"description": "all sites", "$ref": "#/$defs/count"},
              "findings": {"$ref": "#/$defs/count"}
            }
          }
        },
        "releases": {
          "description": "releases and lists that differ; empty where all sites agree",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["what", "edition", "count", "sites"],
            "properties": {
              "what": {"type": "string"},
              "edition": {"type": "string"},
              "count": {"$ref": "#/$defs/count"},
              "sites": {"type": "array", "items": {"type": "string"}, "maxItems": 9}
            }
          }
        },
        "tenants": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "site", "context", "critical", "high", "retained", "overAge", "mailboxes"
            ],
            "properties": {
              "site": {"type": "string"},
              "context": {"type": "string"},
              "critical": {"$ref": "#/$defs/count"},
              "high": {"$ref": "#/$defs/count"},
              "retained": {"$ref": "#/$defs/count"},
              "overAge": {"$ref": "#/$defs/count"},
              "mailboxes": {"$ref": "#/$defs/count"}
            }
          }
        },
        "trend": {
          "description": "one entry a day, oldest first; a silent site counts with its latest run",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["day", "sites", "reporting", "totals"],
            "properties": {
              "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
              "sites": {"$ref": "#/$defs/count"},
              "reporting": {"$ref": "#/$defs/count"},
              "totals": {"$ref": "#/$defs/figures"}
            }
          }
        }
      },
      "$defs": {
    \#(fleetDefinitions)
      }
    }

    """#

  /// A site, its figures, and the values in them.
  private static let fleetDefinitions = #"""
        "count": {"type": "integer", "minimum": 0},
        "time": {
          "description": "RFC 3339, UTC",
          "type": "string",
          "pattern": "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
        },
        "findings": {
          "description": "findings that are new or open, by severity",
          "type": "object",
          "required": ["critical", "high", "medium", "low", "informational"],
          "additionalProperties": {"$ref": "#/$defs/count"}
        },
        "figures": {
          "type": "object",
          "required": [
            "mailboxes", "messages", "bytes", "retainedEmailed", "overAge", "findings"
          ],
          "properties": {
            "mailboxes": {"$ref": "#/$defs/count"},
            "messages": {"$ref": "#/$defs/count"},
            "bytes": {"$ref": "#/$defs/count"},
            "retainedEmailed": {"$ref": "#/$defs/count"},
            "overAge": {"$ref": "#/$defs/count"},
            "findings": {"$ref": "#/$defs/findings"}
          }
        },
        "site": {
          "type": "object",
          "required": [
            "site", "host", "lastRun", "reported", "received", "silent", "clockBehind", "reader",
            "asterisk", "totals", "findings"
          ],
          "properties": {
            "site": {"type": "string"},
            "host": {"type": "string"},
            "lastRun": {
              "type": "object",
              "required": ["id", "finished", "version", "complete"],
              "properties": {
                "id": {"type": "integer", "minimum": 1},
                "finished": {"description": "by the site's clock", "$ref": "#/$defs/time"},
                "version": {"type": "string"},
                "complete": {"type": "boolean"}
              }
            },
            "reported": {
              "description": "end of the run by the server's clock", "$ref": "#/$defs/time"
            },
            "received": {"$ref": "#/$defs/time"},
            "silent": {"type": "boolean"},
            "clockBehind": {
              "description": "seconds by which the site's clock is late, negative ahead",
              "type": "integer"
            },
            "reader": {"enum": ["officer", "auditor", "admin"]},
            "asterisk": {"type": ["string", "null"]},
            "totals": {"$ref": "#/$defs/figures"},
            "findings": {"$ref": "#/$defs/findings"}
          }
        }
    """#
}
