import Testing
import VmscanAssessment
import VmscanModel

struct EffectiveRecipientsTests {
  private func mail(_ recipients: [MailRecipient]) -> MailRecord {
    MailRecord(
      source: .postfix, origin: "mail.log", messageID: "Asterisk-1-2-1001-3@pbx",
      messageNumber: 0, mailbox: "1001", pid: 3, host: "pbx", accepted: Scenario.now,
      recipients: recipients)
  }

  private func recipient(
    _ address: ByteText, from original: ByteText?, _ status: MailRecipient.Status = .sent
  ) -> MailRecipient {
    MailRecipient(
      address: address, originalAddress: original, status: status, time: Scenario.now)
  }

  private func addresses(_ recipients: MailRecipient...) throws -> [ByteText] {
    var scenario = Scenario()
    scenario.mailbox(email: "Alice@example.com| bob@example.com")
    let mailbox = try #require(scenario.configuration.mailboxes.first)
    return EffectiveRecipients.addresses(
      in: recipients.map { mail([$0]) }, of: mailbox)
  }

  @Test func `an alias leads to its final address`() throws {
    #expect(
      try addresses(
        recipient("c@gmail.com", from: "alice@example.com"),
        recipient("B@gmail.com", from: "bob@example.com", .deferred),
        recipient("c@gmail.com", from: "alice@example.com")) == ["b@gmail.com", "c@gmail.com"])
  }

  @Test func `a mail of the same number in another context does not count`() throws {
    #expect(try addresses(recipient("x@gmail.com", from: "sales@example.com")).isEmpty)
  }

  @Test func `the configured address itself and refused mails are none`() throws {
    #expect(
      try addresses(
        recipient("alice@example.com", from: nil),
        recipient("x@gmail.com", from: "alice@example.com", .failed)
      ).isEmpty)
  }
}
