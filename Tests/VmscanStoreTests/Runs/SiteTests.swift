import Glibc
import Testing
import VmscanModel
import VmscanStore
import VmscanSystem

/// Sites that older releases recorded by whatever was typed; a name that is not canonical is
/// recorded here as it was then.
struct SiteTests {
  private let directory: TemporaryDirectory
  private let store: HistoryStore
  private let spool: ByteText
  private let etc: ByteText

  init() throws {
    directory = try TemporaryDirectory()
    store = try HistoryStore(path: directory.database)
    spool = ByteText(directory.path + "/vm").canonicalPath
    etc = ByteText(directory.path + "/etc").canonicalPath
    mkdir("\(spool)", 0o755)
    mkdir("\(etc)", 0o755)
    symlink("\(spool)", directory.path + "/link")
  }

  @discardableResult
  private func record(_ day: Int64, as spelling: String? = nil, has: Bool = true) throws
    -> ScanReport
  {
    var builder = ReportBuilder.usual(day: day)
    builder.mailboxes = [
      ReportBuilder.box("1001", addresses: has ? ["a@example.com"] : [], attach: has)
    ]
    var report = builder.report
    report.run.spool = spelling.map { ByteText(directory.path + $0) } ?? spool
    report.run.etc = spelling == nil ? etc : ByteText("\(etc)/")
    return try store.record(report)
  }

  private func known() throws -> DestinationKnowledge? {
    try store.destinations(of: key).destinationsKnown(for: ReportBuilder.id("1001"))
  }

  private var key: SiteKey { SiteKey(host: "pbx.example.com", spool: spool, etc: etc) }

  private func day(_ day: Int64) -> Timestamp { ReportBuilder.time(day: day) }

  @Test(arguments: ["/vm/", "/./vm", "/etc/../vm", "/link", "//vm"])
  func `a site recorded under another name goes on under its own`(spelling: String) throws {
    try record(0, as: spelling, has: false)
    #expect(try known()?.firstSeen == day(0))
    #expect(try known()?.addressSince == nil)
    let second = try record(1)
    #expect(second.run.previous == 1)
    #expect(second.statuses.allSatisfy { $0.hasSuffix(" open 0") }, "\(second.statuses)")
    #expect(try known()?.addressSince == day(1))
    #expect(try store.runs().map(\.run.spool) == [spool, spool])
    #expect(try store.runs().map(\.run.etc) == [etc, etc])
  }

  @Test
  func `a site recorded by relative paths somewhere else goes on, too`() throws {
    var report = ReportBuilder.usual(day: 0).report
    (report.run.spool, report.run.etc) = ("vm/", "./etc")
    _ = try store.record(report)
    #expect(try known() != nil)
    #expect(try record(1).run.previous == 1)
    #expect(try store.runs().map(\.run.etc) == [etc, etc])
  }

  @Test
  func `another directory, and one of another configuration, are other sites`() throws {
    try record(0)
    var other = ReportBuilder.usual(day: 1).report
    (other.run.spool, other.run.etc) = (ByteText("\(spool)2"), etc)
    #expect(try store.record(other).run.previous == nil)
    (other.run.spool, other.run.etc) = (spool, ByteText("\(etc)2"))
    #expect(try store.record(other).run.previous == nil)
    #expect(try record(2).run.previous == 1)
  }

