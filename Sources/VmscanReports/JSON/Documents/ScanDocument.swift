import VmscanModel

/// The top of the JSON form of a scan.
struct ScanDocument: Encodable {
  var schema: Int
  var run: RunDocument
  var coverage: CoverageDocument
  var totals: TotalsDocument
  let findings = StreamedList.findings
  let mailboxes = StreamedList.mailboxes
  var contexts: [ContextDocument]
  var lists: [DataListInfo]
  var ownDomains: OwnDomainsDocument
  var headline: String
  var caution: String
  /// Only when a comparison was asked for.
  var comparison: ComparisonDocument?

  init(_ report: ScanReport, comparison: RunComparison? = nil) {
    schema = ScanReport.schemaVersion
    run = RunDocument(report.run)
    coverage = CoverageDocument(report.coverage)
    totals = TotalsDocument(report.totals)
    contexts = report.contexts.map { ContextDocument($0) }
    lists = report.lists
    ownDomains = OwnDomainsDocument(report.ownDomains)
    headline = Headline(report).sentence
    caution = Caution.text
    self.comparison = comparison.map { ComparisonDocument($0) }
  }
}

/// One run.
struct RunDocument: Encodable {
  var id: Int64
  var started: String
  var finished: String
  var version: String
  var host: String
  var now: String
  var spool: String
  var etc: String
  @Nullable var asteriskVersion: String?
  @Nullable var previous: Int64?

  init(_ run: RunInfo) {
    id = run.id
    started = run.started.description
    finished = run.finished.description
    version = TerminalText.escape(run.version)
    host = TerminalText.escape(run.host)
    now = run.now.description
    spool = TerminalText.escape(run.spool)
    etc = TerminalText.escape(run.etc)
    asteriskVersion = run.asteriskVersion.map { TerminalText.escape($0) }
    previous = run.previous
  }
}

/// What the judgement rests on, and what it comes to in one sentence.
struct BasisDocument: Encodable {
  var lists: [DataListInfo]
  var ownDomains: OwnDomainsDocument
  var headline: String
  var caution: String

  init(_ report: ScanReport) {
    lists = report.lists
    ownDomains = OwnDomainsDocument(report.ownDomains)
    headline = Headline(report).sentence
    caution = Caution.text
  }
}

/// The site's own domains.
struct OwnDomainsDocument: Encodable {
  var domains: [String]
  var inferred: Bool

  init(_ own: OwnDomains) {
    domains = own.domains.map { TerminalText.escape($0) }
    inferred = own.isInferred
  }
}

/// What was not read.
struct CoverageDocument: Encodable {
  var complete: Bool
  var problems: [ProblemDocument]

  init(_ coverage: Coverage) {
    complete = coverage.isComplete
    problems = coverage.problems.map { ProblemDocument($0) }
  }
}

/// One source problem.
struct ProblemDocument: Encodable {
  var kind: String
  var path: String
  @Nullable var line: Int?
  var detail: String
  @Nullable var mailbox: String?
  var hidesData: Bool

  init(_ problem: SourceProblem) {
    kind = problem.kind.rawValue
    path = TerminalText.escape(problem.path)
    line = problem.line
    detail = TerminalText.escape(problem.detail.unmasked)
    mailbox = problem.mailbox.map { TerminalText.escape($0.description) }
    hidesData = problem.hidesData
  }
}
