import Testing
import VmscanModel
import VmscanReports

struct NagiosTests {
  /// The table of the plugin guidelines, and the ends of every range.
  private static let guideline: [(range: String, alerts: [Double], quiet: [Double])] = [
    ("10", [-1, 10.1, 11], [0, 5, 10]), ("10:", [9.9, -5], [10, 1e9]),
    ("~:10", [10.5, 11], [-1e9, 10]), ("10:20", [9, 21], [10, 15, 20]),
    ("@10:20", [10, 15, 20], [9, 21]), ("@10", [0, 10], [-1, 11]), ("0", [-1, 1], [0]),
    ("-5:5", [-6, 6], [-5, 0, 5]), ("1.5:2.5", [1.4, 2.6], [1.5, 2]), ("~:", [], [-1e9, 0, 1e9]),
    ("@~:0", [-1, 0], [1]),
  ]

  @Test(arguments: guideline.map(\.range))
  func `ranges alert as the guidelines say`(text: String) throws {
    let row = try #require(Self.guideline.first { $0.range == text })
    let range = try #require(NagiosRange(parsing: text))
    for value in row.alerts { #expect(range.alerts(value), "\(value)") }
    for value in row.quiet { #expect(!range.alerts(value), "\(value)") }
    #expect(range.description == text)
  }

  @Test(arguments: [
    "", "@", ":", ":5", "a", "5:4", "1:2:3", "nan", "inf:", "~", "1e3", "@@1", " 1",
  ])
  func `a malformed range is refused`(text: String) {
    #expect(NagiosRange(parsing: text) == nil)
  }

  private func point(
    critical: Int = 0, high: Int = 0, complete: Bool = true, hours: Int64 = 1
  ) -> TrendPoint {
    TrendPoint(
      run: 12, started: Timestamp(Sample.now.epochSeconds - hours * 3600), mailboxes: 25,
      messages: 1204, retainedEmailed: 12, findings: [.critical: critical, .high: high],
      complete: complete)
  }

  private func check(_ point: TrendPoint?) -> NagiosCheck {
    NagiosCheck(latest: point, now: Sample.now, thresholds: .standard)
  }

  @Test func `all is well`() {
    let check = check(point())
    #expect(check.state == .ok)
    #expect(
      check.line
        == "VMSCAN OK - 1204 messages, 12 kept after e-mailing | 'critical'=0;;0;0; 'high'=0;0;;0;"
        + " 'medium'=0;;;0; 'low'=0;;;0; 'retained'=12;;;0; 'messages'=1204;;;0;"
        + " 'age'=3600s;93600;180000;0;")
  }

  @Test func `open devices and weak passwords alert, and are no figure where nobody counted`() {
    var counted = point()
    counted.openLogins = 2
    counted.weakLogins = 0
    var thresholds = CheckThresholds.standard
    thresholds.critical[.open] = NagiosRange(parsing: "0")
    thresholds.critical[.weak] = NagiosRange(parsing: "0")
    let check = NagiosCheck(latest: counted, now: Sample.now, thresholds: thresholds)
    #expect(check.line.hasPrefix("VMSCAN CRITICAL - 2 devices or logins open to anybody | "))
    #expect(check.line.contains("'open'=2;;0;0; 'weak'=0;;0;0;"))
    let unknown = NagiosCheck(latest: point(), now: Sample.now, thresholds: thresholds)
    #expect(unknown.state == .ok && !unknown.line.contains("'open'"))
  }

  @Test func `the worst counts`() {
    #expect(check(point(high: 2)).line.hasPrefix("VMSCAN WARNING - 2 high findings | "))
    #expect(
      check(point(critical: 1, high: 2)).line
        .hasPrefix("VMSCAN CRITICAL - 1 critical finding, 2 high findings | "))
    #expect(check(point(hours: 30)).line.hasPrefix("VMSCAN WARNING - last run 30 hours ago | "))
    #expect(check(point(hours: 60)).state == .critical)
  }

  @Test func `not knowing is unknown, unless something worse is known`() {
    #expect(check(nil).state.rawValue == 3)
    #expect(check(point(complete: false)).state == .unknown)
    #expect(check(point(high: 1, complete: false)).state == .warning)
    #expect(check(point(critical: 1, complete: false)).state == .critical)
  }

  @Test(arguments: Sample.attacks)
  func `a reason cannot add a line or performance data`(attack: String) {
    let line = NagiosCheck.unknown(attack).line
    Invariants.expectInert(line, allowing: [])
    #expect(!line.contains("|"))
  }
}
