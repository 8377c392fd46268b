import Mustache
package import VmscanModel

extension HTMLReport {
  /// A fleet on one self-contained page: what matters, pictures over time, and every table.
  package func fleet(_ report: FleetReport) throws -> String {
    let tables = FleetTables(report)
    let totals = report.totals
    let tiles: [(String, String, String, Bool)] = [
      (
        "Sites", Wording.number(report.sites.count),
        "\(Wording.number(report.silent.count)) did not report", !report.silent.isEmpty
      ),
      (
        "Critical findings", Wording.number(totals.findings(.critical)),
        "\(Wording.number(report.sites.count { $0.figures.findings(.critical) > 0 })) sites",
        totals.findings(.critical) > 0
      ),
      (
        "High findings", Wording.number(totals.findings(.high)),
        "\(Wording.number(report.sites.count { $0.figures.findings(.high) > 0 })) sites", false
      ),
      (
        "Kept after e-mailing", Wording.number(totals.retained.messages),
        "of \(Wording.count(totals.messages.messages, "message", "messages"))",
        totals.retained.messages > 0
      ),
      (
        "Shared private accounts", Wording.number(report.shared.count),
        "with mailboxes of several sites", !report.shared.isEmpty
      ),
      ("Mailboxes", Wording.number(totals.mailboxes), "at all sites", false),
    ]
    let values: [String: HTMLValue] = [
      "style": .html(HTMLAssets.style), "script": .html(HTMLAssets.script),
      "policy": .text(HTMLAssets.policy), "made": .text(Wording.minute(report.now)),
      "date": .text(report.now.dateText), "headline": .text(report.headline),
      "count": .text(Wording.count(report.sites.count, "site", "sites")),
      "caution": .text(Caution.text),
      "confidential": .text(
        "Confidential: for the named readers only. It describes how voicemail can be reached."),
      "hasRemarks": .flag(!report.remarks.isEmpty),
      "remarks": .list(report.remarks.map { ["text": .text($0)] }),
      "tiles": .list(
        tiles.map {
          ["label": .text($0), "value": .text($1), "note": .text($2), "alarming": .flag($3)]
        }),
      "hasTrends": .flag(charts(report).contains(where: \.isWorthShowing)),
      "trends": .list(charts(report).filter(\.isWorthShowing).map(\.values)),
      "parts": .list(
        tables.parts.map { list in
          list.tableValues.merging(["id": .text(list.name)]) { value, _ in value }
        }),
    ]
    return try MustacheTemplate(string: HTMLTemplate.fleet).render(HTMLValue.object(values))
  }

  private func charts(_ report: FleetReport) -> [HTMLChart] {
    let times = report.trend.map(\.day)
    func chart(_ title: String, _ unit: String, _ series: [HTMLChart.Series]) -> HTMLChart {
      HTMLChart(title: title, unit: unit, times: times, series: series, form: .line)
    }
    func series(_ name: String, _ tone: String, _ value: (FleetDay) -> Int) -> HTMLChart.Series {
      HTMLChart.Series(name: name, tone: tone, values: report.trend.map(value))
    }
    return [
      chart(
        "Critical and high findings, all sites", "findings",
        [
          series("critical", "d") { $0.figures.findings(.critical) },
          series("high", "c") { $0.figures.findings(.high) },
        ]),
      chart(
        "Messages kept after e-mailing, all sites", "messages",
        [series("kept after e-mailing", "c") { $0.figures.retained.messages }]),
      chart(
        "Sites that reported", "sites",
        [series("reported that day", "a") { $0.reporting }, series("known", "b") { $0.sites }]),
    ]
  }
}

extension HTMLTemplate {
  /// The page of a fleet.
  static let fleet = """
    \(opening(title: "Voicemail exposure, {{{count}}}, {{{date}}}"))
    <a class="skip" href="#summary">Skip to the summary</a>
    <header>
    <p class="brand">vmscan <span>voicemail exposure of all sites</span></p>
    <p class="meta">{{{count}}} · {{{made}}}</p>
    <nav aria-label="Contents">
    <a href="#silent">Silent</a> <a href="#sites">Sites</a> <a href="#shared">Shared accounts</a>
    <a href="#jumps">Jumps</a> <a href="#rules">Rules</a> <a href="#releases">Releases</a>
    <a href="#tenants">Tenants</a>
    </nav>
    </header>
    <main>
    <section id="summary" class="board">
    <p class="secret">{{{confidential}}}</p>
    <h1>{{{headline}}}</h1>
    {{#hasRemarks}}
    <div class="alert" role="note">
    {{#remarks}}
    <p><bdi>{{{text}}}</bdi></p>
    {{/remarks}}
    </div>
    {{/hasRemarks}}
    <dl class="tiles">
    {{#tiles}}
    <div{{#alarming}} class="alarming"{{/alarming}}><dt>{{{label}}}</dt>
    <dd class="figure">{{{value}}}</dd><dd>{{{note}}}</dd></div>
    {{/tiles}}
    </dl>
    </section>
    {{#hasTrends}}
    <section id="pictures">
    <h2>The figures in pictures</h2>
    \(trends)
    </section>
    {{/hasTrends}}
    {{#parts}}
    <section id="{{{id}}}">
    <h2>{{{name}}}</h2>
    \(table)
    </section>
    {{/parts}}
    </main>
    <footer><p>{{{caution}}}</p></footer>
    <script>{{{script}}}</script>
    </body>
    </html>

    """
}
