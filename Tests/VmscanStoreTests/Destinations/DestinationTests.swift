import Testing
import VmscanModel
import VmscanStore

struct DestinationTests {
  let store: HistoryStore

  init() throws { store = try HistoryStore.temporary() }

  private func record(day: Int64, _ boxes: [MailboxReport], problem: SourceProblem? = nil) throws {
    var builder = ReportBuilder(day: day)
    builder.mailboxes = boxes
    if let problem { builder.problems = [problem] }
    _ = try store.record(builder.report)
  }

  private func known(_ box: ByteText = "1001") throws -> DestinationKnowledge? {
    let report = ReportBuilder(day: 0).report
    return try store.destinations(of: report.run.site)
      .destinationsKnown(for: ReportBuilder.id(box))
  }

  private func day(_ day: Int64) -> Timestamp { ReportBuilder.time(day: day) }

  @Test func `nothing is known before the first run`() throws {
    #expect(try known() == nil)
  }

  @Test func `a stretch lasts until it is broken`() throws {
    try record(day: 0, [ReportBuilder.box("1001", addresses: [])])
    #expect(try known()?.addressSince == nil)
    try record(day: 1, [ReportBuilder.box("1001", addresses: ["Bob@Gmail.com", "a@b.example"])])
    try record(day: 2, [ReportBuilder.box("1001", addresses: ["eve@gmail.com"], attach: false)])
    #expect(
      try known()
        == DestinationKnowledge(
          firstSeen: day(0), addressSince: day(1), audioSince: nil,
          previousAddresses: ["eve@gmail.com"], lastSeen: day(2),
          added: ["eve@gmail.com": day(2)],
          past: [
            PastDestination(addresses: [], attach: true, seen: day(0), until: day(1)),
            PastDestination(
              addresses: ["a@b.example", "bob@gmail.com"], attach: true, seen: day(1),
              until: day(2)),
          ], lastUse: Timestamp(1_789_999_999)))
    try record(day: 3, [ReportBuilder.box("1001", addresses: [])])
    try record(day: 4, [ReportBuilder.box("1001", addresses: ["eve@gmail.com"])])
    #expect(try known()?.addressSince == day(4))
    #expect(try known()?.audioSince == day(3))
    #expect(try known()?.firstSeen == day(0))
  }

  @Test func `a mailbox that went away starts anew`() throws {
    try record(day: 0, [ReportBuilder.box("1001"), ReportBuilder.box("1002")])
    try record(day: 1, [ReportBuilder.box("1002")])
    #expect(try known()?.lastSeen == day(0))
    #expect(try known()?.addressSince == nil)
    try record(day: 2, [ReportBuilder.box("1001"), ReportBuilder.box("1002")])
    #expect(try known()?.addressSince == day(2))
    #expect(try known()?.firstSeen == day(0))
    #expect(try known()?.lastSeen == day(2))
  }

  @Test func `a run that could not read it changes nothing`() throws {
    try record(day: 0, [ReportBuilder.box("1001")])
    try record(
      day: 1, [], problem: SourceProblem(.unreadable, path: "/etc/asterisk/x", detail: "EACCES"))
    var orphan = ReportBuilder.box("1001", addresses: [], attach: false)
    orphan.isConfigured = false
    try record(
      day: 2, [orphan],
      problem: SourceProblem(.unreadable, path: "/etc/asterisk/x", detail: "EACCES"))
    #expect(try known()?.addressSince == day(0))
    #expect(try known()?.previousAddresses == ["alice@example.com"])
  }
}
