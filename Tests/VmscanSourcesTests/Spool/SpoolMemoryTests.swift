import Glibc
import Synchronization
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

/// Memory that lives as long as the test.
final class TestMemory: SpoolMemory {
  private let rows = Mutex<[MailboxID: [UInt8]]>([:])

  var ids: [MailboxID] { rows.withLock { $0.keys.sorted() } }

  func change(_ body: (inout [UInt8]) -> Void) {
    rows.withLock { rows in
      for id in rows.keys { body(&rows[id, default: []]) }
    }
  }

  func recall(after previous: MailboxID?, through last: MailboxID?) -> [RememberedMailbox] {
    rows.withLock { rows in
      rows.keys.sorted()
        .filter { id in (previous.map { $0 < id } ?? true) && (last.map { id <= $0 } ?? true) }
        .map { RememberedMailbox(id: $0, content: rows[$0] ?? []) }
    }
  }

  func remember(_ mailboxes: [RememberedMailbox]) {
    rows.withLock { rows in
      for mailbox in mailboxes { rows[mailbox.id] = mailbox.content }
    }
  }

  func forget(_ mailboxes: [MailboxID]) {
    rows.withLock { rows in
      for id in mailboxes { rows[id] = nil }
    }
  }
}

/// A spool whose walks remember, and whose clock runs ahead of the machine's, so that what was
/// written a moment ago counts as settled.
struct RememberedSpool {
  let builder: SpoolBuilder
  let memory = TestMemory()
  var ahead: Int64 = 10_000_000_000

  init() throws { builder = try SpoolBuilder() }

  func walk(
    _ mode: SpoolReadingPlan.Mode = .changed, longest: Age = .days(7),
    lockMode: AsteriskSettings.LockMode = .lockfile, now: Timestamp = WalkedSpool.now
  ) -> (mailboxes: [SpoolMailbox], summary: SpoolSummary) {
    waitForTick()
    var walker = SpoolWalker(root: builder.root, now: now, lockMode: lockMode, threads: 3)
    let ahead = ahead
    walker.plan = SpoolReadingPlan(memory: memory, mode: mode, longest: longest) {
      SpoolReadingPlan.systemClock() + ahead
    }
    let walk = walker.walk(into: { [SpoolMailbox]() }) { boxes, box in boxes.append(box) }
    return (walk.accumulators.flatMap(\.self).sorted { $0.id < $1.id }, walk.summary)
  }

  /// Lets the kernel's coarse clock, which stamps files, move on twice.
  private func waitForTick() {
    func tick() -> Int {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME_COARSE, &time)
      return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }
    for _ in 0..<2 {
      let start = tick()
      while tick() == start { usleep(500) }
    }
  }
}

extension SpoolMailbox {
  /// Everything that is judged, without the text of messages, which is not remembered.
  var judged: String {
    var plain = self
    plain.text = []
    for index in plain.messages.indices {
      plain.messages[index].messageID = .empty
      plain.messages[index].callerID = .empty
      plain.messages[index].origMailbox = .empty
    }
    let times = plain.messages.map { "\($0.envelopeModified)" }.joined(separator: " ")
    let files = plain.temporaryFiles.map { "\($0.path) \($0.bytes)" }
    let folders = plain.folders.map {
      "\($0.identity.inode) \($0.identity.modified) \($0.envelopeDigest)"
    }
    return [
      plain.summary, times, "\(files) \(folders)",
      "\(String(describing: greetingsModified)) \(hasSecretFile) \(secretFileIsWorldReadable)",
      "\(identity.inode) \(identity.modified)",
    ].joined(separator: "\n")
  }
}

struct SpoolMemoryTests {
  private let spool: RememberedSpool
  init() throws { spool = try RememberedSpool() }