  @Test
  func `of two sites the one with the latest run goes on and gets the name`() throws {
    try record(0)
    #expect(try record(1, as: "/link/.").run.previous == nil)
    #expect(try record(2).run.previous == 2)
    let link = ByteText(directory.path + "/link/.")
    #expect(try store.runs().map(\.run.spool) == [link, spool, spool])
    #expect(try record(3).run.previous == 3)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test
  func `a machine under another name is another site and forgets no destination`() throws {
    try record(0, has: false)
    var other = ReportBuilder.usual(day: 1).report
    (other.run.host, other.run.spool, other.run.etc) = ("pbx2", spool, etc)
    let key = SiteKey(host: "pbx2", spool: spool, etc: etc)
    func known() throws -> DestinationKnowledge? {
      try store.destinations(of: key).destinationsKnown(for: ReportBuilder.id("1001"))
    }
    #expect(try known()?.firstSeen == day(0))
    #expect(try store.site(of: key) == nil)
    #expect(try store.record(other).run.previous == nil)
    // Seen with an address now, and without one under the other name: known only since now.
    #expect(try known()?.addressSince == day(1))
    #expect(try store.sites().map(\.name) == ["pbx.example.com:\(spool)", "pbx2:\(spool)"])
    #expect(try record(2).run.previous == 1)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test
  func `the name of a site is the shortest that no other has`() throws {
    func name(_ host: String, _ spool: ByteText, _ etc: ByteText) throws -> [String] {
      var report = ReportBuilder.usual(day: 0).report
      (report.run.host, report.run.spool, report.run.etc) = (host, spool, etc)
      _ = try store.record(report)
      return try store.sites().map(\.name)
    }
    #expect(try name("a", "/var/spool/asterisk/voicemail", "/etc/asterisk") == ["a"])
    #expect(try name("a", "/x", "/etc/asterisk") == ["a", "a:/x"])
    #expect(try name("a", "/x", "/y") == ["a", "a:/x", "a:/x:/y"])
    let bytes = ByteText(bytes: [0x2F, 0xFF])
    #expect(try name("b", bytes, "/y").last == "b:/\\xFF")
    #expect(try store.runs().last?.run.spool == bytes)
    #expect(try store.sites().map(\.runs) == [1, 1, 1, 1])
  }

  /// What the earlier and the later of two sites saw on which day, and what both say together.
  struct Case: Sendable {
    typealias Sight = (day: Int64, has: Bool)
    var earlier: [Sight]
    var later: [Sight]
    /// Day since which an address is known without doubt: the first for always, `nil` for not now.
    var since: Int64?
  }

  static let cases: [Case] = [
    // Both have always seen one.
    Case(earlier: [(1, true), (5, true)], later: [(3, true), (9, true)], since: 1),
    // The earlier saw none, before the later began.
    Case(earlier: [(1, false)], later: [(3, true), (9, true)], since: 3),
    // The earlier saw none while the later thought it had always been there.
    Case(earlier: [(5, false)], later: [(3, true), (9, true)], since: 9),
    // The earlier saw when it began.
    Case(earlier: [(1, false), (6, true)], later: [(3, true), (9, true)], since: 6),
    // The later saw when it began.
    Case(earlier: [(1, true), (8, true)], later: [(3, false), (7, true), (9, true)], since: 7),
    // The latest run saw none.
    Case(earlier: [(1, true), (8, true)], later: [(9, false)], since: nil),
    // Both at the same moment, and they disagree.
    Case(earlier: [(9, false)], later: [(9, true)], since: nil),
  ]

  @Test(arguments: cases.indices, [true, false])
  func `two sites together never know more than either`(
    index: Int, earlierHasName: Bool
  ) throws {
    let row = Self.cases[index]
    for sight in row.earlier {
      try record(sight.day, as: earlierHasName ? nil : "/vm/", has: sight.has)
    }
    for sight in row.later {
      // The first run under the name would unite them before the later has seen all.
      try record(sight.day, as: "/link/", has: sight.has)
    }
    try expect(row)
    // The same when it is written down, and when it is asked again.
    for _ in 1...2 {
      _ = try store.spoolMemory(of: key)
      try expect(row)
    }
    #expect(try store.runs().last?.run.spool == spool)
    #expect(try store.integrityProblems().isEmpty)
  }

  private func expect(_ row: Case) throws {
    let known = try #require(try known())
    #expect(known.firstSeen == (row.earlier + row.later).map { day($0.day) }.min())
    #expect(known.addressSince == row.since.map { day($0) })
    #expect(known.audioSince == row.since.map { day($0) })
    #expect(known.lastSeen == day(9))
  }

  @Test
  func `a mailbox that the latest of two sites did not see begins anew`() throws {
    try record(0, as: "/vm/")
    var empty = ReportBuilder(day: 1)
    empty.mailboxes = [ReportBuilder.box("1002")]
    var report = empty.report
    (report.run.spool, report.run.etc) = (ByteText("\(spool)/."), etc)
    _ = try store.record(report)
    #expect(try known()?.addressSince == nil)
    #expect(try known()?.lastSeen == day(0))
  }
}
