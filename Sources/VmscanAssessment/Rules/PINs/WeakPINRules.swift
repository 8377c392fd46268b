import VmscanModel

extension WeakPIN {
  static let rules: [Rule] = [
    rule(
      "VM-501", "no-pin", "No PIN is asked", .critical, .none,
      why: """
        With an empty PIN, or a single hyphen, Asterisk asks for none: anyone who knows the number
        can hear and delete every message.
        """,
      citations: [.hipaaIdentification, .cisPasswords],
      examples: [
        example("the PIN is empty", pin: ""), example("the PIN is a single hyphen", pin: "-"),
      ]),
    rule(
      "VM-502", "short-pin", "The PIN is shorter than the policy asks", .medium, .short,
      varies: "High below four digits.",
      why: "Short PINs are tried out in minutes, since Asterisk locks nobody out across calls.",
      citations: [.stigPINLength],
      examples: [
        example("four digits where six are asked", pin: "7392"),
        example("three digits", .high, pin: "739"),
      ]),
    rule(
      "VM-503", "pin-equals-mailbox", "The PIN is the mailbox number", .high, .mailbox,
      why: "It is the first guess, and what many systems set for a new mailbox.",
      citations: [.cjisDefaults],
      examples: [example("PIN and mailbox are both 730518", pin: "730518", mailbox: "730518")]),
    rule(
      "VM-504", "pin-from-mailbox", "The PIN is made from the mailbox number", .medium,
      .madeFromMailbox, varies: "High when it is the number backwards.",
      why: "Adding digits to the mailbox number or reversing it is among the first guesses.",
      citations: [.cjisDefaults],
      examples: [
        example("the PIN contains the mailbox number", pin: "917306", mailbox: "7306"),
        example("the PIN is the mailbox number backwards", .high, pin: "815037", mailbox: "730518"),
      ]),
    rule(
      "VM-505", "pin-from-phone-number", "The PIN is made of the owner's phone number", .high,
      .phoneNumber,
      why: "Whoever calls the mailbox knows the number and tries its last digits.",
      examples: [
        .triggers("the PIN is the last four digits of the owner's number") {
          $0.settings.phoneNumbers[Scenario.id("1001")] = ["4930558362"]
          $0.mailbox(pin: "8362")
        },
        .triggers("it is the end of the caller id of the owner's telephone in pjsip.conf") {
          $0.configuration.ownerNumbers.add("+4930558362".utf8, of: Scenario.id("1001"))
          $0.mailbox(pin: "8362")
        },
      ]),
    rule(
      "VM-506", "repeated-digit-pin", "The PIN is one digit repeated", .high, .repeated,
      why: "These ten PINs are tried first.", examples: [example("111111", pin: "111111")]),
    rule(
      "VM-507", "sequence-pin", "The PIN counts up or down", .high, .sequence,
      why: "Runs are tried right after repeated digits; one PIN in ten is such a run.",
      examples: [example("counting up", pin: "234567"), example("counting down", pin: "987654")]),
    rule(
      "VM-508", "pattern-pin", "The PIN is a pattern", .medium, .pattern,
      why: "Lines on the keypad and repeated blocks are easy to see and to guess.",
      examples: [example("a line on the keypad", pin: "147258")]),
    rule(
      "VM-509", "date-pin", "The PIN looks like a year or a date", .medium, .date,
      varies: "Low for a date, which may be chance.",
      why: "Birthdays and years are found out easily, and there are few of them.",
      examples: [
        example("a year", pin: "1984"), example("a day, month and year", .low, pin: "231187"),
      ]),
    rule(
      "VM-510", "common-pin", "The PIN is a common one", .medium, .common,
      why: "A guesser goes down the list; the first twenty open a quarter of all mailboxes.",
      examples: [
        example("one of the most frequent PINs", pin: "1234"),
        example("a PIN of the example configuration that Asterisk ships", pin: "4242"),
      ]),
    rule(
      "VM-511", "pin-cannot-be-typed", "The PIN cannot be typed on a telephone", .low, .untypable,
      why: """
        A telephone has digits, star and hash only; the owner cannot enter, unless the dialplan
        skips the PIN altogether.
        """,
      examples: [
        example("a PIN with letters", pin: "secret"),
        example("a PIN that begins with a star", pin: "*83659"),
      ]),
  ]
}
