import Testing
import VmscanLists
import VmscanModel

@testable import VmscanAssessment

struct PINJudgeTests {
  private func judge(
    _ pin: String, mailbox: String = "8642", context: String = "default", phones: [String] = [],
    minimum: Int = 3
  ) -> [PINWeakness] {
    var settings = AssessmentSettings()
    settings.minimumPINLength = minimum
    let id = MailboxID(context: ByteText(context), mailbox: ByteText(mailbox))
    return PINJudge(settings: settings)
      .weaknesses(of: PIN(Array(pin.utf8)), mailbox: id, phoneNumbers: phones)
  }

  private static let listed = PINWeakness.common(rank: CommonPINs.entries)
  private static let top = PINWeakness.common(rank: 20)

  @Test(
    arguments: [
      ("", [.noneAsked]), ("-", [.noneAsked]), ("*", [.startsWithStar]),
      ("*123", [.startsWithStar]),
      ("-*1", [.startsWithStar]), ("12;34", [.cannotBeTyped]), ("12#34", [.cannotBeTyped]),
      ("yes", [.cannotBeTyped]), ("4321|N|a@example.org", [.cannotBeTyped]),
      ("12a4", [.cannotBeTyped]),
      ("--1234", [.cannotBeTyped]), (" 7295", [.cannotBeTyped]),
      ("7295", []), ("-7295", []), ("72*5", []), ("7A9D", []), ("729518", []),
      ("1111", [.repeatedDigit, top]), ("-1111", [.repeatedDigit, top]),
      ("99", [.tooShort(length: 2, minimum: 3), .repeatedDigit]),
      ("5", [.tooShort(length: 1, minimum: 3)]),
      ("7333333", [.repeatedDigit]), ("1234", [.sequence(.up), top, .shippedExample]),
      ("4321", [.sequence(.down), top]), ("8901", [.sequence(.up)]), ("2109", [.sequence(.down)]),
      ("567890", [.sequence(.up), listed]), ("098765", [.sequence(.down), listed]),
      ("72345678", [.sequence(.up)]), ("7212345", []),
      ("4747", [.repeatedBlock]), ("1212", [.repeatedBlock, top, .date]),
      ("472472", [.repeatedBlock]), ("4774", [.twoDigits]), ("447744", [.twoDigits]),
      ("2580", [.keypadPattern, listed]), ("0852", [.keypadPattern, listed]),
      ("1470", [.keypadPattern]), ("3690", [.keypadPattern, listed]),
      ("1397", [.keypadPattern, listed]), ("7931", [.keypadPattern]),
      ("2684", [.keypadPattern, listed]),
      ("5412", [.keypadPattern]), ("8741", [.keypadPattern]),
      ("147258369", [.keypadPattern, listed]), ("159753", [.keypadPattern, listed]),
      ("789456123", [.keypadPattern, listed]),
      ("1987", [.year]), ("2099", [.year]), ("1900", [.year]), ("1984", [.year, listed]),
      ("2917", []), ("2912", [.date]), ("3105", [.date]), ("3104", []), ("3002", []),
      ("0229", [.date]), ("240786", [.date]), ("862407", [.date]), ("310299", []),
      ("19860724", [.date]), ("24071986", [.date]), ("24072186", []),
      ("0000", [.repeatedDigit, top]),
      ("0007", [.twoDigits, listed]), ("4242", [.repeatedBlock, .shippedExample]),
      ("9855", [.shippedExample]),
    ].map { ($0.0, $0.1) } as [(String, [PINWeakness])])
  func `names every weakness of a PIN`(_ pin: String, _ expected: [PINWeakness]) {
    #expect(judge(pin) == expected)
  }

  @Test(
    arguments: [
      ("1001", "1001", "default", .equalsMailbox), ("1003", "3001", "default", .reversesMailbox),
      ("95300172", "3001", "default", .containsMailbox), ("300", "3001", "default", .partOfMailbox),
      ("001", "3001", "default", .partOfMailbox), ("30", "3001", "default", nil),
      ("7", "7", "default", .equalsMailbox), ("17", "17", "default", .equalsMailbox),
      ("729517", "17", "default", nil), ("71", "17", "default", nil),
      ("1001", "3201001", "320", .equalsMailbox), ("1001", "3201001", "tenant320", .equalsMailbox),
      ("3201001", "1001", "320", .containsMailbox), ("5028", "3208205", "320", .reversesMailbox),
      ("8205", "3208205", "default", .partOfMailbox),
      ("AB12", "ab12", "default", .equalsMailbox), ("7295", "", "default", nil),
    ] as [(String, String, String, PINWeakness?)])
  func `compares with the mailbox number`(
    _ pin: String, _ mailbox: String, _ context: String, _ expected: PINWeakness?
  ) {
    let likenesses: Set<PINWeakness> = [
      .equalsMailbox, .reversesMailbox, .containsMailbox, .partOfMailbox,
    ]
    let found = judge(pin, mailbox: mailbox, context: context).filter(likenesses.contains)
    #expect(found == (expected.map { [$0] } ?? []))
  }

