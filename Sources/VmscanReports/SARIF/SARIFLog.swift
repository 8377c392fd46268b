import VmscanModel

/// The top of a SARIF file.
struct SARIFLog: Encodable {
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  var runs: [SARIFRun]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }
}

/// A text, SARIF's `message` and `multiformatMessageString`.
struct SARIFText: Encodable {
  var text: String

  /// SARIF wants a sentence with a capital and a period.
  init(_ text: String) {
    let text = Wording.sentence(TerminalText.escape(text))
    self.text = text.isEmpty ? "-" : text.hasSuffix(".") ? text : text + "."
  }
}

/// One run of the tool.
struct SARIFRun: Encodable {
  struct Tool: Encodable {
    var driver: Driver
  }

  struct Driver: Encodable {
    var name = "vmscan"
    var version: String
    var rules: [SARIFRule]
  }

  struct Invocation: Encodable {
    /// False when something could not be read, so that absent results are not taken for solved.
    var executionSuccessful: Bool
    var startTimeUtc: String
    var endTimeUtc: String
    var machine: String
    var toolExecutionNotifications: [Notification]
  }

  struct Notification: Encodable {
    var level: String
    var message: SARIFText
    var locations: [SARIFLocation]
  }

  struct BaseURI: Encodable {
    var uri: String
  }

  var tool: Tool
  var invocations: [Invocation]
  var originalUriBaseIds: [String: BaseURI]
  var columnKind = "unicodeCodePoints"
  let results = StreamedList.results
  /// SARIF's property bag: the dated lists, own domains, headline and caution.
  var properties: BasisDocument

  private var indices: [RuleID: Int]
  private var hasBaseline: Bool

  private enum CodingKeys: CodingKey {
    case tool, invocations, originalUriBaseIds, columnKind, results, properties
  }

  init(_ report: ScanReport, rules: [RuleDocument]) {
    let documents = Self.rules(rules, for: report)
    indices = Dictionary(documents.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let templates = Self.templates(of: report)
    tool = Tool(
      driver: Driver(
        version: TerminalText.escape(report.run.version),
        rules: documents.map { SARIFRule($0, templates: templates[$0.id] ?? []) }))
    invocations = [
      Invocation(
        executionSuccessful: report.coverage.isComplete,
        startTimeUtc: report.run.started.description, endTimeUtc: report.run.finished.description,
        machine: TerminalText.escape(report.run.host),
        toolExecutionNotifications: report.coverage.problems.map {
          Notification(
            level: $0.hidesData ? "error" : "note", message: SARIFText($0.sentence.unmasked),
            locations: [SARIFLocation(path: $0.path, line: $0.line)])
        })
    ]
    originalUriBaseIds = [
      SARIFLocation.spool: BaseURI(uri: SARIFLocation.directoryURI(report.run.spool))
    ]
    hasBaseline = report.run.previous != nil
    properties = BasisDocument(report)
  }

  func result(_ reported: ReportedFinding) -> SARIFResult {
    SARIFResult(
      reported, ruleIndex: indices[reported.finding.rule], hasBaseline: hasBaseline)
  }

  private static func templates(of report: ScanReport) -> [RuleID: Set<String>] {
    var templates: [RuleID: Set<String>] = [:]
    let (rules, texts) = (report.findings.ruleValues, report.findings.templateValues)
    for index in report.findings.indices {
      templates[rules[report.findings.ruleNumber(at: index)], default: []].insert(
        texts[report.findings.templateNumber(at: index)])
    }
    for solved in report.solved {
      templates[solved.finding.rule, default: []].insert(solved.finding.message.template)
    }
    return templates
  }

  /// The catalogue with a bare entry for each rule that is not in it.
  private static func rules(_ rules: [RuleDocument], for report: ScanReport) -> [RuleDocument] {
    var known = Set(rules.map(\.id))
    var all = rules
    let findings = report.findings + report.solved
    for (index, header) in findings.headers.enumerated() where known.insert(header.rule).inserted {
      let finding = findings[index].finding
      let id = finding.rule.description
      all.append(
        RuleDocument(
          id: finding.rule, name: id, title: id, severity: finding.severity,
          rationale: id, remediation: finding.remedy.unmasked))
    }
    return all.sorted { $0.id < $1.id }
  }
}
