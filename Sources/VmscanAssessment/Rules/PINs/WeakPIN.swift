import VmscanModel

/// The one rule on the strength of single PINs: every reason why a mailbox's PIN is easy to guess
/// is reported in one finding, which the worst of them rates.
///
/// Earlier releases had a rule for each reason. Their identifiers go on naming the reasons, so that
/// settings, acceptances and `--skip` mean what they meant.
enum WeakPIN {
  static let rule: Rule = {
    var rule = Rule(
      "VM-500", "weak-pin", "The PIN is easy to guess", .medium,
      varies: """
        Critical when no PIN is asked, high for what is guessed first, low for what may be chance.
        """,
      why: """
        Asterisk locks nobody out across calls, so a guesser can try the mailbox number, repeated
        digits, runs, years and the most common PINs one by one; the first twenty open a quarter of
        all mailboxes. A PIN that several mailboxes share is a default that others know.
        """,
      remedy: randomPIN,
      citations: [
        .nistVerifiers, .fccVoicemail, .disaUnifiedMail, .hipaaAuthentication,
        .hipaaIdentification, .cisPasswords, .stigPINLength, .cjisDefaults,
      ],
      examples: examples, logic: .configured(judge))
    rule.reasons = reasons.map {
      RuleReason(id: RuleID($0.id), name: $0.name, title: $0.title)
    }
    return rule
  }()

  static let randomPIN: Sentence = """
    The owner changes it by telephone, or the administrator sets a random one of six digits or more
    and reloads voicemail.
    """

  private static let sharedRule = "VM-512"

  private static let reasons: [(id: String, name: String, title: String)] = [
    ("VM-501", "no-pin", "No PIN is asked"),
    ("VM-502", "short-pin", "The PIN is shorter than the policy asks"),
    ("VM-503", "pin-equals-mailbox", "The PIN is the mailbox number"),
    ("VM-504", "pin-from-mailbox", "The PIN is made from the mailbox number"),
    ("VM-505", "pin-from-phone-number", "The PIN is made of the owner's phone number"),
    ("VM-506", "repeated-digit-pin", "The PIN is one digit repeated"),
    ("VM-507", "sequence-pin", "The PIN counts up or down"),
    ("VM-508", "pattern-pin", "The PIN is a pattern"),
    ("VM-509", "date-pin", "The PIN looks like a year or a date"),
    ("VM-510", "common-pin", "The PIN is a common one"),
    ("VM-511", "pin-cannot-be-typed", "The PIN cannot be typed on a telephone"),
    (sharedRule, "shared-pin", "Several mailboxes have the same PIN"),
  ]

  private struct Found {
    var reason: String
    var severity: Severity
    var sentence: Sentence
  }

  private static func judge(_ view: ConfiguredView, _ context: AssessmentContext) -> Detection? {
    guard !view.pin.weaknesses.isEmpty || view.pin.sharers != nil else { return nil }
    var found = view.pin.weaknesses.map {
      Found(reason: reason(of: $0), severity: $0.severity, sentence: $0.summary)
    }
    if let others = view.pin.sharers {
      found.append(
        Found(
          reason: sharedRule, severity: .medium,
          sentence: "it also opens \(others, "other mailbox")"))
    }
    let skipped = context.settings.skippedRules
    if !skipped.isEmpty { found.removeAll { skipped.contains(RuleID($0.reason)) } }
    guard !found.isEmpty else { return nil }
    let reasons = found.map {
      Sentence.Argument.reason($0.reason, $0.sentence, isSecret: true)
    }
    return Detection(
      view.subject, severity: found.map(\.severity).max(),
      key: Set(found.map { ByteText($0.reason) }).sorted(),
      message: "The PIN is weak: \(all: reasons).", evidence: evidence(view))
  }

  private static func reason(of weakness: PINWeakness) -> String {
    switch weakness {
    case .noneAsked: "VM-501"
    case .tooShort: "VM-502"
    case .equalsMailbox: "VM-503"
    case .reversesMailbox, .containsMailbox, .partOfMailbox: "VM-504"
    case .phoneSuffix: "VM-505"
    case .repeatedDigit: "VM-506"
    case .sequence: "VM-507"
    case .repeatedBlock, .twoDigits, .keypadPattern: "VM-508"
    case .year, .date: "VM-509"
    case .common, .shippedExample: "VM-510"
    case .startsWithStar, .cannotBeTyped: "VM-511"
    }
  }

  private static func evidence(_ view: ConfiguredView) -> [Place] {
    switch view.mailbox.pinOrigin {
    case .configuration(let origin), .secretFile(let origin), .configurationFallback(let origin):
      [Place(origin)]
    case .unreadable(let path): [Place(path)]
    }
  }

  private static func example(
    _ what: String, _ severity: Severity? = nil, pin: String, mailbox: String = "1001"
  ) -> RuleExample {
    .triggers(what, severity) { $0.mailbox(mailbox, pin: pin) }
  }

  private static let examples: [RuleExample] = [
    example("the PIN is empty", .critical, pin: ""),
    example("the PIN is a single hyphen", .critical, pin: "-"),
    example("four digits where six are asked", pin: "7392"),
    example("three digits", .high, pin: "739"),
    example("PIN and mailbox are both 730518", .high, pin: "730518", mailbox: "730518"),
    example("the PIN contains the mailbox number", pin: "917306", mailbox: "7306"),
    example("the PIN is the mailbox number backwards", .high, pin: "815037", mailbox: "730518"),
    .triggers("the PIN is the last four digits of the owner's number", .high) {
      $0.settings.phoneNumbers[Scenario.id("1001")] = ["4930558362"]
      $0.mailbox(pin: "8362")
    },
    .triggers("it is the end of the caller id of the owner's telephone in pjsip.conf", .high) {
      $0.configuration.ownerNumbers.add("+4930558362".utf8, of: Scenario.id("1001"))
      $0.mailbox(pin: "8362")
    },
    example("111111", .high, pin: "111111"), example("counting up", .high, pin: "234567"),
    example("counting down", .high, pin: "987654"),
    example("a line on the keypad", pin: "147258"), example("a year", pin: "1984"),
    example("a day, month and year", .low, pin: "231187"),
    example("one of the most frequent PINs, which also counts up", .high, pin: "1234"),
    example("a PIN of the example configuration that Asterisk ships", pin: "4242"),
    example("a PIN with letters", .low, pin: "secret"),
    example("a PIN that begins with a star", .low, pin: "*83659"),
    .triggers("two mailboxes with one PIN", findings: 2) {
      $0.mailbox("1001")
      $0.mailbox("1002", name: "Bob Example", email: "bob@example.com")
    },
    .passes("two mailboxes with a PIN each") {
      $0.mailbox("1001")
      $0.mailbox("1002", name: "Bob Example", email: "bob@example.com", pin: "947205")
    },
    .passes("the only reason is skipped by its own identifier") {
      $0.settings.skippedRules = [RuleID("VM-502")]
      $0.mailbox(pin: "7392")
    },
    .passes("a random PIN of six digits") { $0.pair() },
  ]
}
