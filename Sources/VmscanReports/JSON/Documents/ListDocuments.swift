import VmscanModel

/// The JSON form of `vmscan history runs`.
struct RunsDocument: Encodable {
  var schema: Int
  var runs: [RunSummaryDocument]
}

/// One recorded run.
struct RunSummaryDocument: Encodable {
  var id: Int64
  var started: String
  var finished: String
  var version: String
  var mailboxes: Int
  var messages: Int
  var findings: [String: Int]
  var complete: Bool

  init(_ run: RunSummary) {
    id = run.id
    started = run.started.description
    finished = run.finished.description
    version = TerminalText.escape(run.version)
    mailboxes = run.mailboxes
    messages = run.messages
    findings = Dictionary(
      uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, run.findings[$0] ?? 0) })
    complete = run.complete
  }
}

/// The JSON form of `vmscan rules`.
struct RulesDocument: Encodable {
  var schema: Int
  var rules: [RuleRowDocument]
}

/// One rule.
struct RuleRowDocument: Encodable {
  var id: String
  var name: String
  var title: String
  var severity: String
  var rationale: String
  var remediation: String
  var requirements: [RequirementReference]

  init(_ rule: RuleDocument) {
    id = TerminalText.escape(rule.id.description)
    name = TerminalText.escape(rule.name)
    title = TerminalText.escape(rule.title)
    severity = rule.severity.rawValue
    rationale = TerminalText.escape(rule.rationale)
    remediation = TerminalText.escape(rule.remediation)
    requirements = rule.requirements.map {
      RequirementReference(
        id: TerminalText.escape($0.id), source: TerminalText.escape($0.source),
        url: TerminalText.escape($0.url))
    }
  }
}

/// The JSON form of `vmscan explain`.
struct FactSheetDocument: Encodable {
  struct Section: Encodable {
    var title: String
    var facts: [Row]
  }

  struct Row: Encodable {
    var label: String
    var value: String
    var origin: String
  }

  var schema = ScanReport.schemaVersion
  var title: String
  var sections: [Section]

  init(_ sheet: FactSheet, redaction: Redaction) {
    title = TerminalText.escape(redaction.plain(sheet.title))
    sections = sheet.sections.map { section in
      Section(
        title: TerminalText.escape(section.title),
        facts: section.rows.map {
          Row(
            label: TerminalText.escape(redaction.plain($0.label)),
            value: TerminalText.escape(redaction.plain($0.value)),
            origin: TerminalText.escape(redaction.plain($0.origin)))
        })
    }
  }
}
