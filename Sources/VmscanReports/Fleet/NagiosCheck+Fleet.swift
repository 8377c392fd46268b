package import VmscanModel

extension NagiosCheck {
  /// Judges a fleet: a site that is silent or has critical findings is critical; high findings or a
  /// wrong clock are a warning; no site at all, or one of which not everything was read, is unknown.
  package init(_ report: FleetReport) {
    guard !report.sites.isEmpty else {
      self = .unknown("no site has published a run")
      return
    }
    var state = State.ok
    var words: [String] = []
    func say(_ sites: [FleetSite], _ what: String, _ grave: State) {
      guard !sites.isEmpty else { return }
      state = State.worse(state, grave)
      let names = sites.prefix(3).map(\.name).joined(separator: ", ")
      words.append(
        "\(Wording.count(sites.count, "site", "sites")) \(what): \(names)"
          + (sites.count > 3 ? ", …" : ""))
    }
    let grave = report.sites.filter { $0.figures.findings(.critical) > 0 }
    let high = report.sites.filter { $0.figures.findings(.high) > 0 }
    let partial = report.sites.filter { !$0.isComplete }
    let wrong = report.sites.filter(\.hasWrongClock)
    say(report.silent, "silent for \(report.silence)", .critical)
    say(grave, "with critical findings", .critical)
    say(high, "with high findings", .warning)
    say(wrong, "with a wrong clock", .warning)
    say(partial, "where not everything was read", .unknown)
    if words.isEmpty { words = ["\(Wording.count(report.sites.count, "site", "sites")) reported"] }
    self.init(state: state, text: words.joined(separator: "; "), metrics: [])
    let figures: [(String, Int)] = [
      ("sites", report.sites.count), ("silent", report.silent.count),
      ("critical", report.totals.findings(.critical)), ("high", report.totals.findings(.high)),
      ("retained", report.totals.retained.messages),
    ]
    line += " | " + figures.map { "'\($0)'=\($1);;;0;" }.joined(separator: " ")
  }
}
