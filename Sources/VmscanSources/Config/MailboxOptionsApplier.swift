import VmscanFormats
import VmscanModel

/// Applies options to a mailbox (`apply_options`, `apply_option`).
struct MailboxOptionsApplier {
  let rules: ConfigVersionRules
  let defaults: MailboxDefaults
  /// `options=` may name itself; Asterisk would follow it as deep as the text goes.
  private static let nesting = 8

  /// Splits an options field and applies it token by token.
  func apply(
    _ field: ArraySlice<UInt8>, origin: Origin, to mailbox: inout ConfiguredMailbox,
    passwordInSpool: inout Bool, depth: Int = 0
  ) {
    for token in field.split(separator: UInt8(ascii: "|")) {
      guard let equals = token.firstIndex(of: UInt8(ascii: "=")) else { continue }
      apply(
        name: Array(token[..<equals]), value: Array(token[(equals + 1)...]), origin: origin,
        to: &mailbox, passwordInSpool: &passwordInSpool, depth: depth)
    }
  }

  /// Applies one option; unknown names only take their place in the list.
  func apply(
    name: [UInt8], value: [UInt8], origin: Origin, to mailbox: inout ConfiguredMailbox,
    passwordInSpool: inout Bool, depth: Int = 0
  ) {
    let key = OptionNames.key(name)
    let kept = ConfCarriageReturn.hidingRest(of: value)
    // A name with another line in it is followed by what that line gives, such as a PIN.
    let isSecret =
      OptionNames.secrets.contains(key) || ConfCarriageReturn.first(in: name[...]) != nil
    mailbox.options.append(
      MailboxOption(
        name: ByteText(bytes: name), value: isSecret ? "<hidden>" : ByteText(bytes: kept),
        origin: origin))
    let isOn = AsteriskWords.isTrue(value)
    let value = kept
    switch key {
    case "attach": mailbox.attach = Setting(isOn, origin: origin)
    case "delete", "deletevoicemail": mailbox.deleteAfterEmail = Setting(isOn, origin: origin)
    case "attachextrecs":
      if rules.hasExternalRecordings {
        mailbox.attachExternalRecordings = Setting(isOn, origin: origin)
      }
    case "moveheard": mailbox.moveHeard = Setting(isOn, origin: origin)
    case "forcename": mailbox.forceName = Setting(isOn, origin: origin)
    case "forcegreetings": mailbox.forceGreetings = Setting(isOn, origin: origin)
    case "attachfmt": mailbox.attachFormat = text(value, 19, origin)
    case "tz": mailbox.timeZone = text(value, 79, origin)
    case "serveremail":
      // An empty one falls back to the global address when the mail is written.
      mailbox.serverEmail = value.isEmpty ? defaults.serverEmail : text(value, 79, origin)
    case "volgain":
      // A failed sscanf leaves what the mailbox has so far.
      if AsteriskWords.isDecimal(value) { mailbox.volumeGain = text(value, 79, origin) }
    case "maxmsg":
      mailbox.maxMessages = Setting(MailboxNumbers.maxMessages(value), origin: origin)
    case "backupdeleted":
      mailbox.backupDeleted = Setting(MailboxNumbers.backupDeleted(value), origin: origin)
    case "minsecs":
      let seconds = AsteriskWords.scanned(value).flatMap { $0 >= 0 ? $0 : nil }
      mailbox.minSeconds = seconds.map { Setting($0, origin: origin) } ?? defaults.minSeconds
    case "passwordlocation":
      passwordInSpool = ByteText(bytes: value).lowercased == "spooldir"
    case "options":
      guard depth < Self.nesting else { return }
      apply(
        value[...], origin: origin, to: &mailbox, passwordInSpool: &passwordInSpool,
        depth: depth + 1)
    default: break
    }
  }

  private func text(_ value: [UInt8], _ limit: Int, _ origin: Origin) -> Setting<ByteText> {
    Setting(ByteText(bytes: value.prefix(limit)), origin: origin)
  }
}
