import Glibc
import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// What cannot be read is reported and never counted as nothing.
struct UnreadableSpoolTests {
  private let spool: SpoolBuilder
  init() throws {
    spool = try SpoolBuilder()
    try spool.message(0)
  }

  private func box() throws -> SpoolMailbox { try WalkedSpool(spool.root).only() }

  @Test func `a missing and an unusable root`() throws {
    let missing = WalkedSpool(spool.path("nothing"))
    #expect(missing.mailboxes.isEmpty && missing.summary.problems.map(\.kind) == [.missing])
    #expect(missing.summary.problems.first?.detail.unmasked.contains("ENOENT") == true)
    let file = WalkedSpool(spool.path("default/1001/INBOX/msg0000.txt"))
    #expect(file.summary.problems.map(\.kind) == [.unreadable])
    #expect(file.summary.problems.first?.detail.unmasked.contains("ENOTDIR") == true)
    #expect(file.summary.problems.allSatisfy { $0.hidesData })
  }

  @Test func `links in place of a context, a mailbox and a folder`() throws {
    try spool.link("linked", to: "default")
    try spool.link("default/1002", to: "1001")
    try spool.link("default/1001/Old", to: "INBOX")
    let walked = WalkedSpool(spool.root)
    #expect(
      walked.summary.problems.map(\.path) == [spool.path("default/1002"), spool.path("linked")])
    #expect(walked.summary.problems.map(\.kind) == [.notFollowed, .notFollowed])
    #expect(
      walked.summary.problems.first?.mailbox == MailboxID(context: "default", mailbox: "1002"))
    let box = try walked.only()
    #expect(box.messages.count == 1)
    #expect(box.problems.map(\.kind) == [.notFollowed])
    #expect(box.problems.map(\.path) == [spool.path("default/1001/Old")])
    #expect(box.folder(.old)?.problems.contains(.unreadable) == true)
  }

  @Test func `a file in place of a folder`() throws {
    try spool.write("default/1001/Urgent", "x")
    let box = try box()
    #expect(box.problems.map(\.kind) == [.unreadable])
    #expect(
      box.problems.first?.detail.unmasked == "cannot open the folder: ENOTDIR (Not a directory)")
    #expect(box.problems.first?.mailbox == box.id)
    #expect(box.folder(.urgent)?.problems == .unreadable)
  }

  @Test func `files in place of a mailbox and of a context`() throws {
    let time = Timestamp(1_795_000_000)
    try spool.write("default/1003", "1234", modified: time)
    try spool.write("stray.wav", "12", modified: time)
    let walked = WalkedSpool(spool.root)
    #expect(walked.summary.problems == [])
    #expect(
      walked.summary.strayEntries == [
        StrayFile(path: "default/1003", bytes: 4, modified: time),
        StrayFile(path: "stray.wav", bytes: 2, modified: time),
      ])
  }

  @Test func `configured mailboxes with a dot in front are read like others`() throws {
    try spool.message(0, context: ".tenant")
    try spool.message(0, mailbox: ".hid")
    try spool.makeDirectory("default/.old")
    try spool.makeDirectory(".other/1001")
    var walker = SpoolWalker(root: spool.root, now: Timestamp(0))
    walker.dottedMailboxes = [
      MailboxID(context: ".tenant", mailbox: "1001"),
      MailboxID(context: "default", mailbox: ".hid"),
    ]
    let (ids, problems) = walker.mailboxes()
    #expect(
      ids.map(\.description).sorted() == [".hid@default", "1001@.tenant", "1001@default"])
    #expect(problems.map(\.kind) == [.unsafeName, .unsafeName])
  }

  @Test func `directories with a dot are told, unless the caller knows them`() throws {
    try spool.message(0, context: ".quarantine")
    try spool.makeDirectory("default/.old")
    let walked = WalkedSpool(spool.root)
    #expect(walked.mailboxes.count == 1 && walked.summary.contexts == ["default"])
    #expect(walked.summary.problems.map(\.kind) == [.unsafeName, .unsafeName])
    var walker = SpoolWalker(root: spool.root, now: WalkedSpool.now)
    walker.ignoredNames = [".quarantine", "default"]
    let walk = walker.walk(into: { 0 }) { count, _ in count += 1 }
    #expect(walk.accumulators.reduce(0, +) == 0)
    #expect(walk.summary.contexts == [] && walk.summary.problems == [])
  }

  @Test func `links, pipes and directories among a message's files`() throws {
    try spool.link("default/1001/INBOX/msg0001.txt", to: "msg0000.txt")
    try spool.link("default/1001/INBOX/msg0001.wav", to: "/etc/passwd")
    try spool.makePipe("default/1001/INBOX/msg0002.txt")
    try spool.makeDirectory("default/1001/INBOX/msg0002.wav")
    try spool.makeDirectory("default/1001/INBOX/msg0003.txt")
    let box = try box()
    #expect(
      box.problems(1) == ["unreadableEnvelope", "symbolicLink"])
    #expect(box.problems(2) == ["unreadableEnvelope", "irregularFile"])
    #expect(box.problems(3)?.contains("unreadableEnvelope") == true)
    #expect(box.message(1)?.origtime == nil && box.message(1)?.bytes == 0)
    #expect(box.folder(.inbox)?.countedByAsterisk == 4)
    #expect(box.problems.map(\.kind) == Array(repeating: .notFollowed, count: 5))
    #expect(box.problems.filter(\.hidesData).count == 3)
  }

  @Test func `an envelope larger than is sensible is read in part and told`() throws {
    let text = EnvelopeText().text + ";" + String(repeating: "x\n;", count: 40_000)
    try spool.write("default/1001/INBOX/msg0000.txt", text)
    let box = try box()
    #expect(box.problems.map(\.kind) == [.partial])
    #expect(box.message(0)?.origtime == Timestamp(1_795_388_213))
  }

  @Test func `many problems in one mailbox are summed up`() throws {
    for number in 0..<300 { try spool.link(ByteText("default/1001/tmp\(number)"), to: "x") }
    let problems = try box().problems
    #expect(problems.count == 201)
    #expect(problems.last?.detail.unmasked == "100 more problems not listed one by one")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `what the modes forbid`() throws {
    try spool.message(0, in: .old)
    try spool.message(0, mailbox: "1002")
    try spool.message(0, context: "closed")
    try spool.message(1, envelope: EnvelopeText(counter: 4))
    try spool.setMode("default/1001/INBOX/msg0001.txt", 0)
    try spool.setMode("default/1001/Old", 0)
    try spool.setMode("default/1002", 0)
    try spool.setMode("closed", 0)
    let walked = WalkedSpool(spool.root)
    #expect(walked.summary.problems.map(\.path) == [spool.path("closed")])
    let first = try #require(walked["1001@default"])
    #expect(first.problems(1) == ["unreadableEnvelope"])
    #expect(first.folder(.old)?.problems == .unreadable)
    #expect(first.problems.map(\.kind) == [.unreadable, .unreadable])
    #expect(first.problems.allSatisfy { $0.detail.unmasked.contains("EACCES") })
    #expect(walked["1002@default"]?.problems.map(\.kind) == [.unreadable])
  }
}
