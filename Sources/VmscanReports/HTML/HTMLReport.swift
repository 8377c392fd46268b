import Mustache
package import VmscanModel

/// The exposure summary as one self-contained page.
///
/// Needs no network and no script; its Content-Security-Policy allows only its own style and its
/// own small script for sorting and filtering, both by digest.
package struct HTMLReport: Sendable {
  package var redaction: Redaction

  package init(redaction: Redaction = .standard) { self.redaction = redaction }

  /// The page, in UTF-8, with a newline at its end.
  ///
  /// Cost grows with the number of mailboxes and findings.
  package func page(
    _ report: ScanReport, background: ReportBackground = ReportBackground()
  ) throws -> String {
    var background = background
    background.decisions = background.decisions.map { $0.redacted(by: redaction) }
    background.comparison = background.comparison?.redacted(by: redaction)
    var view = HTMLView(report: report.redacted(by: redaction), background: background)
    view.isForAdmin = redaction.level == .admin
    let library = MustacheLibrary(
      templates: try HTMLTemplate.partials.mapValues { try MustacheTemplate(string: $0) })
    return try MustacheTemplate(string: HTMLTemplate.page)
      .render(HTMLValue.object(view.values), library: library)
  }
}

/// What the templates show of one report.
struct HTMLView {
  var report: ScanReport
  var background: ReportBackground
  /// Whether paths, lines and commands help the reader.
  var isForAdmin = true

  var now: Timestamp { report.run.now }

  var values: [String: HTMLValue] {
    [
      head, summary, commands, changes, comparison, charts, risks, logins, tables, basis,
      requirements,
    ]
    .reduce(
      into: [:]) {
        $0.merge($1) { first, _ in first }
      }
  }

  private var head: [String: HTMLValue] {
    [
      "style": .html(HTMLAssets.style), "script": .html(HTMLAssets.script),
      "policy": .text(HTMLAssets.policy), "host": .text(report.run.host),
      "date": .text(report.run.now.dateText), "minute": .text(Wording.minute(report.run.now)),
      "run": .text(report.run.id > 0 ? "Run \(report.run.id)" : "Unrecorded run"),
      "caution": .text(Caution.text),
    ]
  }
}
