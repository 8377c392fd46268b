import Glibc
import Synchronization
import Testing
import VmscanModel
import VmscanSystem
import VmscanTestSupport

@testable import VmscanSources

/// A spool in which messages move while it is read.
struct LiveSpoolTests {
  /// What the two threads have seen and done.
  private final class Log: Sendable {
    let roles = Counter()
    let isDone = Atomic(false)
    let readings = Mutex<[(messages: Int, problems: [SourceProblem])]>([])
    let failures = Mutex<[String]>([])
  }

  @Test func `messages that move between folders are neither doubled nor lost`() throws {
    let spool = try SpoolBuilder()
    for number in 0..<6 { try spool.message(number, envelope: EnvelopeText(counter: number)) }
    try spool.makeDirectory("default/1001/Old")
    let walker = SpoolWalker(root: spool.root, now: WalkedSpool.now)
    let log = Log()
    ThreadTeam.run(width: 2) {
      if log.roles.take(below: 1) != nil {
        Self.read(walker, log)
      } else {
        Self.move(in: spool, log)
      }
    }
    let readings = log.readings.withLock { $0 }
    #expect(log.failures.withLock { $0 } == [])
    #expect(!readings.isEmpty)
    for reading in readings where reading.problems.isEmpty { #expect(reading.messages == 6) }
    for reading in readings where !reading.problems.isEmpty {
      #expect(reading.problems.allSatisfy { $0.kind == .vanished && $0.hidesData })
    }
    // At rest again: everything is there and nothing is wrong.
    let rest = try #require(walker.readMailbox(MailboxID(context: "default", mailbox: "1001")))
    #expect(rest.messages.count == 6 && rest.problems == [])
  }

  private static func read(_ walker: SpoolWalker, _ log: Log) {
    let id = MailboxID(context: "default", mailbox: "1001")
    repeat {
      guard let box = walker.readMailbox(id) else {
        log.failures.withLock { $0.append("the mailbox is gone") }
        return
      }
      let envelopes = box.messages.filter { $0.marks.contains(.hasEnvelope) }.count
      log.readings.withLock { $0.append((envelopes, box.problems)) }
    } while !log.isDone.load(ordering: .acquiring)
  }

  /// Renames every message from one folder to the other and back, with pauses of all lengths.
  private static func move(in spool: SpoolBuilder, _ log: Log) {
    let folders = ["default/1001/INBOX", "default/1001/Old"]
    for round in 0..<40 {
      for number in 0..<6 {
        for suffix in ["wav", "txt"] {
          let name = "msg000\(number).\(suffix)"
          let from = spool.path(ByteText("\(folders[round % 2])/\(name)"))
          let to = spool.path(ByteText("\(folders[(round + 1) % 2])/\(name)"))
          let result = from.withCString { old in to.withCString { rename(old, $0) } }
          if result != 0 { log.failures.withLock { $0.append("cannot rename \(from)") } }
        }
        usleep(UInt32(round * 97 % 4000))
      }
    }
    log.isDone.store(true, ordering: .releasing)
  }
}
