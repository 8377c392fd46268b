import VmscanModel

/// Fields of a mailbox line that mean something else than was meant.
enum FieldRules {
  static let rules: [Rule] = [
    NoticeJudgement.rule(
      "VM-841", "options-in-pager-field", "Options stand in a field for addresses", .high,
      .optionsInPagerField,
      why: "A comma is missing: the options are read as an address, and none of them is in force.",
      citations: [.cisProcess, .nistFlow]),
    NoticeJudgement.rule(
      "VM-842", "comma-separated-addresses", "Addresses are separated by a comma", .high,
      .commaSeparatedAddresses,
      why: """
        A comma ends the field: the second address is the pager's, gets no recording, and shifts
        what follows.
        """,
      remedy: "The administrator separates them by a bar, `|`, and reloads voicemail.",
      citations: [.cisProcess, .nistFlow]),
    NoticeJudgement.rule(
      "VM-843", "quoted-field", "A quoted field is broken at its comma", .medium, .quotedField,
      why: "Quotes mean nothing to Asterisk; the text after the comma is the e-mail address.",
      remedy: "The administrator writes the name without comma and reloads voicemail."),
    NoticeJudgement.rule(
      "VM-844", "blank-in-address", "An address has a blank", .medium, .blankInAddress,
      why: """
        Asterisk keeps blanks as they stand; some mail servers drop them, others refuse the mail or
        join two addresses to one.
        """),
    NoticeJudgement.rule(
      "VM-845", "empty-recipient", "A recipient is empty", .low, .emptyRecipient,
      why: "A bar at the end or a doubled one makes an empty recipient, which bounces."),
    NoticeJudgement.rule(
      "VM-846", "semicolon-cuts-line", "A semicolon cuts the line", .medium, .semicolonCutsLine,
      why: """
        Everything after `;` is a comment, in names, addresses and PINs too, so later fields and
        options are not set.
        """,
      remedy: "The administrator writes `\\;` where a semicolon is meant, and reloads voicemail."),
    NoticeJudgement.rule(
      "VM-847", "truncated-field", "A field is longer than Asterisk keeps", .low, .truncatedField,
      why: "Asterisk keeps 79 bytes of a name, PIN or pager address and drops the rest."),
  ]
}
