package import VmscanModel

/// The parts of a fleet's report as tables, which every format can show.
package struct FleetTables {
  let report: FleetReport

  package init(_ report: FleetReport) { self.report = report }

  package var sites: ListReport {
    ListReport(
      name: "sites", rowType: "site", title: "Sites, the worst first",
      nothing: "No site has published a run; 'vmscan publish' does.",
      columns: [
        .init("site", "site"), .init("host", nil), .init("state", "state"),
        .init("critical", "critical", isNumber: true), .init("high", "high", isNumber: true),
        .init("medium", "medium", isNumber: true), .init("low", nil, isNumber: true),
        .init("informational", nil, isNumber: true),
        .init("retained", "kept after e-mailing", isNumber: true),
        .init("overAge", "over policy", isNumber: true),
        .init("messages", "messages", isNumber: true), .init("bytes", nil, isNumber: true),
        .init("mailboxes", "mailboxes", isNumber: true), .init("run", nil, isNumber: true),
        .init("reported", "reported (UTC)"), .init("clockBehind", nil, isNumber: true),
        .init("version", "vmscan"), .init("asterisk", "Asterisk"), .init("reader", nil),
      ],
      rows: report.sites.map { site in
        let figures = site.figures
        return [
          .text(site.name), .text(site.host), .text(state(of: site)),
        ] + Severity.descending.map { .count(figures.findings($0)) } + [
          .count(figures.retained.messages), .count(figures.overAge),
          .count(figures.messages.messages), .number(figures.messages.bytes.bytes),
          .count(figures.mailboxes), .number(site.run), .time(site.reported),
          .number(site.clockBehind), .text(site.version),
          site.asteriskVersion.map { .text($0) } ?? .empty, .text(site.reader),
        ]
      })
  }

  /// What one must know before one believes a site's figures.
  func state(of site: FleetSite) -> String {
    var words: [String] = []
    if site.isSilent(at: report.now, after: report.silence) {
      let seconds = report.now.epochSeconds &- site.reported.epochSeconds
      words.append("silent for \(Wording.span(seconds: seconds))")
    }
    if !site.isComplete { words.append("not everything was read") }
    if site.hasWrongClock {
      let seconds = Int64(clamping: site.clockBehind.magnitude)
      words.append(
        "clock \(Wording.span(seconds: seconds)) \(site.clockBehind > 0 ? "behind" : "ahead")")
    }
    return words.isEmpty ? "reports" : words.joined(separator: ", ")
  }

  var tenants: ListReport {
    ListReport(
      name: "tenants", rowType: "tenant", title: "Tenants (contexts of sites), the worst first",
      nothing: "None.",
      columns: [
        .init("site", "site"), .init("context", "context"),
        .init("critical", "critical", isNumber: true), .init("high", "high", isNumber: true),
        .init("retained", "kept after e-mailing", isNumber: true),
        .init("overAge", "over policy", isNumber: true),
        .init("mailboxes", "mailboxes", isNumber: true),
      ],
      rows: report.tenants.map {
        [
          .text($0.site), .text($0.context), .count($0.critical), .count($0.high),
          .count($0.retained), .count($0.overAge), .count($0.mailboxes),
        ]
      })
  }

  var silent: ListReport {
    ListReport(
      name: "silent", rowType: "silent",
      title: "Sites that did not report for \(report.silence)",
      nothing: "Every site has reported.",
      columns: [
        .init("site", "site"), .init("reported", "last (UTC)"), .init("for", "silent for"),
      ],
      rows: report.silent.map { site in
        [
          .text(site.name), .time(site.reported),
          .text(Wording.span(seconds: report.now.epochSeconds &- site.reported.epochSeconds)),
        ]
      })
  }

  var shared: ListReport {
    ListReport(
      name: "shared", rowType: "shared", title: "One private account, mailboxes of several sites",
      nothing: "No private account receives the voicemail of two sites.",
      columns: [
        .init("address", "address"), .init("class", "kind"),
        .init("sites", "sites", isNumber: true), .init("mailboxes", "mailboxes", isNumber: true),
        .init("audio", "recordings"), .init("firstSeen", "since (UTC)"),
        .init("places", "mailboxes of"),
      ],
      rows: report.shared.map {
        [
          .text($0.address), .text($0.destinationClass), .count($0.sites), .count($0.mailboxes),
          .flag($0.hasAudio), .time($0.firstSeen), .text($0.places),
        ]
      })
  }

  var jumps: ListReport {
    ListReport(
      name: "jumps", rowType: "jump", title: "Figures that jumped in a site's latest run",
      nothing: "None: every site's figures are near those of the nights before.",
      columns: [
        .init("site", "site"), .init("measure", "figure"),
        .init("before", "usual before", isNumber: true), .init("now", "now", isNumber: true),
      ],
      rows: report.jumps.map {
        [.text($0.site), .text($0.measure.words), .count($0.before), .count($0.now)]
      })
  }

  /// Rules that more than half of the sites fail: a matter of how all are set up.
  var widespread: ListReport {
    rules(
      report.rules.filter { $0.isWidespread(among: report.sites.count) },
      "Rules that most sites fail", "No rule is failed by most sites.")
  }

  var rules: ListReport {
    rules(report.rules, "Rules by sites that fail them", "No site has a finding.")
  }

  private func rules(_ rules: [FleetRule], _ title: String, _ nothing: String) -> ListReport {
    ListReport(
      name: "rules", rowType: "rule", title: title, nothing: nothing,
      columns: [
        .init("rule", "rule"), .init("severity", "severity"),
        .init("sites", "sites", isNumber: true), .init("of", "of", isNumber: true),
        .init("findings", "findings", isNumber: true),
      ],
      rows: rules.map { rule in
        let severity = Severity.allCases.first { $0.rank == rule.severityRank }
        return [
          .text(rule.rule), .text(severity?.rawValue ?? ""), .count(rule.sites),
          .count(report.sites.count), .count(rule.findings),
        ]
      })
  }

  /// Releases and lists that differ from site to site; where all agree there is nothing to say.
  var releases: ListReport {
    var rows: [[ListReport.Cell]] = []
    func add(_ what: String, _ editions: [(edition: String, sites: [String])]) {
      guard editions.count > 1 else { return }
      rows += editions.map {
        let shown = $0.sites.count > 8 ? Array($0.sites.prefix(8)) + ["…"] : $0.sites
        return [.text(what), .text($0.edition), .count($0.sites.count), .list(shown)]
      }
    }
    add("vmscan", report.releases(\.version).map { ($0.release, $0.sites) })
    add("Asterisk", report.releases(\.asteriskVersion).map { ($0.release, $0.sites) })
    for (name, lists) in Dictionary(grouping: report.lists, by: \.name).sorted(by: {
      $0.key < $1.key
    }) {
      add(
        "list \(name)",
        lists.map {
          (
            "\($0.date), \(Wording.count($0.entries, "entry", "entries"))",
            $0.names.split(separator: ", ").map(String.init)
          )
        })
    }
    return ListReport(
      name: "releases", rowType: "release", title: "Releases and lists that differ",
      nothing: "All sites run the same releases and judge by the same lists.",
      columns: [
        .init("what", "what"), .init("edition", "edition"),
        .init("count", "sites", isNumber: true), .init("sites", "which"),
      ], rows: rows)
  }

  /// All parts of the page behind its summary, in order.
  var parts: [ListReport] {
    [silent, sites, shared, jumps, widespread, releases, tenants]
  }
}

extension FleetJump.Measure {
  var words: String {
    switch self {
    case .mailboxes: "mailboxes"
    case .messages: "messages"
    case .retained: "messages kept after e-mailing"
    case .critical: "critical findings"
    case .high: "high findings"
    }
  }
}
