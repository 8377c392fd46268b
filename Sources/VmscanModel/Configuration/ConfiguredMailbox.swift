/// A mailbox as Asterisk has it in memory after loading its configuration.
///
/// Sizes are those Asterisk keeps (`append_mailbox`, `populate_defaults`, `apply_options`).
package struct ConfiguredMailbox: Sendable {
  package enum Source: String, Sendable, Codable { case voicemailConf, usersConf, realtime }

  package var id: MailboxID
  package var source: Source
  /// Place of the line that defines it.
  package var origin: Origin
  /// The PIN in force: `secret.conf` where the effective password location says so and it is
  /// there, otherwise the configuration's.
  package var pin: PIN
  package var pinOrigin: PINOrigin
  package var fullName: ByteText
  /// The whole e-mail field; `nil` when absent, empty when present and empty.
  package var emailField: ByteText?
  package var pager: ByteText?
  /// The mailbox's own options in the order given, last one of a name effective.
  package var options: [MailboxOption]
  /// Sections whose inheritance brought the line here; empty when it stands in its own section.
  package var inheritedFrom: ByteText?
  /// Where it is a row; `nil` also when the database is of another kind than statements are known for.
  package var row: RealtimeRow?
  /// The line was meant as something else, such as an option; Asterisk has a mailbox all the same.
  package var isMisreadLine = false
  /// Options that stand in the fields for addresses, as they are written.
  package var misreadAddresses: [ByteText] = []

  /// The settings in force, one object for all mailboxes that have the same by default.
  private var shared: SharedMailboxSettings

  package var settings: MailboxSettings {
    get { shared.values }
    set { shared = SharedMailboxSettings(newValue) }
  }

  package init(
    id: MailboxID, source: Source, origin: Origin, pin: PIN, pinOrigin: PINOrigin,
    fullName: ByteText, emailField: ByteText?, pager: ByteText?, options: [MailboxOption],
    inheritedFrom: ByteText?, settings: SharedMailboxSettings
  ) {
    self.id = id
    self.source = source
    self.origin = origin
    self.pin = pin
    self.pinOrigin = pinOrigin
    self.fullName = fullName
    self.emailField = emailField
    self.pager = pager
    self.options = options
    self.inheritedFrom = inheritedFrom
    shared = settings
  }

  package init(
    id: MailboxID, source: Source, origin: Origin, pin: PIN, pinOrigin: PINOrigin,
    fullName: ByteText, emailField: ByteText?, pager: ByteText?, options: [MailboxOption],
    inheritedFrom: ByteText?, defaults: MailboxDefaults
  ) {
    self.init(
      id: id, source: source, origin: origin, pin: pin, pinOrigin: pinOrigin, fullName: fullName,
      emailField: emailField, pager: pager, options: options, inheritedFrom: inheritedFrom,
      settings: SharedMailboxSettings(defaults))
  }

  /// The addresses a voicemail mail goes to: the field split at `|` (`make_email_file`), tokens
  /// as Asterisk leaves them, empty tokens included; empty when the field is absent or empty.
  package var emailAddresses: [ByteText] {
    guard let field = emailField, !field.isEmpty else { return [] }
    return field.bytes.split(separator: 0x7C, omittingEmptySubsequences: false)
      .map { ByteText(bytes: $0) }
  }

  /// The addresses that somebody may be mailed at: without options that stand in their place.
  package var recipientAddresses: [ByteText] {
    misreadAddresses.isEmpty
      ? emailAddresses : emailAddresses.filter { !misreadAddresses.contains($0) }
  }

  /// The pager, unless an option stands in its place.
  package var recipientPager: ByteText? {
    pagerAddress.flatMap { misreadAddresses.contains($0) ? nil : $0 }
  }

  /// The pager address, which Asterisk does not split; `nil` when there is none.
  package var pagerAddress: ByteText? { pager.flatMap { $0.isEmpty ? nil : $0 } }
}

/// One `name=value` token of a mailbox's options field.
package struct MailboxOption: Sendable, Hashable {
  package var name: ByteText
  package var value: ByteText
  package var origin: Origin

  package init(name: ByteText, value: ByteText, origin: Origin) {
    self.name = name
    self.value = value
    self.origin = origin
  }
}

/// Where the PIN in force is kept; holds no part of it.
package enum PINOrigin: Sendable, Hashable {
  case configuration(Origin)
  case secretFile(Origin)
  /// `passwordlocation=spooldir` but the secret file was missing or has no password.
  case configurationFallback(Origin)
  /// The secret file exists but could not be read; the PIN in force is not known.
  case unreadable(ByteText)

  package var isKnown: Bool {
    if case .unreadable = self { return false }
    return true
  }
}

/// What `[general]` gives every mailbox (`populate_defaults`).
package struct MailboxDefaults: Sendable {
  package var attach = Setting(true)
  package var maxMessages = Setting(100)
  package var backupDeleted = Setting(0)
  package var minSeconds = Setting(0)
  package var moveHeard = Setting(true)
  package var forceName = Setting(false)
  package var forceGreetings = Setting(false)
  package var serverEmail = Setting<ByteText>("asterisk")
  package var timeZone = Setting<ByteText>("")
  package var volumeGain = Setting<ByteText>("")

  package init() {}
}
