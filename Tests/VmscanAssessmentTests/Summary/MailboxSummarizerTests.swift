import Testing
import VmscanAssessment
import VmscanModel

struct MailboxSummarizerTests {
  private static let now = Scenario.now
  private static let identity = FileIdentity(
    device: 0, inode: 0, size: 0, modified: 0, changed: 0, mode: 0, owner: 0, group: 0, links: 1)

  private func summarizer(
    _ change: (inout AssessmentSettings) -> Void = { _ in }
  ) -> MailboxSummarizer {
    var settings = AssessmentSettings()
    settings.ownDomains = ["example.com"]
    change(&settings)
    let own = OwnDomains(domains: settings.ownDomains, isInferred: false)
    return MailboxSummarizer(
      classifier: DestinationClassifier(ownDomains: own, settings: settings), settings: settings,
      now: Self.now)
  }

  private func message(
    _ folder: Folder, age: Int64?, bytes: Int64 = 10, duration: Int32? = 7, envelope: Bool = true
  ) -> MessageRecord {
    var message = MessageRecord(folder: folder, number: 0)
    message.origtime = age.map { Timestamp(Self.now.epochSeconds - $0) }
    message.duration = duration
    message.bytes = bytes
    message.marks = envelope ? [.hasEnvelope, .hasAudio] : .hasAudio
    message.envelopeModified = Self.now.epochSeconds - 5
    return message
  }

  private func spool(_ messages: [MessageRecord]) -> SpoolMailbox {
    var spool = SpoolMailbox(id: Scenario.id("1001"), identity: Self.identity)
    spool.messages = messages
    return spool
  }

  /// Ages around every bound of the bands and of the default policy, and the unusable ones.
  private static let ages: [Int64?] =
    [nil, -1, 0]
    + AgeBand.all.compactMap(\.below?.seconds).flatMap { [$0 - 1, $0, $0 + 1] }

  @Test(arguments: Folder.allCases)
  func `every folder, grade and age lands in one place each`(_ folder: Folder) throws {
    let summarizer = summarizer()
    for grade in EmailGrade.allCases {
      for age in Self.ages {
        let one = message(folder, age: age)
        let facts = summarizer.facts(of: spool([one]), configured: nil, grades: [grade])
        let sum = MessageTotals(messages: 1, bytes: ByteCount(10), seconds: 7)
        #expect(facts.totals == sum)
        #expect(facts.folders.map(\.folder) == [folder])
        #expect(facts.grades == [grade: sum])
        #expect(facts.retainedEmailed == (grade.countsAsEmailed ? sum : MessageTotals()))
        let band = AgeBand.index(origtime: one.origtime, now: Self.now)
        #expect(facts.ageHistogram.enumerated().allSatisfy { $1 == ($0 == band ? sum : .init()) })
        var ages = AgeCounts()
        ages[band] = 1
        #expect(facts.folders[0].ages == ages && facts.ages == ages)
        let limit = try #require(AssessmentSettings().retention.limit(for: folder))
        let over = (age ?? -1) > limit.seconds
        #expect(facts.overAge == (over ? sum : MessageTotals()))
        #expect(facts.folders[0].overAge == facts.overAge)
        let dated = (age ?? -1) >= 0 ? one.origtime : nil
        #expect(facts.oldest == dated && facts.newestMessage == dated)
      }
    }
  }

