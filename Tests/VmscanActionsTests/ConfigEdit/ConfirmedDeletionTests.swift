import Testing
import VmscanModel

@testable import VmscanActions

struct ConfirmedDeletionTests {
  private static let now = Timestamp(1_000_000)
  private static let day = Age.days(1)

  private func recipient(
    _ status: MailRecipient.Status, ago seconds: Int64 = 90_000
  ) -> MailRecipient {
    MailRecipient(
      address: "a@example.com", status: status,
      time: Timestamp(Self.now.epochSeconds - seconds))
  }

  private func decide(
    _ grade: EmailGrade, _ recipients: [MailRecipient], grace: Age? = day
  ) -> Bool {
    let verdict = EmailVerdict(grade: grade, reasons: [], recipients: recipients)
    guard
      case .remove = ConfirmedDeletion.decide(verdict, grace: grace, now: Self.now)
    else { return false }
    return true
  }

  @Test(arguments: EmailGrade.allCases)
  func `only a delivered mail lets a message go`(grade: EmailGrade) {
    #expect(decide(grade, [recipient(.sent)]) == (grade == .delivered))
  }

  @Test(arguments: MailRecipient.Status.allCases)
  func `one recipient that was not reached keeps the message`(status: MailRecipient.Status) {
    #expect(
      decide(.delivered, [recipient(.sent), recipient(status)]) == (status == .sent))
  }

  @Test
  func `the grace counts from the last delivery`() {
    #expect(decide(.delivered, [recipient(.sent, ago: 86_400)]))
    #expect(!decide(.delivered, [recipient(.sent, ago: 86_399)]))
    #expect(!decide(.delivered, [recipient(.sent), recipient(.sent, ago: 10)]))
    #expect(!decide(.delivered, [recipient(.sent, ago: -5)]))
  }

  @Test
  func `without a setting or a recipient nothing goes`() {
    #expect(!decide(.delivered, [recipient(.sent)], grace: nil))
    #expect(!decide(.delivered, []))
  }

  @Test
  func `the nearest place decides`() {
    var rules = ConfirmedDeletionRules()
    #expect(rules.isEmpty)
    rules.everything = .after(.days(3))
    rules.contexts["sales"] = .after(.days(2))
    rules.mailboxes[MailboxID(context: "Sales", mailbox: "1")] = .never
    func grace(_ text: String) -> Age? { MailboxID(parsing: text).flatMap { rules.grace(of: $0) } }
    #expect(grace("1@default") == .days(3))
    #expect(grace("2@SALES") == .days(2))
    #expect(grace("1@sales") == nil)
    #expect(!rules.isEmpty)
  }

  @Test(arguments: ["0d", "1", "", "soon", "-1d"])
  func `no age is no grace`(text: String) {
    #expect(ConfirmedDeletionRules.Grace(parsing: text) == nil)
  }
}
