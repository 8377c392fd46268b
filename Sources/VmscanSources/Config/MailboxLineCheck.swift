import VmscanFormats
import VmscanModel

/// Finds what does not mean what its author meant in one mailbox line; never quotes the PIN.
struct MailboxLineCheck {
  private let mailbox: ConfiguredMailbox
  private let variable: ConfVariable
  private let fields: MailboxFields
  private let general: GeneralOptions
  private let rules: ConfigVersionRules
  private(set) var notices: [ConfigNotice] = []
  /// Options that stand where addresses belong; nobody is mailed by them.
  private(set) var misreadAddresses: [ByteText] = []

  init(
    _ mailbox: ConfiguredMailbox, _ variable: ConfVariable, _ fields: MailboxFields,
    _ general: GeneralOptions, _ rules: ConfigVersionRules
  ) {
    self.mailbox = mailbox
    self.variable = variable
    self.fields = fields
    self.general = general
    self.rules = rules
    checkName()
    checkLine()
    checkAddresses()
    checkPager()
    if let options = fields.options { checkOptions(options) }
    checkNumbers()
  }

  private mutating func checkName() {
    let name = mailbox.id.mailbox
    if !mailbox.id.isSafePath {
      note(.unsafeName, "The name of mailbox or context cannot be a directory of its own.")
    }
    let key = OptionNames.key(name.bytes)
    if OptionNames.mailbox.contains(key) || OptionNames.general.contains(key) {
      note(
        .optionReadAsMailbox,
        "The option \(setting: key) stands in a context and is read as a mailbox.")
    } else if name.bytes.contains(UInt8(ascii: "@")) {
      note(
        .aliasesReadAsMailboxes,
        "An alias is read as a mailbox, because this section is not the aliasescontext.")
    }
  }

  private mutating func checkLine() {
    if variable.traits.contains(.gluedSemicolon) {
      note(
        .semicolonCutsLine, "A semicolon inside the line begins a comment; the rest is not read.")
    }
    let bar = UInt8(ascii: "|")
    if fields.password.contains(bar), !variable.value.contains(UInt8(ascii: ",")) {
      note(.oldSyntax, "The fields are separated by |, so the whole line is read as the PIN.")
    }
    let quote = UInt8(ascii: "\"")
    let texts = [fields.fullName, fields.email ?? [], fields.pager ?? []]
    if texts.contains(where: { $0.count { $0 == quote } % 2 == 1 }) {
      note(.quotedField, "Quotes do not protect a comma; the fields after it are shifted.")
    }
    let limit = MailboxBuilder.nameLimit
    let cut = [fields.password, fields.fullName, fields.pager ?? []]
    if cut.contains(where: { $0.count > limit })
      || !rules.keepsLongAddresses && (fields.email?.count ?? 0) > limit
    {
      note(.truncatedField, "A field is longer than 79 bytes and is cut.")
    }
  }

  private mutating func checkAddresses() {
    guard let email = fields.email, !email.isEmpty else { return }
    let tokens = email.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    misreadAddresses += tokens.filter(isOption).map { ByteText(bytes: $0) }
    if tokens.contains(where: isOption) {
      note(
        .optionsInPagerField,
        "Options stand in the third field, which is the e-mail address; they have no effect.")
    }
    if tokens.contains(where: { $0.allSatisfy { $0 < 33 } }) {
      note(.emptyRecipient, "The e-mail field holds a recipient without an address.")
    }
    if tokens.contains(where: { token in
      token.contains { $0 >= 33 } && token.contains { $0 < 33 }
    }) {
      note(.blankInAddress, "The e-mail field holds an address with a blank, which is kept.")
    }
  }

  private mutating func checkPager() {
    guard let pager = fields.pager, !pager.isEmpty else { return }
    let tokens = pager.split(separator: UInt8(ascii: "|"))
    if tokens.contains(where: isOption) {
      misreadAddresses.append(ByteText(bytes: pager))
      note(
        .optionsInPagerField,
        "Options stand in the fourth field, which is the pager; they have no effect.")
    } else if isShifted, let domain = domain(pager), let email = fields.email,
      email.split(separator: UInt8(ascii: "|")).contains(where: { self.domain($0) == domain })
    {
      note(
        .commaSeparatedAddresses,
        "A comma ends the e-mail field; the second address is read as the pager.")
    }
  }