  @Test(
    arguments: [
      ("4567", ["+32 2 555 45 67"], 4), ("567", ["025554567"], 3), ("554567", ["025554567"], 6),
      ("724567", ["025554567"], 4), ("456772", ["025554567"], 4), ("45679", ["025554567"], 4),
      ("7945670", ["025554567"], nil), ("7924567", ["025554567"], nil),
      ("7245679", ["025554567"], nil), ("67", ["025554567"], nil),
      ("4567", ["567"], nil), ("4567", [], nil), ("4567", ["1", "", "5554567"], 4),
    ] as [(String, [String], Int?)])
  func `compares with the owner's telephone numbers`(
    _ pin: String, _ phones: [String], _ digits: Int?
  ) {
    let found = judge(pin, phones: phones).compactMap { weakness -> Int? in
      guard case .phoneSuffix(let count) = weakness else { return nil }
      return count
    }
    #expect(found == (digits.map { [$0] } ?? []))
  }

  @Test func `a number that is the mailbox itself is told once`() {
    let found = judge("3601", mailbox: "3601", phones: ["025553601"])
    #expect(found == [.equalsMailbox])
  }

  @Test func `short is a matter of the settings`() {
    #expect(judge("7295", minimum: 6) == [.tooShort(length: 4, minimum: 6)])
    #expect(judge("7295", minimum: 4).isEmpty)
    #expect(judge("", minimum: 0) == [.noneAsked])
    #expect(judge("-729518", minimum: 6).isEmpty)
    #expect(judge("-72951", minimum: 6) == [.tooShort(length: 5, minimum: 6)])
  }

  @Test func `what Asterisk's own checker refuses is never without a finding`() {
    let runs = [
      "123456", "234567", "345678", "456789", "567890", "098765", "987654", "876543", "765432",
      "654321",
    ]
    for part in runs + (0...9).map({ String(repeating: "\($0)", count: 6) }) {
      for pin in [part, "7" + part, part + "7", "29" + part + "83"] {
        #expect(judge(pin).contains { $0.severity == .high }, "\(pin)")
      }
    }
  }

  @Test func `every common PIN has a finding that says so`() {
    for line in CommonPINs.ordered.lines {
      let isCommon = judge(String(line)).contains { weakness in
        if case .common = weakness { true } else { false }
      }
      #expect(isCommon, "\(line)")
    }
  }

  @Test func `all PINs of four digits keep the invariants`() {
    let repeats = Set((0...9).map { String(repeating: "\($0)", count: 4) })
    var flagged = 0
    for number in 0...9999 {
      let pin = String(String(10_000 + number).dropFirst())
      let found = judge(pin, minimum: 6)
      if found.count > 1 { flagged += 1 }
      let clean =
        found.contains(.tooShort(length: 4, minimum: 6))
        && found.contains(.repeatedDigit) == repeats.contains(pin)
        && found.contains(.year) == (1900...2099).contains(number)
        && Set(found).count == found.count
        && zip(found, found.dropFirst()).allSatisfy { $0.severity >= $1.severity }
        && judge("-" + pin, minimum: 6) == found
        && !found.contains { $0.summary.unmasked.contains(pin) }
      if !clean { Issue.record("\(pin)") }
    }
    #expect((1000...2200).contains(flagged))
  }

  @Test func `random bytes never crash it and never show in a summary`() {
    let seed: UInt64 = 1234
    var generator = SeededRandom(state: seed)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0x2A...0x39, using: &generator)
          : UInt8.random(in: 0...255, using: &generator)
      }
      let id = MailboxID(context: "default", mailbox: ByteText(bytes: bytes.dropFirst()))
      let found = PINJudge(settings: AssessmentSettings())
        .weaknesses(of: PIN(bytes), mailbox: id, phoneNumbers: ["025554567"])
      let shown = String(decoding: bytes, as: UTF8.self)
      let leaks = shown.count > 2 && found.contains { $0.summary.unmasked.contains(shown) }
      if leaks { Issue.record("seed \(seed), bytes \(bytes)") }
    }
  }

  @Test func `severities follow how easily the PIN is guessed`() {
    #expect(PINWeakness.noneAsked.severity == .critical)
    #expect(PINWeakness.equalsMailbox.severity == .high)
    #expect(PINWeakness.repeatedDigit.severity == .high)
    #expect(PINWeakness.sequence(.down).severity == .high)
    #expect(PINWeakness.tooShort(length: 3, minimum: 6).severity == .high)
    #expect(PINWeakness.tooShort(length: 4, minimum: 6).severity == .medium)
    #expect(PINWeakness.common(rank: 20).severity == .medium)
    #expect(PINWeakness.date.severity == .low)
  }
}
