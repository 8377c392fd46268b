import Testing
import VmscanModel

@testable import VmscanStore

struct PackingTests {
  static let names: [MailboxID] = [
    MailboxID(context: "a", mailbox: "1"), MailboxID(context: "a", mailbox: "10"),
    MailboxID(context: "a\0", mailbox: "1"), MailboxID(context: "a\0b", mailbox: ""),
    MailboxID(context: "a\u{1}", mailbox: "\0\0"), MailboxID(context: "", mailbox: ""),
    MailboxID(context: "ab", mailbox: "1"),
    MailboxID(context: ByteText(bytes: [0xFF]), mailbox: "1"),
  ]

  @Test func `keys of mailboxes come back and sort like mailboxes`() throws {
    for left in Self.names {
      #expect(try FactKey.mailbox(from: FactKey.mailbox(left)) == left)
      for right in Self.names {
        #expect(FactKey.mailbox(left).precedes(FactKey.mailbox(right)) == (left < right))
      }
    }
  }

  static let fingerprints = [
    "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789abcdef", "", "short",
    "0123456789abcdef0123456789abcdeg",
  ]

  @Test(arguments: fingerprints, [UInt32(0), 1, 70_000])
  func `keys of findings come back`(text: String, occurrence: UInt32) throws {
    let key = FactKey.finding(Fingerprint(text), occurrence: occurrence)
    #expect(try FactKey.fingerprint(from: key) == Fingerprint(text))
  }

  @Test func `every stored code stands for one case`() {
    func check<Choice: StoredCode & Hashable>(_ type: Choice.Type) {
      #expect(Set(Choice.allCases.map(\.code)).count == Choice.allCases.count)
    }
    check(EmailGrade.self)
    check(DestinationClass.self)
    check(Severity.self)
    check(SourceProblem.Kind.self)
    check(MailRecipient.Status.self)
    check(RecipientFacts.Channel.self)
    check(Folder.self)
    check(PINStrength.self)
    check(PINLengthBand.self)
  }

  @Test func `ages of a context come back, and a row of an earlier version has none`() throws {
    var context = ReportBuilder.usual(day: 0).report.contexts[0]
    #expect(context.ages == nil)
    #expect(try ContextReport(name: context.name, packed: context.packed) == context)
    var ages = AgeCounts()
    for band in AgeBand.all.indices { ages[band] = 300 - band }
    context.ages = ages
    #expect(try ContextReport(name: context.name, packed: context.packed) == context)
  }

  @Test(arguments: [UInt64(11), 12])
  func `damaged bytes are refused and never crash`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let report = ReportBuilder.usual(day: 0).report
    let sound = [
      report.mailboxes[0].packed, RecipientFacts.pack(report.mailboxes[0].recipients),
      report.totals.packed, report.contexts[0].packed, report.ownDomains.packed,
      DataListInfo.pack(report.lists), SourceProblem(.missing, path: "/x", detail: "y").packed,
    ]
    var refused = 0
    for bytes in sound {
      for _ in 0..<2000 {
        var bytes = bytes
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[at] = UInt8.random(in: 0...255, using: &generator)
        } else {
          bytes.removeLast(bytes.count - at)
        }
        if !Self.reads(bytes) { refused += 1 }
      }
    }
    #expect(refused > 0, "seed \(seed)")
  }

  /// Whether any reader takes the bytes.
  private static func reads(_ bytes: [UInt8]) -> Bool {
    let id = MailboxID(context: "a", mailbox: "1")
    let results: [Any?] = [
      try? MailboxReport(id: id, packed: bytes, recipients: []), try? RecipientFacts.unpack(bytes),
      try? ReportTotals(packed: bytes), try? ContextReport(name: "a", packed: bytes),
      try? OwnDomains(packed: bytes), try? DataListInfo.unpack(bytes),
      try? SourceProblem(packed: bytes), try? FactKey.mailbox(from: bytes),
      try? FactKey.fingerprint(from: bytes),
    ]
    return results.contains { $0 != nil }
  }
}
