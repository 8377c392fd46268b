import Testing
import VmscanModel

struct AcceptanceTests {
  static func finding(
    _ message: Sentence, rule: String = "VM-101", evidence: [Place] = []
  ) -> Finding {
    Finding(
      rule: RuleID(rule), severity: .high,
      subject: .mailbox(MailboxID(context: "default", mailbox: "1001")), message: message,
      remedy: "Change it.", evidence: evidence, fingerprint: Fingerprint("ab"))
  }

  static let destinations: [(message: Sentence, destination: ByteText, covers: Bool)] = [
    ("1001@default sends recordings to \(address: "alice@gmail.com").", "alice@gmail.com", true),
    ("1001@default sends recordings to \(address: "Alice@Gmail.com").", "gmail.com", true),
    ("recordings go to <\(address: "bob@mail.partner.example")>", "partner.example", true),
    ("recordings go to \(address: "bob@notpartner.example")", "partner.example", false),
    (
      "recordings go to \([.address("bob@partner.example"), .address("eve@gmail.com")])",
      "partner.example", false
    ),
    ("the PIN is weak", "gmail.com", false),
    ("1001@default and 1002@default share an address", "gmail.com", false),
  ]

  @Test(arguments: destinations)
  func `a destination covers findings that name nothing else`(
    row: (message: Sentence, destination: ByteText, covers: Bool)
  ) {
    let scope = AcceptanceScope(destination: row.destination)
    #expect(scope.covers(Self.finding(row.message)) == row.covers)
  }

  @Test func `a scope without parts accepts nothing`() {
    #expect(!AcceptanceScope().covers(Self.finding("anything")))
  }

  @Test func `all parts must match`() {
    let finding = Self.finding("weak")
    let box = MailboxID(context: "Default", mailbox: "1001")
    #expect(AcceptanceScope(rule: RuleID("VM-101"), mailbox: box).covers(finding))
    #expect(!AcceptanceScope(rule: RuleID("VM-102"), mailbox: box).covers(finding))
    #expect(AcceptanceScope(context: "DEFAULT").covers(finding))
    #expect(!AcceptanceScope(context: "sales").covers(finding))
    #expect(AcceptanceScope(fingerprint: Fingerprint("ab")).covers(finding))
    #expect(!AcceptanceScope(fingerprint: Fingerprint("cd")).covers(finding))
  }

  @Test func `what becomes worse is not accepted, and an acceptance of old accepts any`() {
    var finding = Self.finding("weak")
    let box = MailboxID(context: "default", mailbox: "1001")
    for scope in [
      AcceptanceScope(fingerprint: Fingerprint("ab"), worst: .high),
      AcceptanceScope(mailbox: box, worst: .high),
    ] {
      finding.severity = .high
      #expect(scope.covers(finding) && !scope.isOutgrown(by: finding))
      finding.severity = .low
      #expect(scope.covers(finding))
      finding.severity = .critical
      #expect(!scope.covers(finding) && !scope.touches(finding) && scope.isOutgrown(by: finding))
    }
    let old = AcceptanceScope(mailbox: box)
    #expect(old.covers(finding) && !old.isOutgrown(by: finding))
    let other = AcceptanceScope(context: "sales", worst: .low)
    #expect(!other.isOutgrown(by: finding))
  }

  @Test func `it ends at its expiry`() {
    let acceptance = Acceptance(
      scope: AcceptanceScope(context: "default"), owner: "privacy officer", reason: "pilot",
      created: Timestamp(0), expires: Timestamp(100))
    #expect(acceptance.isInForce(at: Timestamp(99)))
    #expect(!acceptance.isInForce(at: Timestamp(100)))
  }
}
