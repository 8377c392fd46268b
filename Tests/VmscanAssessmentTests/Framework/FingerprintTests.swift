import Testing
import VmscanAssessment
import VmscanModel

struct FingerprintTests {
  static let box = FindingSubject.mailbox(MailboxID(context: "default", mailbox: "1001"))

  @Test func `the digest of a known finding does not change`() {
    let print = Fingerprint(
      rule: RuleID("VM-101"), subject: Self.box, key: ["audio", "a@b.example"])
    #expect(print.description == "29f53d1ae65c7036f07ce675f653f9e5")
  }

  @Test func `it has 32 hexadecimal digits`() {
    let text = Fingerprint(rule: RuleID("VM-101"), subject: .system, key: []).description
    #expect(text.count == 32 && text.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test func `parts cannot run into each other`() {
    let all: [(String, FindingSubject, [ByteText])] = [
      ("VM-101", .system, []), ("VM-1", .system, ["01"]), ("VM-101", .system, [""]),
      ("VM-101", .system, ["ab"]), ("VM-101", .system, ["a", "b"]),
      ("VM-101", .context("ab"), []), ("VM-101", .file("ab"), []),
      ("VM-101", .mailbox(MailboxID(context: "a", mailbox: "b1")), []),
      ("VM-101", .mailbox(MailboxID(context: "ab", mailbox: "1")), []),
    ]
    let prints = all.map { Fingerprint(rule: RuleID($0.0), subject: $0.1, key: $0.2) }
    #expect(Set(prints).count == all.count)
  }

  @Test func `severity, wording and changing numbers do not matter`() {
    func finding(_ count: Int, _ settings: (inout AssessmentSettings) -> Void) -> Finding? {
      var scenario = Scenario()
      settings(&scenario.settings)
      scenario.pair(grade: .delivered) { $0.add(count, age: .days(400)) }
      return Assessor().findings(scenario.input).first { $0.rule == RuleID("VM-405") }
    }
    let few = finding(3) { _ in }
    let many = finding(12) { $0.retention = RetentionPolicy() }
    #expect(few?.severity == .informational && many?.severity == .medium)
    #expect(few?.message != many?.message)
    #expect(few?.fingerprint == many?.fingerprint)
  }

  @Test func `another address is another finding`() {
    func print(_ email: String, attach: Bool = true) -> Fingerprint? {
      var scenario = Scenario()
      scenario.mailbox(email: email) { $0.attach = Setting(attach) }
      return Assessor().findings(scenario.input).first { $0.rule == RuleID("VM-101") }?.fingerprint
    }
    #expect(print("alice@gmail.com") == print("Alice@Gmail.com"))
    #expect(print("alice@gmail.com") != print("bob@gmail.com"))
    #expect(print("alice@gmail.com") != print("alice@gmail.com", attach: false))
  }

  @Test func `a PIN leaves no trace in a fingerprint`() {
    func prints(_ pin: String) -> [Fingerprint] {
      var scenario = Scenario()
      scenario.mailbox(pin: pin)
      return Assessor().findings(scenario.input).filter { $0.rule == RuleID("VM-500") }
        .map(\.fingerprint)
    }
    #expect(prints("111111").count == 1)
    #expect(prints("111111") == prints("777777"))
  }
}