  @Test(arguments: [UInt64(1), 20_261_123, 4_711])
  func `sums agree for any mixture`(_ seed: UInt64) {
    var random = Splitmix(state: seed)
    let messages = (0..<500).map { _ in
      message(
        Folder.allCases.randomElement(using: &random) ?? .inbox,
        age: Self.ages.randomElement(using: &random) ?? nil,
        bytes: Int64.random(in: 0...100_000, using: &random),
        duration: Bool.random(using: &random) ? Int32.random(in: -5...600, using: &random) : nil,
        envelope: Int.random(in: 0..<10, using: &random) > 0)
    }
    let grades = messages.map { _ in EmailGrade.allCases.randomElement(using: &random) ?? .none }
    let facts = summarizer().facts(of: spool(messages), configured: nil, grades: grades)
    let envelopes = messages.filter { $0.marks.contains(.hasEnvelope) }
    #expect(facts.totals.messages == envelopes.count, "seed \(seed)")
    #expect(facts.totals.bytes.bytes == envelopes.reduce(0) { $0 + $1.bytes })
    #expect(facts.totals.seconds == envelopes.reduce(0) { $0 + Int64(max(0, $1.duration ?? 0)) })
    #expect(facts.ageHistogram.reduce(into: .init()) { $0 += $1 } == facts.totals)
    #expect(facts.grades.values.reduce(into: .init()) { $0 += $1 } == facts.totals)
    let emailed = facts.grades.filter { $0.key.countsAsEmailed }.values
    #expect(emailed.reduce(into: .init()) { $0 += $1 } == facts.retainedEmailed)
    #expect(facts.folders.map(\.overAge).reduce(into: .init()) { $0 += $1 } == facts.overAge)
    #expect(
      facts.looseAudio.bytes + facts.totals.bytes.bytes == messages.reduce(0) { $0 + $1.bytes })
  }

  @Test func `audio without envelope is no message but stays visible`() {
    var loose = message(.inbox, age: 0, bytes: 500, envelope: false)
    loose.problems = .audioWithoutEnvelope
    let facts = summarizer().facts(of: spool([loose]), configured: nil, grades: [.delivered])
    #expect(facts.totals == MessageTotals() && facts.folders.isEmpty && facts.grades.isEmpty)
    #expect(facts.looseAudio == ByteCount(500))
    #expect(facts.problems.map(\.problem) == [.audioWithoutEnvelope])
  }

  @Test func `problems are counted with the first example, in bit order`() {
    var first = message(.old, age: 0)
    first.number = 4
    first.problems = [.emptyAudio, .hardLinked]
    var second = message(.work, age: 0)
    second.problems = [.emptyAudio, .envelopeWithoutAudio]
    let facts = summarizer().facts(of: spool([first, second]), configured: nil, grades: [])
    #expect(
      facts.problems == [
        ProblemCount(problem: .envelopeWithoutAudio, count: 1, folder: .work, number: 0),
        ProblemCount(problem: .emptyAudio, count: 2, folder: .old, number: 4),
        ProblemCount(problem: .hardLinked, count: 1, folder: .old, number: 4),
      ])
  }

  @Test func `a missing grade counts as none`() {
    let facts = summarizer().facts(
      of: spool([message(.inbox, age: 0)]), configured: nil, grades: [])
    #expect(facts.grades.keys.map { $0 } == [.none])
  }

  @Test func `new messages are those of INBOX and Urgent as Asterisk counts names`() {
    var mailbox = spool([])
    for (folder, count) in [(Folder.inbox, 3), (.urgent, 2), (.old, 5), (.work, 7)] {
      var entry = SpoolFolder(folder: folder, identity: Self.identity)
      entry.shownByAsterisk = Int32(count)
      entry.countedByAsterisk = Int32(count + 1)
      entry.highestNumber = Int32(count + 2)
      mailbox.folders.append(entry)
    }
    let facts = summarizer().facts(of: mailbox, configured: nil, grades: [])
    #expect(facts.counts == AsteriskCounts(new: 5, old: 5, urgent: 2))
    #expect(facts.inboxFill == 4 && facts.oldFill == 8)
  }

  @Test func `moving a message and recording a greeting are signs of the owner`() {
    var mailbox = spool([message(.old, age: 86_400)])
    mailbox.greetingsModified = Timestamp(Self.now.epochSeconds - 100)
    let moved = summarizer().facts(of: mailbox, configured: nil, grades: [])
    #expect(moved.ownerActivity == Timestamp(Self.now.epochSeconds - 5))
    mailbox.messages = [message(.inbox, age: 0), message(.urgent, age: 0)]
    let unheard = summarizer().facts(of: mailbox, configured: nil, grades: [])
    #expect(unheard.ownerActivity == Timestamp(Self.now.epochSeconds - 100))
  }

  @Test func `a recording of the last day is in progress, an older one is left over`() {
    var mailbox = spool([])
    mailbox.temporaryFiles = [86_399, 86_400, 86_401].map {
      StrayFile(path: "tmp/x", bytes: $0, modified: Timestamp(Self.now.epochSeconds - $0))
    }
    let facts = summarizer().facts(of: mailbox, configured: nil, grades: [])
    #expect(facts.leftoverRecordings.map(\.bytes) == [86_401])
  }

  @Test func `recipients have a class, a channel and audio only by e-mail`() {
    var scenario = Scenario()
    scenario.mailbox(email: "alice@example.com||bob@gmail.com", pager: "p@example.com")
    scenario.directory(effective: ["BOB@gmail.com", "carol@gmail.com", "carol@gmail.com"])
    let facts = scenario.input.facts[0]
    #expect(
      facts.recipients == [
        RecipientFacts(
          address: "alice@example.com", destinationClass: .own, audio: true, channel: .email),
        RecipientFacts(
          address: "bob@gmail.com", destinationClass: .personal, audio: true, channel: .email),
        RecipientFacts(
          address: "p@example.com", destinationClass: .own, audio: false, channel: .pager),
      ])
    #expect(facts.effectiveRecipients.map(\.address) == ["carol@gmail.com"])
  }

  @Test func `what could not be read makes the mailbox partial`() {
    var mailbox = spool([])
    #expect(!summarizer().facts(of: mailbox, configured: nil, grades: []).isPartial)
    mailbox.problems = [SourceProblem(.vanished, path: "x", detail: "ENOENT", hidesData: false)]
    #expect(!summarizer().facts(of: mailbox, configured: nil, grades: []).isPartial)
    mailbox.problems = [SourceProblem(.unreadable, path: "x", detail: "EACCES")]
    #expect(summarizer().facts(of: mailbox, configured: nil, grades: []).isPartial)
  }
}

/// A small repeatable generator (splitmix64).
struct Splitmix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
