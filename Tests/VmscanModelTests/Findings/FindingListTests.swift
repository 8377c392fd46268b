import Testing
import VmscanModel
import VmscanTestSupport

struct FindingListTests {
  static let subjects: [FindingSubject] = [
    .system, .context("sales"), .context(ByteText(bytes: [0xFF, 0])), .file("/etc/a"),
    .mailbox(MailboxID(context: "default", mailbox: "1001")),
    .mailbox(MailboxID(context: "default", mailbox: "100")),
    .mailbox(MailboxID(context: "defaul", mailbox: "t1001")),
    .mailbox(MailboxID(context: "z", mailbox: ByteText(bytes: Array(repeating: 0x31, count: 300)))),
  ]

  static func random(_ generator: inout SeededGenerator) -> ReportedFinding {
    let isUnusual = Int.random(in: 0..<8, using: &generator) == 0
    let fingerprint =
      isUnusual
      ? Fingerprint("unusual \(UInt8.random(in: 0..<20, using: &generator))")
      : Fingerprint(UInt64.random(in: 0..<3, using: &generator), generator.next())
    let finding = Finding(
      rule: RuleID("VM-\(Int.random(in: 101..<105, using: &generator))"),
      severity: Severity.allCases.randomElement(using: &generator) ?? .low,
      subject: subjects.randomElement(using: &generator) ?? .system,
      message: sentence(&generator),
      remedy: ["remedy 0", "remedy 1", "remedy \(2)"].randomElement(using: &generator) ?? "",
      evidence: (0..<Int.random(in: 0..<4, using: &generator)).map {
        Place(ByteText("place \($0)"), line: $0)
      },
      fingerprint: fingerprint)
    return ReportedFinding(
      finding: finding,
      status: ReportedFinding.Status.allCases.randomElement(using: &generator) ?? .new,
      firstSeen: Timestamp(Int64.random(in: 0..<9, using: &generator)))
  }

  /// Mostly of one shape, as a rule's sentences are.
  private static func sentence(_ generator: inout SeededGenerator) -> Sentence {
    let number = Int.random(in: 0..<9000, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return Sentence(text: String(repeating: "ü", count: number % 90))
    case 1: return "\((0..<number % 300).map { .number($0 % 3) })"
    default:
      return """
        \(number, "message") (\(ByteCount(Int64(number) / 7))) older than \(Age.days(90)) {here}.
        """
    }
  }

  static func randoms(_ count: Int, seed: UInt64) -> [ReportedFinding] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in random(&generator) }
  }

  @Test(arguments: [0, 1, 7, 3000]) func `findings come back as they were put in`(count: Int) {
    let findings = Self.randoms(count, seed: UInt64(count))
    let list = FindingList(findings)
    #expect(Array(list) == findings)
    #expect(list.headers.map(\.severity) == findings.map(\.finding.severity))
    #expect(list.headers.map(\.rule) == findings.map(\.finding.rule))
    #expect(list.headers.map(\.status) == findings.map(\.status))
    #expect(list.headers.map(\.firstSeen) == findings.map(\.firstSeen))
    #expect(list.headers.map(\.fingerprint) == findings.map(\.finding.fingerprint))
  }

  @Test(arguments: [UInt64(1), 2, 3]) func `the order is that of unpacked findings`(seed: UInt64) {
    let findings = Self.randoms(500, seed: seed)
    let sorted = FindingList(findings).worstFirst
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      #expect(!ReportedFinding.precedes(right, left))
    }
    #expect(Set(sorted) == Set(findings))
    #expect(sorted.worstFirst == sorted)
  }

  @Test func `lists of several threads become one`() {
    let parts = (0..<5).map { Self.randoms(200, seed: UInt64(10 + $0)) }
    var whole = FindingList()
    for part in parts { whole.append(FindingList(part)) }
    #expect(Array(whole) == parts.flatMap(\.self))
    #expect(Set(whole.remedyValues).count == whole.remedyValues.count)
  }

  @Test func `selections and stretches share the words`() {
    let findings = Self.randoms(300, seed: 4)
    let list = FindingList(findings)
    #expect(
      Array(list.selection { $0.severity >= .high })
        == findings.filter { $0.finding.severity >= .high })
    #expect(Array(list.sublist(10..<20)) == Array(findings[10..<20]))
    #expect(list.count { $0.status == .new } == findings.count { $0.status == .new })
  }

  @Test func `single findings can be replaced, added and marked`() {
    let findings = Self.randoms(6, seed: 9)
    var list = FindingList(findings[0..<4])
    list[1] = findings[5]
    list.remove(at: 0)
    list.append(findings[4])
    list.set(.accepted, firstSeen: Timestamp(77), at: 0)
    #expect(list.map(\.finding) == [5, 2, 3, 4].map { findings[$0].finding })
    #expect(list[0].status == .accepted && list[0].firstSeen == Timestamp(77))
  }

  @Test func `the words of a finding are at hand without making it`() {
    for reported in Self.randoms(100, seed: 12) {
      let list: FindingList = [reported]
      let words = list.stored(at: 0)
      #expect(words.subject == reported.finding.subject)
      #expect(list.templateValues[list.templateNumber(at: 0)] == reported.finding.message.template)
      #expect(words.arguments == Array(reported.finding.message.storedArguments.utf8))
      #expect(words.evidence == Array(reported.finding.evidence.stored.utf8))
      #expect([Place](stored: reported.finding.evidence.stored) == reported.finding.evidence)
      #expect(list.subject(at: 0) == reported.finding.subject)
      #expect(list.mayHaveParts(at: 0) || reported.finding.parts.count == 1)
    }
  }
}
