import Testing
import VmscanModel

struct MailboxListTests {
  private static func mailbox(_ name: String, in context: String = "default") -> MailboxReport {
    var folder = FolderFacts(
      folder: .old, totals: MessageTotals(messages: 3, bytes: ByteCount(900), seconds: 61),
      oldest: Timestamp(5))
    folder.overAge = MessageTotals(messages: 1, bytes: ByteCount(300), seconds: 20)
    return MailboxReport(
      id: MailboxID(context: ByteText(context), mailbox: ByteText(name)), fullName: "Ünï",
      isConfigured: true, hasDirectory: name != "1", isPartial: name == "2", folders: [folder],
      counts: AsteriskCounts(new: 1, old: 2, urgent: 0),
      recipients: name == "3"
        ? []
        : [
          RecipientFacts(
            address: "a@example.com", destinationClass: .own, audio: true, channel: .email)
        ], attach: true, deleteAfterEmail: false,
      retainedEmailed: MessageTotals(messages: 2), overAge: folder.overAge,
      grades: [.delivered: MessageTotals(messages: 2), .none: MessageTotals(messages: 1)],
      newestMessage: nil, ownerActivity: Timestamp(-1))
  }

  @Test func `mailboxes come back as they were put in`() {
    let mailboxes = ["1", "2", "3", "4"].map { Self.mailbox($0) }
    #expect(Array(MailboxList(mailboxes)) == mailboxes)
  }

  @Test func `ages come back and are no part of what history keeps`() {
    var ages = AgeCounts()
    for band in AgeBand.all.indices { ages[band] = band * 40 }
    var dated = Self.mailbox("1")
    dated.folders[0].ages = ages
    let list = MailboxList([dated, Self.mailbox("1")])
    #expect(list[0] == dated && list[0].ages == ages)
    #expect(list[1].folders[0].ages == nil && list[1].ages == nil)
    #expect(list.packed(at: 0).facts == list.packed(at: 1).facts)
    #expect(list.packed(at: 0).recipients == list.packed(at: 1).recipients)
  }

  @Test func `a mailbox without messages has none of any age`() {
    var empty = Self.mailbox("1")
    empty.folders = []
    #expect(MailboxList([empty])[0].ages == AgeCounts())
  }

  @Test func `lists of several threads become one, in order`() {
    var list = MailboxList(["9", "11"].map { Self.mailbox($0) })
    list.append(MailboxList(["10", "1"].map { Self.mailbox($0, in: "a") }))
    list.append(Self.mailbox("5"))
    list.sort()
    #expect(
      list.map(\.id.description) == ["1@a", "10@a", "11@default", "5@default", "9@default"])
    #expect(list.indices.map { list.id(at: $0) } == list.map(\.id))
  }

  @Test func `single mailboxes can be replaced and removed`() {
    var list = MailboxList((0..<400).map { Self.mailbox("\($0)") })
    list[7] = Self.mailbox("replaced")
    list.removeLast()
    list.removeAll { $0.id.mailbox.count == 1 }
    #expect(list.count == 390)
    #expect(list.contains { $0.id.mailbox == "replaced" })
    #expect(!list.contains { $0.id.mailbox == "399" })
  }
}
