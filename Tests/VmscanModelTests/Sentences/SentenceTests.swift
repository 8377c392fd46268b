import Testing
import VmscanModel
import VmscanTestSupport

@Suite struct SentenceTests {
  private let owner = MailboxID(context: "default", mailbox: "1002")

  private func sentence() -> Sentence {
    "\(address: "a.archer@example.com") fits '\(name: "Alice Archer")' (\(owner)) better {so}."
  }

  @Test func templateHoldsLiteralsOnly() {
    let sentence = sentence()
    #expect(sentence.template == "{0} fits '{1}' ({2}) better {{so}}.")
    #expect(
      sentence.arguments == [
        .address("a.archer@example.com"), .name("Alice Archer"), .mailbox(owner),
      ])
  }

  @Test func rendersWholeOrHidden() {
    let sentence = sentence()
    #expect(
      sentence.unmasked
        == "a.archer@example.com fits 'Alice Archer' (1002@default) better {so}.")
    #expect("\(sentence)" == "(hidden) fits '(hidden)' (1002@default) better {so}.")
  }

  @Test func `a reason may carry the identifier that settings name it by`() {
    let reasons: [Sentence.Argument] = [
      .reason("VM-507", "it counts up", isSecret: true), .reason("", "it is short", isSecret: true),
    ]
    let sentence: Sentence = "The PIN is weak: \(all: reasons)."
    #expect(sentence.unmasked == "The PIN is weak: it counts up; it is short.")
    #expect(sentence.identified == "The PIN is weak: it counts up (VM-507); it is short.")
  }

  @Test func partsJoinTheTemplate() {
    let part: Sentence = "after \(3, "mailbox") {x}"
    let whole: Sentence = "\(1, "message") \(part), \(part)."
    #expect(whole.template == "{0} after {1} {{x}}, after {2} {{x}}.")
    #expect(whole.unmasked == "1 message after 3 mailboxes {x}, after 3 mailboxes {x}.")
  }

  @Test(arguments: [
    (0, "message", "0 messages"), (1, "entry", "1 entry"), (2, "entry", "2 entries"),
    (2, "mailbox", "2 mailboxes"), (2, "address", "2 addresses"), (2, "day", "2 days"),
    (2, "match", "2 matches"),
  ])
  func counts(_ count: Int, _ noun: String, _ text: String) {
    #expect(Sentence(.count(count, noun)).unmasked == text)
  }

  @Test func listsShowTheFirstThree() {
    let boxes = (1...5).map {
      Sentence.Argument.mailbox(MailboxID(context: "d", mailbox: ByteText("\($0)")))
    }
    #expect(("of \(boxes)." as Sentence).unmasked == "of 1@d, 2@d, 3@d and 2 more.")
    #expect(("of \(boxes.prefix(2), of: 9)." as Sentence).unmasked == "of 1@d, 2@d and 7 more.")
    let addresses: [Sentence.Argument] = [.address("a@b.example"), .address("c d@e.example")]
    #expect(
      ("to \(addresses, quoted: true)" as Sentence).unmasked
        == "to 'a@b.example', 'c d@e.example'")
    let reasons: [Sentence] = ["counts up", "shared with \(2, "other mailbox")", "x", "y"]
    #expect(
      ("weak: \(reasons)" as Sentence).unmasked
        == "weak: counts up; shared with 2 other mailboxes; x; y")
  }

  @Test func namesItsAddresses() {
    let inner: Sentence = "to \(address: "a@b.example")"
    let sentence: Sentence =
      "\([inner, "no"]) and \([Sentence.Argument.address("c@d.example")]) by \(name: "x@y.example")"
    #expect(sentence.addresses == ["a@b.example", "c@d.example"])
  }

  @Test func readsBackWhatItStores() throws {
    let every: Sentence = """
      \(address: "a\"\\@b") \(name: ByteText(bytes: [0xFF, 0x41, 0x0A])) \(caller: "\"X\" <1>") \
      \(owner) \(context: "default") \(domain: "example.com") \(path: "/a b") \
      \(Place("/etc/x", line: 7)) \(Place("y")) \(3, "message") \(-4) \(ByteCount(2048)) \
      \(seconds: 90) \(Timestamp(5)) \(day: Timestamp(6)) \(Age.days(3)) \(setting: "delete=yes") \
      \(word: "EACCES") \(text: "Bob {0}") \
      \([Sentence.Argument.address("q@r.example")], of: 8, quoted: true) \
      \(["a {x} \(1, "day")", "b"] as [Sentence]) \(secret: "it has \(4, "digit")")
      """
    #expect(every.arguments.count == 22)
    #expect(Set(every.arguments.map(\.tag)).count == 20)
    let stored = every.storedArguments
    #expect(Sentence(template: every.template, storedArguments: stored) == every)
    #expect(Sentence(template: "x", storedArguments: "")?.arguments == [])
  }

  @Test(arguments: ["[", "[[]]", "[[1]]", "[[\"count\",1", "{}", "[\"address\"]", "[[\"list\",1]]"])
  func refusesWhatIsNoArguments(_ stored: String) {
    #expect(Sentence(template: "{0}", storedArguments: stored) == nil)
  }

  @Test func unknownTagsAreHiddenText() {
    let sentence = Sentence(template: "{0}", storedArguments: "[[\"later\",\"secret\"]]")
    #expect(sentence?.arguments == [.text("secret")])
    #expect(sentence?.description == "(hidden)")
  }

  @Test func missingArgumentsLeaveNothing() {
    #expect(Sentence(template: "a {3} b {0", arguments: []).unmasked == "a  b ")
  }
}
