package import VmscanModel

/// A short mail of one night: what is open and grave, and what changed.
///
/// A night is worth a mail when a critical or high finding came or went, something could not be
/// read, or a notice is due. Lesser findings come and go with every message that ages; they are
/// counted in the mail of such a night and have no mail of their own.
package struct MailDigest: Sendable {
  /// Whether the night is worth a mail.
  package var hasChanges: Bool
  /// One line without control characters.
  package var subject: String
  /// Plain text of at most 72 cells a line.
  package var body: String

  private static let listed = 10

  /// `notices` are lines of their own, such as an acceptance that ended; `command` holds the words
  /// that make `vmscan report` look at the same site.
  package init(
    _ report: ScanReport, redaction: Redaction = .standard, notices: [String] = [],
    command: [String] = []
  ) {
    let report = report.redacted(by: redaction)
    let new = report.findings.selection { $0.status == .new && $0.severity >= .high }.worstFirst
    let open = report.findings.selection { $0.status == .open && $0.severity >= .high }.worstFirst
    let endings = report.endings
    let solved = endings.resolved.filter { $0.finding.severity >= .high }
    let inapplicable = endings.inapplicable.filter { $0.finding.severity >= .high }
    hasChanges =
      !new.isEmpty || !solved.isEmpty || !inapplicable.isEmpty || !report.coverage.isComplete
      || !notices.isEmpty
    subject = Self.subject(report, new: new.count, solved: solved.count)
    var page = TextPage(width: 72, style: Style())
    page.paragraph(Headline(report).sentence)
    page.blank()
    if !report.coverage.isComplete { Self.addProblems(report, to: &page) }
    Self.add(notices, to: &page)
    Self.add(new, title: "New, critical or high", to: &page)
    Self.add(open, title: "Still open, critical or high", to: &page)
    Self.add(solved, title: "Resolved", to: &page)
    Self.add(inapplicable, title: "No longer applies", to: &page)
    page.paragraph(Self.lesser(report, resolved: endings.resolved))
    page.blank()
    let words =
      ["vmscan report"] + (report.run.id > 0 ? ["--run \(report.run.id)"] : []) + command
    page.paragraph("Everything: \(words.joined(separator: " "))")
    page.paragraph(Caution.text)
    body = page.text
  }

  private static func subject(_ report: ScanReport, new: Int, solved: Int) -> String {
    let critical = report.findings.count { $0.status != .accepted && $0.severity == .critical }
    let partial = report.coverage.isComplete ? "" : ", not everything was read"
    return TerminalText.escape(
      "vmscan \(report.run.host): \(critical) critical open, \(new) new, \(solved) resolved\(partial)"
    )
  }

  /// What is below high, in one sentence.
  private static func lesser(
    _ report: ScanReport, resolved: [ReportedFinding]
  ) -> String {
    let open = report.findings.count { $0.status == .open && $0.severity < .high }
    let new = report.findings.count { $0.status == .new && $0.severity < .high }
    let solved = resolved.count { $0.finding.severity < .high }
    return "Of lesser weight: \(Wording.number(new)) new, \(Wording.number(open)) still open, "
      + "\(Wording.number(solved)) resolved."
  }

  private static func addProblems(_ report: ScanReport, to page: inout TextPage) {
    let hiding = report.coverage.problems.filter(\.hidesData)
    page.paragraph("Not read (the numbers are lower bounds):")
    for problem in hiding.prefix(listed) {
      page.paragraph(problem.sentence.unmasked, first: "  ", indent: 4)
    }
    addRest(hiding.count - listed, to: &page)
    page.blank()
  }

  private static func add(_ notices: [String], to page: inout TextPage) {
    guard !notices.isEmpty else { return }
    page.paragraph("To know:")
    for notice in notices.prefix(listed) { page.paragraph(notice, first: "  ", indent: 4) }
    addRest(notices.count - listed, to: &page)
    page.blank()
  }

  private static func add(
    _ findings: some RandomAccessCollection<ReportedFinding>, title: String,
    to page: inout TextPage
  ) {
    guard !findings.isEmpty else { return }
    page.paragraph("\(title) (\(Wording.number(findings.count))):")
    for finding in findings.prefix(listed).map(\.finding) {
      page.paragraph(
        "\(finding.severity.rawValue) \(finding.rule) \(finding.subject): \(finding.message.unmasked)",
        first: "  ", indent: 4)
    }
    addRest(findings.count - listed, to: &page)
    page.blank()
  }

  private static func addRest(_ count: Int, to page: inout TextPage) {
    if count > 0 { page.paragraph("and \(Wording.number(count)) more", first: "  ") }
  }
}