  /// The field of options begins with another comma or an address, as when the commas before it
  /// were meant to separate addresses; a pager that merely shares the domain is one.
  private var isShifted: Bool {
    guard let options = fields.options, let first = options.first else { return false }
    let name = options.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "|") }
    return first == UInt8(ascii: ",") || name.contains(UInt8(ascii: "@"))
  }

  /// A known option where an address belongs; an address may hold an equal sign, too.
  private func isOption(_ token: ArraySlice<UInt8>) -> Bool {
    guard let equals = token.firstIndex(of: UInt8(ascii: "=")) else { return false }
    return isKnown(ByteText(bytes: token[..<equals]).stripped)
  }

  private func domain(_ address: ArraySlice<UInt8>) -> ByteText? {
    guard let at = address.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    let rest = address[(at + 1)...].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ">") }
    return ByteText(bytes: rest).stripped.lowercased
  }

  private mutating func checkOptions(_ options: ArraySlice<UInt8>) {
    if !rules.keepsCommasInOptions, MailboxFields(variable.value).options?.count != options.count {
      note(.commaInOptions, "This release ends the options at the comma; the rest is not read.")
    }
    for token in options.split(separator: UInt8(ascii: "|")) {
      guard let equals = token.firstIndex(of: UInt8(ascii: "=")) else {
        note(.malformedOption, "An option without = has no effect.")
        continue
      }
      check(name: ByteText(bytes: token[..<equals]), value: Array(token[(equals + 1)...]))
    }
  }

  private mutating func check(name: ByteText, value: [UInt8]) {
    let key = OptionNames.key(name.bytes)
    guard isKnown(name) else {
      if isKnown(name.stripped) {
        let text = OptionNames.key(name.stripped.bytes)
        note(
          .blankAroundOption, "A blank beside the option \(setting: text) makes its name unknown.")
      } else {
        note(
          .unknownOption, "The option \(setting: Self.shown(key)) is not known and has no effect.")
      }
      return
    }
    if hasOptionAfterComma(value) {
      note(
        .commaInOptions,
        "A comma does not separate options; it belongs to the value of \(setting: key).")
    } else if OptionNames.mailboxFlags.contains(key), !AsteriskWords.isTrue(value),
      !AsteriskWords.isFalse(value)
    {
      let stripped = ByteText(bytes: value).stripped.bytes
      if stripped != value, AsteriskWords.isTrue(stripped) {
        note(.blankAroundOption, "A blank beside the value turns the option \(setting: key) off.")
      } else if !AsteriskWords.isFalse(stripped) {
        note(
          .untrueFlagWord, "The value of \(setting: key) is no word Asterisk knows, so it is off.")
      }
    }
  }

  private func hasOptionAfterComma(_ value: [UInt8]) -> Bool {
    value.split(separator: UInt8(ascii: ",")).dropFirst().contains { part in
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return false }
      return isKnown(ByteText(bytes: part[..<equals]).stripped)
    }
  }

  private mutating func checkNumbers() {
    if let origin = mailbox.maxMessages.origin, origin == mailbox.origin {
      let value = mailbox.options.last { OptionNames.key($0.name.bytes) == "maxmsg" }?.value
      if let value, !MailboxLineCheck.isMessageCount(value.bytes) {
        note(
          .invalidMaxMessages,
          "The value of maxmsg is no number from 0 to 9999; \(mailbox.maxMessages.value) is used.")
      }
      if mailbox.maxMessages.value == 0 {
        note(
          .greetingsOnlyMailbox, "With maxmsg 0 the mailbox plays greetings and takes no message.")
      }
    }
    checkAttachmentFormat()
  }

  private mutating func checkAttachmentFormat() {
    let format = mailbox.attachFormat.value
    switch general.attachment(of: format) {
    case .first, .recorded: break
    case .ignored:
      note(
        .attachFormatNotRecorded,
        """
        The attachment format \(setting: format) is not among those recorded; Asterisk attaches \
        the first of them, \(setting: general.formats.value.first ?? "").
        """)
    case .missing:
      note(
        .attachFormatNotRecorded,
        """
        The attachment format \(setting: format) is only a part of the name of a recorded one; \
        without sox the attachment is empty.
        """)
    }
  }

  /// Whether a `maxmsg` means what it says.
  static func isMessageCount(_ value: [UInt8]) -> Bool {
    let stripped = ByteText(bytes: value).stripped.bytes
    return !stripped.isEmpty && stripped.count <= 4
      && stripped.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private func isKnown(_ name: ByteText) -> Bool {
    OptionNames.mailbox.contains(OptionNames.key(name.bytes))
  }

  /// A name that reads like one; anything else might be a PIN in the wrong place.
  static func shown(_ key: String) -> String {
    let isName =
      key.utf8.count <= 40 && key.utf8.contains { $0 >= 0x61 && $0 <= 0x7A }
      && key.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F || $0 == 0x2D }
    return isName ? key : "given"
  }

  private mutating func note(_ kind: ConfigNotice.Kind, _ detail: Sentence) {
    notices.append(
      ConfigNotice(kind, at: mailbox.origin, mailbox: mailbox.id, detail: detail))
  }
}
