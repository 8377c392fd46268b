import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanAssessment

/// Mails of messages that came one right after the other, before and after some of them go.
struct NeighbourMailTests {
  private typealias Bench = EvidenceBench
  private static let failed: [(ByteText, MailRecipient.Status)] = [("alice@example.com", .failed)]

  private static let grader = EmailGrader(
    coverage: Bench.everything, now: Timestamp(200_000), asteriskVersion: nil)

  private static func graded(
    _ messages: [MessageRecord], _ mails: [MailRecord],
    among surroundings: MailSurroundings = MailSurroundings()
  ) -> EmailGrader.Graded {
    grader.graded(
      Bench.directory(messages), configured: Bench.mailbox(), mails: mails, knowledge: nil,
      among: surroundings)
  }

  @Test
  func `a message that slid under a number does not get the mail that went out under it`() {
    let mails = [Bench.mail(0, at: 100_017), Bench.mail(1, at: 100_018, Self.failed)]
    let (first, second) = (Bench.message(), Bench.message(1, at: 100_006))
    #expect(Self.graded([first, second], mails).grades == [.delivered, .failed])
    // The first is gone, and Asterisk has renumbered the second.
    let slid = Bench.message(0, at: 100_006)
    #expect(Self.graded([slid], mails).grades == [.failed])
    // Its own mail was slow.
    let slow = [mails[0], Bench.mail(1, at: 100_040, Self.failed)]
    #expect(Self.graded([slid], slow).grades == [.failed])
  }

  @Test
  func `a mail that nearly fits delivers nothing and is not called missing`() {
    func grade(_ number: Int32, at mailed: Int64, _ others: [MessageRecord] = []) -> EmailGrade? {
      Self.graded([Bench.message()] + others, [Bench.mail(number, at: mailed)]).grades.first
    }
    // The clock of the files was ahead; recorded again for minutes, as the review menu allows.
    #expect(grade(0, at: 100_007) == EmailGrade.none)
    #expect(grade(1, at: 100_007) == .absent)
    #expect(grade(0, at: 99_970) == .absent)
    let again = Bench.message { $0.envelopeModified = 100_400 }
    #expect(Self.graded([again], [Bench.mail(0, at: 100_401)]).grades == [.none])
    // It is another one's.
    let other = Bench.message(0, at: 99_996) { $0.folder = .urgent }
    #expect(grade(0, at: 100_007, [other]) == .absent)
  }

  @Test
  func `a row of messages is told apart from the last one down`() {
    let messages = (0..<20).map { Bench.message($0, at: 100_000 + Int64($0) * 4) }
    let mails = (0..<20).map { number in
      Bench.mail(
        number, at: 100_011 + Int64(number) * 4,
        number.isMultiple(of: 3) ? Self.failed : [("alice@example.com", .sent)])
    }
    let truth: [EmailGrade] = (0..<20).map { $0 % 3 == 0 ? .failed : .delivered }
    #expect(Self.graded(messages, mails).grades == truth)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `what a scan saw holds when messages are deleted, renumbered and moved`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var messages: [MessageRecord] = []
      var mails: [MailRecord] = []
      var truth: [Int64: EmailGrade] = [:]
      var time: Int64 = 100_000
      for number in 0..<Int32(20) {
        time += Int64.random(in: 3..<25, using: &random)
        messages.append(Bench.message(number, at: time))
        let fate = Int.random(in: 0..<10, using: &random)
        truth[time] = fate == 0 ? .failed : fate == 1 ? .absent : .delivered
        guard fate != 1 else { continue }
        mails.append(
          Bench.mail(
            number, at: time + 10 + Int64.random(in: 0..<2, using: &random),
            fate == 0 ? Self.failed : [("alice@example.com", .sent)]))
      }
      let graded = Self.graded(messages, mails)
      let claims = graded.claims
      #expect(graded.grades == messages.map { truth[$0.origtime?.epochSeconds ?? 0] })
      let surroundings = MailSurroundings(claims: claims)
      // Saying it again teaches nothing new.
      #expect(Self.graded(messages, mails, among: surroundings).claims.isEmpty)
      var left = messages.filter { _ in Bool.random(using: &random) }
      for place in left.indices { left[place].number = Int32(place) }
      check(Self.graded(left, mails, among: surroundings).grades, of: left, truth)
      for place in left.indices {
        left[place].folder = .old
        left[place].envelopeModified = time + 5000
      }
      check(Self.graded(left, mails, among: surroundings).grades, of: left, truth)
    }
  }

  private func check(
    _ grades: [EmailGrade], of messages: [MessageRecord], _ truth: [Int64: EmailGrade]
  ) {
    for (grade, message) in zip(grades, messages) {
      #expect(grade == truth[message.origtime?.epochSeconds ?? 0])
    }
  }

  @Test
  func `nothing is remembered of a mail that the log may not have told all about`() {
    let messages = [Bench.message(), Bench.message(1, at: 100_006)]
    let mails = [Bench.mail(0, at: 100_011), Bench.mail(1, at: 100_017)]
    #expect(Self.graded(messages, mails).claims.count == 2)
    let grader = EmailGrader(
      coverage: [LogCoverage(log: "l", from: Timestamp(0), to: Timestamp(100_100))],
      now: Timestamp(100_100), asteriskVersion: nil)
    let early = grader.graded(
      Bench.directory(messages), configured: Bench.mailbox(), mails: mails, knowledge: nil)
    #expect(early.claims.isEmpty)
    // A message alone can be told at any time.
    #expect(Self.graded([Bench.message()], [Bench.mail()]).claims.isEmpty)
  }

  @Test
  func `one mail is not that of two mailboxes of a number`() {
    let id = MailboxID(context: "support", mailbox: "1001")
    func namesakes(at time: Int64) -> MailSurroundings {
      MailSurroundings(
        namesakes: RivalMessages([
          Bench.directory([Bench.message()]), Bench.directory([Bench.message(0, at: time)], id),
        ]))
    }
    let message = Bench.message()
    #expect(Self.graded([message], [Bench.mail()], among: namesakes(at: 99_999)).grades == [.none])
    #expect(
      Self.graded([message], [Bench.mail()], among: namesakes(at: 150_000)).grades == [.delivered])
    let two = [Bench.mail(), Bench.mail(0, at: 100_012)]
    #expect(Self.graded([message], two, among: namesakes(at: 99_999)).grades == [.delivered])
  }

  @Test
  func `a message put back on top of others keeps its mail`() {
    let others = [Bench.message(0, at: 50_000), Bench.message(1, at: 60_000)]
    #expect(Self.graded(others + [Bench.message(2)], [Bench.mail()]).grades.last == .delivered)
    // Where numbers are missing below, the mail may be that of the message that is missing.
    #expect(
      Self.graded([others[0], Bench.message(2)], [Bench.mail()]).grades.last == .absent)
  }

  @Test
  func `Exim's first target of an alias is not the last word`() {
    func grade(_ change: @escaping (inout MailRecord) -> Void) -> [EmailGrade] {
      Self.graded(
        [Bench.message()],
        [
          Bench.mail(0, at: 100_011, [("a@x.example", .sent)]) {
            $0.source = .exim
            $0.recipients[0].originalAddress = "alice@example.com"
            change(&$0)
          }
        ]
      ).grades
    }
    #expect(grade { $0.leftQueue = true } == [.delivered])
    #expect(grade { _ in } == [.handedOver])
    #expect(grade { $0.recipients[0].originalAddress = nil } != [.handedOver])
  }
}
