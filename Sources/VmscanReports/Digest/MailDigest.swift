package import VmscanModel

/// A short mail that tells what changed since the run before.
package struct MailDigest: Sendable {
  /// Whether there is anything to tell: a change, or something that could not be read.
  package var hasChanges: Bool
  /// One line without control characters.
  package var subject: String
  /// Plain text of at most 72 cells a line.
  package var body: String

  private static let listed = 10

  package init(_ report: ScanReport, redaction: Redaction = .standard) {
    let report = report.redacted(by: redaction)
    let new = report.findings.selection { $0.status == .new }.worstFirst
    let solved = report.solved.sorted(by: ReportedFinding.precedes)
    hasChanges = !new.isEmpty || !solved.isEmpty || !report.coverage.isComplete
    subject = Self.subject(report, new: new.count, solved: solved.count)
    var page = TextPage(width: 72, style: Style())
    page.paragraph(Headline(report).sentence)
    page.blank()
    if !report.coverage.isComplete { Self.addProblems(report, to: &page) }
    Self.add(new, title: "New", to: &page)
    Self.add(solved, title: "Solved", to: &page)
    let open = report.findings.count { $0.status == .open }
    page.paragraph(
      "\(Wording.sentence(Wording.count(open, "finding is", "findings are"))) still open.")
    page.blank()
    page.paragraph(
      "Everything: vmscan report" + (report.run.id > 0 ? " --run \(report.run.id)" : ""))
    page.paragraph(Caution.text)
    body = page.text
  }

  private static func subject(_ report: ScanReport, new: Int, solved: Int) -> String {
    let partial = report.coverage.isComplete ? "" : ", not everything was read"
    return TerminalText.escape("vmscan \(report.run.host): \(new) new, \(solved) solved\(partial)")
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
