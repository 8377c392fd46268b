package import VmscanModel

extension TextReport {
  /// A fleet's report for a terminal.
  package func fleet(_ report: FleetReport) -> String {
    let tables = FleetTables(report)
    var page = page
    page.paragraph(report.headline)
    for remark in report.remarks { page.paragraph(remark) }
    var text = page.text
    let parts = [tables.sites] + tables.parts.filter { $0.name != "sites" && !$0.rows.isEmpty }
    for part in parts {
      var head = self.page
      head.blank()
      head.heading(part.title)
      text += head.text + list(part)
    }
    return text
  }
}
