import Testing
import VmscanModel

struct MailboxIDTests {
  @Test(arguments: [
    ("1001@sales", "sales", "1001"), ("1001", "default", "1001"), ("a@b@c", "b@c", "a"),
  ])
  func `a mailbox is named box at context`(text: String, context: String, box: String) {
    #expect(
      MailboxID(parsing: text) == MailboxID(context: ByteText(context), mailbox: ByteText(box)))
  }

  @Test(arguments: ["", "@", "@sales", "1001@"])
  func `both parts must be there`(text: String) {
    #expect(MailboxID(parsing: text) == nil)
  }

  @Test(arguments: [
    ("default", "1001", true), ("default", "..", false), (".", "1001", false),
    ("default", "a/b", false), ("", "1001", false), ("default", "a\0b", false), (" x ", "*", true),
  ])
  func `a path is made only of names that are one component`(
    context: String, box: String, isSafe: Bool
  ) {
    let id = MailboxID(context: ByteText(context), mailbox: ByteText(box))
    #expect(id.isSafePath == isSafe)
  }

  @Test func `names that differ in case have one key`() {
    let upper = MailboxID(context: "Sales", mailbox: "Bob")
    let lower = MailboxID(context: "sales", mailbox: "bOB")
    #expect(upper != lower)
    #expect(upper.folded == lower.folded)
  }

  @Test func `order is by context, then box`() {
    let sorted = ["9@a", "1@b", "10@b", "2@b"].compactMap { MailboxID(parsing: $0) }
    #expect(sorted.shuffled().sorted() == sorted)
    #expect(sorted.map(\.description) == ["9@a", "1@b", "10@b", "2@b"])
  }
}