  private func fill(_ boxes: Int = 12) throws {
    for number in 0..<boxes {
      for folder in [Folder.inbox, .old] {
        for message in 0..<3 {
          try spool.builder.message(
            message, in: folder, mailbox: String(1000 + number), context: "c\(number % 3)",
            envelope: EnvelopeText(counter: number * 10 + message), formats: ["WAV", "gsm"])
        }
      }
      try spool.builder.write(ByteText("c\(number % 3)/\(1000 + number)/unavail.wav"), "x")
      try spool.builder.makeDirectory(ByteText("c\(number % 3)/\(1000 + number)/tmp"))
    }
  }

  /// Closes and opens every recording of a folder but one.
  private func setModes(_ mode: UInt32, except kept: String = "") throws {
    for name in (0..<3).flatMap({ ["msg000\($0).WAV", "msg000\($0).gsm"] }) where name != kept {
      try spool.builder.setMode(ByteText("c1/1004/Old/\(name)"), mode)
    }
  }

  @Test(arguments: ["msg0000.WAV", "msg0002.gsm"])
  func `the last recording that is closed by chmod is seen, and the first that is opened`(
    name: String
  ) throws {
    try fill()
    try setModes(0o640, except: name)
    let file = ByteText("c1/1004/Old/\(name)")
    #expect(spool.walk().summary.recalled == 0)
    for mode in [0o640, 0o644] as [UInt32] {
      try spool.builder.setMode(file, mode)
      let walk = spool.walk()
      #expect(walk.summary.recalled == 11)
      #expect(
        walk.mailboxes.map(\.judged) == WalkedSpool(spool.builder.root).mailboxes.map(\.judged))
      #expect(spool.walk().summary.recalled == 12)
    }
  }

  @Test func `closing one of several open recordings changes nothing that is judged`() throws {
    try fill()
    #expect(spool.walk().summary.recalled == 0)
    try setModes(0o640, except: "msg0000.WAV")
    let walk = spool.walk()
    #expect(walk.mailboxes.allSatisfy { $0.folders.allSatisfy { $0.openRecording != nil } })
    let read = WalkedSpool(spool.builder.root).mailboxes
    #expect(
      walk.mailboxes.map { $0.folders.map(\.problems) } == read.map { $0.folders.map(\.problems) })
  }

  @Test
  func `a mailbox with a recording that is empty or linked twice is read until that is mended`()
    throws
  {
    try fill()
    try spool.builder.write("c1/1004/Old/msg0000.WAV", "")
    #expect(spool.walk().summary.recalled == 0)
    #expect(spool.walk().summary.recalled == 11)
    // In place, which changes no time of the folder.
    try spool.builder.write("c1/1004/Old/msg0000.WAV", "RIFF")
    let walk = spool.walk()
    #expect(walk.summary.recalled == 11)
    let read = WalkedSpool(spool.builder.root).mailboxes
    #expect(walk.mailboxes.map(\.judged) == read.map(\.judged))
    #expect(spool.walk().summary.recalled == 12)
  }

  @Test func `recordings behind a closed door are open to nobody, and their mailbox is remembered`()
    throws
  {
    try fill()
    try spool.builder.setMode("c1/1004", 0o750)
    #expect(spool.walk().summary.recalled == 0)
    let walk = spool.walk()
    #expect(walk.summary.recalled == 12)
    let closed = walk.mailboxes.filter { $0.folders.allSatisfy { $0.openRecording == nil } }
    #expect(closed.map(\.id.mailbox) == ["1004"])
  }

  @Test func `an unchanged spool is not read again and tells the same`() throws {
    try fill()
    let first = spool.walk()
    #expect(first.summary.recalled == 0)
    let second = spool.walk()
    #expect(second.summary.recalled == 12)
    #expect(second.mailboxes.map(\.judged) == first.mailboxes.map(\.judged))
    #expect(spool.walk(.full).summary.recalled == 0)
    #expect(spool.walk(.verified).summary.recalled == 12)
  }

  @Test func `what was written a moment ago is read again`() throws {
    try fill()
    var present = spool
    present.ahead = 0
    _ = present.walk()
    #expect(present.memory.ids == [])
    #expect(present.walk().summary.recalled == 0)
  }

  @Test func `what was read too long ago, or later than now, is read again`() throws {
    try fill()
    _ = spool.walk()
    var later = spool
    later.ahead += 8 * 86_400_000_000_000
    #expect(later.walk(longest: .days(7)).summary.recalled == 0)
    var earlier = spool
    earlier.ahead = 0
    #expect(earlier.walk().summary.recalled == 0)
  }

  @Test func `an envelope that is rewritten in its place is noticed when looked for`() throws {
    try fill()
    _ = spool.walk()
    let name: ByteText = "c1/1001/Old/msg0001.txt"
    try spool.builder.write(name, EnvelopeText(origtime: 1_700_000_001, counter: 77).text)
    let blind = spool.walk()
    #expect(blind.summary.recalled == 12)
    let seen = spool.walk(.verified)
    #expect(seen.summary.recalled == 11)
    let box = try #require(seen.mailboxes.first { $0.id.mailbox == "1001" })
    #expect(box.message(1, in: .old)?.origtime == Timestamp(1_700_000_001))
    #expect(spool.walk().mailboxes.map(\.judged) == seen.mailboxes.map(\.judged))
  }

  @Test func `what depends on the clock is found anew`() throws {
    try spool.builder.message(0, envelope: EnvelopeText(origtime: 1_795_390_500))
    let early = spool.walk(now: Timestamp(1_795_390_000))
    #expect(early.mailboxes[0].messages[0].problems.contains(.futureOrigtime))
    let late = spool.walk(now: Timestamp(1_795_391_000))
    #expect(late.summary.recalled == 1)
    #expect(!late.mailboxes[0].messages[0].problems.contains(.futureOrigtime))
  }

  @Test func `other circumstances make everything be read`() throws {
    try fill()
    _ = spool.walk()
    #expect(spool.walk(lockMode: .flock).summary.recalled == 0)
  }

  @Test(arguments: 0..<40) func `a damaged memory is only not believed`(place: Int) throws {
    try fill(3)
    let first = spool.walk()
    spool.memory.change { row in
      if place < 20 {
        row.removeLast(min(row.count, place + 1))
      } else {
        row[place % row.count] ^= 0x55
      }
    }
    let second = spool.walk(.verified)
    #expect(second.mailboxes.map(\.id) == first.mailboxes.map(\.id))
    // A changed byte may hit a count, which only a full reading would find; a cut row never fits.
    if place < 20 {
      #expect(second.summary.recalled == 0)
      #expect(second.mailboxes.map(\.judged) == first.mailboxes.map(\.judged))
    }
  }

  @Test func `mailboxes that must not be believed are not remembered`() throws {
    try fill(6)
    try spool.builder.write("c0/1000/INBOX/.lock", "")
    try spool.builder.write("c1/1001/tmp/AbCdEf.wav", "x")
    try spool.builder.link("c2/1002/INBOX/msg0003.txt", to: "/etc/hostname")
    try spool.builder.makeDirectory("c0/1003/Work", mode: 0o000)
    _ = spool.walk()
    let remembered = spool.memory.ids.map(\.mailbox)
    #expect(!remembered.contains("1000") && !remembered.contains("1001"))
    #expect(!remembered.contains("1002"))
    if geteuid() != 0 { #expect(!remembered.contains("1003")) }
    #expect(remembered.contains("1004") && remembered.contains("1005"))
  }

  @Test func `mailboxes that are gone are forgotten`() throws {
    try fill()
    _ = spool.walk()
    spool.builder.remove("c0/1000")
    spool.builder.remove("c2")
    _ = spool.walk()
    #expect(spool.memory.ids.map(\.context) == spool.walk().mailboxes.map(\.id.context))
    #expect(spool.memory.ids.count == 7)
  }
}
