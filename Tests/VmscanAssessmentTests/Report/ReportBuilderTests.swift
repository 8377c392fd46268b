import Testing
import VmscanAssessment
import VmscanModel

struct ReportBuilderTests {
  private var input: AssessmentInput {
    var scenario = Scenario()
    scenario.mailbox("1001", email: "alice@gmail.com|alice@example.com")
    scenario.mailbox("1002", name: "Bob Example", email: "ALICE@gmail.com", pager: "b@gmail.com") {
      $0.attach = Setting(false)
    }
    scenario.mailbox("Carol", email: nil)
    scenario.mailbox("1004", email: nil)
    scenario.directory("1001", grade: .delivered) {
      $0.add(3, age: .days(200))
      $0.add(1, in: .deleted, age: .days(1))
    }
    scenario.directory("1002", grade: .noticeOnly) { $0.add(2, age: .days(400)) }
    scenario.directory("Carol")
    scenario.directory("carol") { $0.add(1) }
    scenario.directory("1999") { $0.add(5, in: .work) }
    return scenario.input
  }

  private var builder: ReportBuilder {
    ReportBuilder(facts: input.facts, configuration: input.configuration)
  }

  @Test func `mailboxes are counted once, whatever the spelling`() {
    let totals = builder.totals()
    #expect(totals.mailboxes == 5)
    #expect(totals.configuredMailboxes == 4)
    #expect(totals.orphanedMailboxes == 1)
  }

  @Test func `totals are the sums of every breakdown`() {
    let totals = builder.totals()
    #expect(totals.messages.messages == 12)
    #expect(totals.ageHistogram.reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(totals.byGrade.values.reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(Set(totals.byGrade.keys) == Set(EmailGrade.allCases))
    #expect(
      builder.contexts().map(\.messages).reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(builder.mailboxes().map(\.totals).reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(totals.retainedEmailed.messages == 4)
    #expect(totals.overAge.messages == 5)
    #expect(totals.oldest == Timestamp(Scenario.now.epochSeconds - 400 * 86400))
  }

  @Test func `destination classes tell mailboxes, audio, addresses and messages`() {
    let totals = builder.totals()
    #expect(Set(totals.byDestinationClass.keys) == Set(DestinationClass.allCases))
    #expect(
      totals.byDestinationClass[.personal]
        == DestinationTotals(
          mailboxes: 2, withAudio: 1, addresses: 2,
          messages: MessageTotals(messages: 4, bytes: ByteCount(4000), seconds: 120)))
    #expect(totals.byDestinationClass[.disposable] == DestinationTotals())
  }

  @Test func `files outside the spool and quarantine are told apart`() {
    let files = [
      StrayFile(path: "/tmp/a", bytes: 5, modified: Scenario.now),
      StrayFile(path: "/tmp/b", bytes: 6, modified: Scenario.now),
    ]
    var waiting = QuarantineTotals()
    waiting.amount = MessageTotals(messages: 9, bytes: ByteCount(1))
    let totals = builder.totals(outsideSpool: files, quarantined: waiting)
    #expect(totals.outsideSpool == MessageTotals(messages: 2, bytes: ByteCount(11)))
    #expect(totals.quarantined == waiting)
    #expect(totals.messages.messages == 12)
  }

  @Test func `mailboxes are sorted and say what is configured`() {
    let mailboxes = builder.mailboxes()
    #expect(mailboxes.map(\.id) == mailboxes.map(\.id).sorted())
    #expect(mailboxes.count == 6)
    #expect(mailboxes.first { $0.id == Scenario.id("1002") }?.attach == false)
    #expect(mailboxes.first { $0.id == Scenario.id("carol") }?.isConfigured == true)
    #expect(mailboxes.first { $0.id == Scenario.id("1004") }?.hasDirectory == false)
    #expect(mailboxes.first { $0.id == Scenario.id("1999") }?.fullName == "")
  }
}
