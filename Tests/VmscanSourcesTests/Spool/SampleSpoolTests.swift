import Testing
import VmscanModel
import VmscanSources
import VmscanSystem
import VmscanTestSupport

/// The spools of real Asterisks against what is known of them.
struct SampleSpoolTests {
  /// Lines `mailbox left in-the-spool`, such as `1001@default 5 Deleted 2, INBOX 1`.
  private func truth(_ version: String) throws -> [String: [String: Int]] {
    let lines = try Fixtures.text("\(version)/truth.txt").split(
      separator: "\n", omittingEmptySubsequences: false)
    var truth: [String: [String: Int]] = [:]
    for line in lines.dropFirst().prefix(while: { !$0.isEmpty }) {
      let columns = line.split(separator: "\t")
      let pairs = columns[2] == "-" ? [] : columns[2].split(separator: ",")
      truth[String(columns[0])] = Dictionary(
        uniqueKeysWithValues: pairs.map { pair in
          let words = pair.split(separator: " ")
          return (String(words[0]), Int(words[1]) ?? -1)
        })
    }
    return truth
  }

  @Test(arguments: ["asterisk-22", "asterisk-16"])
  func `every message is found where it is and dated`(version: String) throws {
    let directory = try Fixtures.unpack("\(version)/spool.tar.gz")
    let spool = WalkedSpool(directory.appending("voicemail"))
    #expect(spool.summary.problems == [] && spool.summary.strayEntries == [])
    var found: [String: [String: Int]] = [:]
    for box in spool.mailboxes {
      #expect(box.problems == [] && box.unknownEntries == [] && box.temporaryFiles == [])
      found[box.id.description] = [:]
      for message in box.messages {
        found[box.id.description]?[message.folder.name, default: 0] += 1
        #expect(message.problems.subtracting(.worldReadableAudio) == [])
        #expect(message.origtime.map { $0 > Timestamp(1_795_388_000) } == true)
        #expect(message.fileCount == 4 && message.bytes > 2000)
        #expect(message.messageID.length == 19)
      }
      for folder in box.folders {
        #expect(
          Int(folder.countedByAsterisk) == found[box.id.description]?[folder.folder.name] ?? 0)
        #expect(folder.shownByAsterisk == folder.countedByAsterisk)
        #expect(folder.highestNumber == folder.countedByAsterisk - 1)
        #expect(folder.problems.isDisjoint(with: [.gap, .strayNames, .staleLock, .unreadable]))
      }
    }
    #expect(try found == truth(version))
    #expect(spool.mailboxes.map(\.messages.count).reduce(0, +) == 33)
  }

  @Test(arguments: ["asterisk-22", "asterisk-16"])
  func `what is said of single mailboxes is seen`(version: String) throws {
    let directory = try Fixtures.unpack("\(version)/spool.tar.gz")
    let spool = WalkedSpool(directory.appending("voicemail"))
    let alice = try #require(spool["1001@default"])
    #expect(alice.greetings == [.unavailable, .busy, .temporary])
    #expect(alice.greetingsModified.map { $0 > Timestamp(1_795_388_000) } == true)
    let saved = try #require(alice.message(0, in: .work))
    #expect(alice.string(saved.callerID) == #""Zoë Müller" <+4915112345678>"#)
    let first = try #require(spool["1009@default"]?.message(0))
    let copies = try #require(spool["1010@default"])
    #expect(!first.marks.contains(.copy))
    #expect(
      copies.messages.contains {
        $0.marks.contains(.copy) && copies.string($0.origMailbox) == "1009"
      })
    let urgent = try #require(spool["1017@default"])
    #expect(urgent.message(0, in: .urgent)?.marks.contains(.urgent) == true)
    #expect(urgent.message(0, in: .inbox)?.marks.contains(.urgent) == false)
  }

  @Test(arguments: ["asterisk-22", "asterisk-16"])
  func `each damage is told apart`(version: String) throws {
    let directory = try Fixtures.unpack("\(version)/damaged.tar.gz")
    let spool = WalkedSpool(directory.appending("voicemail"))
    #expect(
      spool.mailboxes.map(\.id.mailbox.description).sorted() == (1...11).map(String.init).sorted())
    func box(_ number: Int) throws -> SpoolMailbox { try #require(spool["\(number)@damaged"]) }
    func inbox(_ number: Int) throws -> SpoolFolder { try #require(try box(number).folder(.inbox)) }

    #expect(try inbox(1).problems.contains(.gap))
    #expect(try inbox(1).countedByAsterisk == 3 && inbox(1).highestNumber == 3)
    #expect(try box(2).problems(1) == ["audioWithoutEnvelope"])
    #expect(try inbox(2).countedByAsterisk == 3 && !inbox(2).problems.contains(.gap))
    #expect(try box(3).problems(1) == ["envelopeWithoutAudio"])
    #expect(try inbox(3).countedByAsterisk == 4)
    #expect(try inbox(4).problems.contains(.staleLock))
    guard case .lockFile(let age) = try inbox(4).lock else {
      Issue.record("no lock in box 4")
      return
    }
    #expect(age > 60)
    let recording = try box(5).temporaryFiles
    #expect(recording.count == 4 && recording.contains { $0.bytes > 0 })
    #expect(recording.allSatisfy { $0.path.bytes.starts(with: Array("tmp/".utf8)) })
    #expect(try box(5).messages.count == 2)
    #expect(try box(6).message(1)?.fileCount == 3 && box(6).problems(1) == [])
    #expect(try box(7).problems(1) == ["damagedEnvelope", "missingOrigtime", "missingMessageID"])
    #expect(try box(8).problems(1)?.contains("missingOrigtime") == true)
    #expect(try box(8).message(1)?.origtime == nil)
    #expect(try inbox(9).problems.contains(.gap) && inbox(9).highestNumber == 3)
    #expect(try box(10).problems(0) == ["duplicateMessageID"])
    #expect(try box(10).problems(1) == ["duplicateMessageID"])
    #expect(try box(11).problems(1) == ["missingMessageID"])
    #expect(spool.mailboxes.allSatisfy { $0.problems == [] })
  }
}
