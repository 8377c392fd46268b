import Testing
import VmscanAssessment
import VmscanModel

struct SiteVerdictTests {
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

  private var verdict: SiteVerdict { Assessor().verdict(input) }

  @Test func `mailboxes are counted once, whatever the spelling`() {
    let totals = verdict.totals
    #expect(totals.mailboxes == 5)
    #expect(totals.configuredMailboxes == 4)
    #expect(totals.orphanedMailboxes == 1)
  }

  @Test func `totals are the sums of every breakdown`() {
    let totals = verdict.totals
    #expect(totals.messages.messages == 12)
    #expect(totals.ageHistogram.reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(totals.byGrade.values.reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(Set(totals.byGrade.keys) == Set(EmailGrade.allCases))
    #expect(
      verdict.contexts.map(\.messages).reduce(into: .init()) { $0 += $1 } == totals.messages)
    #expect(verdict.mailboxes.map(\.totals).reduce(into: .init()) { $0 += $1 } == totals.messages)
    let bands = AgeBand.all.indices.map { totals.ageHistogram[$0].messages }
    func counts(_ all: some Sequence<AgeCounts?>) -> [Int] {
      let sum = all.reduce(into: AgeCounts()) { if let ages = $1 { $0 += ages } }
      return AgeBand.all.indices.map { sum[$0] }
    }
    #expect(counts(verdict.contexts.map(\.ages)) == bands)
    #expect(counts(verdict.mailboxes.map(\.ages)) == bands)
    #expect(counts(verdict.mailboxes.flatMap(\.folders).map(\.ages)) == bands)
    #expect(totals.retainedEmailed.messages == 4)
    #expect(totals.overAge.messages == 5)
    #expect(totals.oldest == Timestamp(Scenario.now.epochSeconds - 400 * 86400))
  }

  @Test func `destination classes tell mailboxes, audio, addresses and messages`() {
    let totals = verdict.totals
    #expect(Set(totals.byDestinationClass.keys) == Set(DestinationClass.allCases))
    #expect(
      totals.byDestinationClass[.personal]
        == DestinationTotals(
          mailboxes: 2, withAudio: 1, addresses: 2,
          messages: MessageTotals(messages: 4, bytes: ByteCount(4000), seconds: 120)))
    #expect(totals.byDestinationClass[.disposable] == DestinationTotals())
  }

  @Test func `files outside the spool are told apart`() {
    var input = input
    input.outsideSpool = [
      StrayFile(path: "/tmp/a", bytes: 5, modified: Scenario.now),
      StrayFile(path: "/tmp/b", bytes: 6, modified: Scenario.now),
    ]
    let totals = Assessor().verdict(input).totals
    #expect(totals.outsideSpool == MessageTotals(messages: 2, bytes: ByteCount(11)))
    #expect(totals.messages.messages == 12)
  }

  @Test func `mailboxes judged by several threads come to the same`() {
    let assessment = SiteAssessment(input)
    let groups = Dictionary(grouping: input.facts, by: \.id.folded).map { id, facts in
      MailboxGroup(
        facts: facts,
        configured: input.configuration.mailboxes.first { $0.id.folded == id },
        order: input.configuration.mailboxes.firstIndex { $0.id.folded == id } ?? 0,
        knowledge: nil)
    }
    for threads in 1...4 {
      var tallies = [SiteTally](repeating: SiteTally(), count: threads)
      for (place, group) in groups.shuffled().enumerated() {
        assessment.assess(group, into: &tallies[place % threads])
      }
      let whole = tallies.dropFirst().reduce(into: tallies[0]) { $0.merge($1) }
      let merged = assessment.finish(whole, coverage: Coverage(), outsideSpool: [])
      #expect(merged.findings == verdict.findings)
      #expect(merged.mailboxes == verdict.mailboxes)
      #expect(merged.totals == verdict.totals)
      #expect(merged.contexts == verdict.contexts)
    }
  }

  @Test func `mailboxes are sorted and say what is configured`() {
    let mailboxes = verdict.mailboxes
    #expect(mailboxes.map(\.id) == mailboxes.map(\.id).sorted())
    #expect(mailboxes.count == 6)
    #expect(mailboxes.first { $0.id == Scenario.id("1002") }?.attach == false)
    #expect(mailboxes.first { $0.id == Scenario.id("carol") }?.isConfigured == true)
    #expect(mailboxes.first { $0.id == Scenario.id("1004") }?.hasDirectory == false)
    #expect(mailboxes.first { $0.id == Scenario.id("1999") }?.fullName == "")
  }
}
