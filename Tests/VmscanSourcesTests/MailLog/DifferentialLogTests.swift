import Testing
import VmscanModel
import VmscanSources

/// The fast reader beside a slow plain one: whatever the log, they tell the same of every mail.
struct DifferentialLogTests {
  /// What must be equal; of a failure told only by a notification the words are each reader's own.
  static func told(_ mails: [MailRecord]) -> [MailRecord] {
    ReferenceLogReader.merged(mails).map { mail in
      var mail = mail
      mail.origin = ""
      for place in mail.recipients.indices where mail.recipients[place].address.isEmpty {
        mail.recipients[place].time = Timestamp(0)
        mail.recipients[place].detail = ""
      }
      return mail
    }
  }

  /// The first mail of which the two tell differently, as both tell it; empty when there is none.
  static func difference(_ fast: [MailRecord], _ plain: [MailRecord]) -> String {
    let words: (MailRecord?) -> String = { mail in
      guard let mail else { return "no mail" }
      let people = mail.recipients.map {
        "\($0.address) (\($0.originalAddress?.description ?? "-")) \($0.status) \($0.time) \($0.detail)"
      }
      return "\(mail.messageID) \(mail.logHost) \(mail.queueID) \(mail.accepted) "
        + "\(mail.size ?? -1) \(mail.expectedRecipients ?? -1) \(people)"
    }
    for place in 0..<max(fast.count, plain.count) {
      let mine = fast.indices.contains(place) ? fast[place] : nil
      let other = plain.indices.contains(place) ? plain[place] : nil
      if mine != other { return "fast: \(words(mine))\nplain: \(words(other))" }
    }
    return ""
  }

  static func reference(_ bytes: [UInt8]) -> [MailRecord] {
    told(ReferenceLogReader.mails(bytes, newYear: GeneratedLog.newYear))
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func `a generated log is read as the plain reader reads it`(seed: UInt64) throws {
    let log = GeneratedLog(seed: seed, mails: 120)
    let folder = try LogFolder()
    try folder.writeBytes(log.bytes)
    let fast = Self.told(folder.read().mails)
    let plain = Self.reference(log.bytes)
    let difference = Self.difference(fast, plain)
    #expect(difference.isEmpty, "seed \(seed)")
    #expect(fast.count > 20)
  }

  @Test(arguments: [7] as [UInt64])
  func `a log longer than several blocks is read as the plain reader reads it`(
    seed: UInt64
  ) throws {
    let log = GeneratedLog(seed: seed, mails: 2500)
    let folder = try LogFolder()
    try folder.writeBytes(log.bytes)
    #expect(log.bytes.count > 5 << 18)
    let difference = Self.difference(Self.told(folder.read().mails), Self.reference(log.bytes))
    #expect(difference.isEmpty, "seed \(seed)")
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `bytes changed at random never make a mail delivered that the plain reader does not`(
    seed: UInt64
  ) throws {
    var random = SplitMix(state: seed &* 77)
    let base = GeneratedLog(seed: seed, mails: 40).bytes
    let folder = try LogFolder()
    for _ in 0..<12 {
      var bytes = base
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch UInt8.random(in: 0...2, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      try folder.writeBytes(bytes)
      let plain = Set(Self.reference(bytes).filter(Self.isDelivered).map(\.messageID))
      let fast = Self.told(folder.read().mails).filter(Self.isDelivered).map(\.messageID)
      #expect(plain.isSuperset(of: fast), "seed \(seed)")
    }
  }

  private static func isDelivered(_ mail: MailRecord) -> Bool {
    !mail.recipients.isEmpty && mail.recipients.allSatisfy { $0.status == .sent }
  }

  /// Both parts as two nightly runs read them, the cursor having gone through its stored form.
  private func twoRuns(
    _ folder: LogFolder, between: () throws -> Void
  ) throws -> [MailRecord] {
    let first = folder.read()
    let cursor = try first.result.cursor.map { try CodableCopy.of($0) }
    try between()
    return Self.told(first.mails + folder.read(from: cursor).mails)
  }

  @Test(arguments: [3] as [UInt64])
  func `it does not matter at which byte a run stopped reading`(seed: UInt64) throws {
    let bytes = GeneratedLog(seed: seed, mails: 2).bytes
    let whole = Self.reference(bytes)
    let folder = try LogFolder()
    for place in 1..<bytes.count {
      try folder.writeBytes(Array(bytes[..<place]))
      let told = try twoRuns(folder) { try folder.writeBytes(bytes) }
      guard told != whole else { continue }
      Issue.record("seed \(seed), stopped after \(place) bytes: \(Self.difference(told, whole))")
      return
    }
  }

  @Test(arguments: 11...12 as ClosedRange<UInt64>)
  func `it does not matter behind which line the log was rotated`(seed: UInt64) throws {
    let lines = GeneratedLog(seed: seed, mails: 6).lines
    let whole = Self.reference(Array(lines.joined()))
    for place in 1..<lines.count {
      for isReadBefore in [true, false] {
        let folder = try LogFolder()
        try folder.writeBytes(Array(lines[..<place].joined()))
        let rotate = {
          try folder.rename("mail.log", to: "mail.log.1")
          try folder.writeBytes(Array(lines[place...].joined()))
        }
        let told: [MailRecord]
        if isReadBefore {
          told = try twoRuns(folder, between: rotate)
        } else {
          try rotate()
          told = Self.told(folder.read().mails)
        }
        guard told != whole else { continue }
        Issue.record(
          "seed \(seed), rotated behind line \(place): \(Self.difference(told, whole))")
        return
      }
    }
  }
}
