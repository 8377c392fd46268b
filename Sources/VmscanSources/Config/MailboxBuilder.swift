import VmscanFormats
import VmscanModel

/// Makes mailboxes of configuration lines, the first definition of each counting
/// (`find_or_create`, `append_mailbox`, `apply_options_full`).
struct MailboxBuilder {
  /// Bytes kept of mailbox, context, password, name and pager.
  static let nameLimit = 79

  let general: GeneralOptions
  let defaults: MailboxDefaults
  let rules: ConfigVersionRules
  let passwordsInSpool: Bool
  private let shared: SharedMailboxSettings
  private(set) var mailboxes: [ConfiguredMailbox] = []
  /// Positions of mailboxes whose PIN is kept in the spool.
  private(set) var inSpool: [Int] = []
  private(set) var notices: [ConfigNotice] = []
  private var positions: [MailboxID: Int] = [:]
  /// With `searchcontexts` a number is taken once, whatever its context.
  private var byNumber: [ByteText: Int] = [:]

  init(
    general: GeneralOptions, defaults: MailboxDefaults, rules: ConfigVersionRules,
    passwordsInSpool: Bool
  ) {
    self.general = general
    self.defaults = defaults
    self.rules = rules
    self.passwordsInSpool = passwordsInSpool
    shared = SharedMailboxSettings(defaults)
  }

  /// A line of a context in `voicemail.conf`.
  mutating func append(_ variable: ConfVariable, context: ByteText, origins: ConfigOrigins) {
    let origin = origins.origin(variable)
    let isOwn = variable.inheritedFrom == nil
    guard let (id, key) = admit(variable.name, context: context, origin: origin, isOwn: isOwn)
    else { return }
    if id != key {
      note(
        .missingArrow, origin, id,
        "An arrow is missing: the line up to its first = is the mailbox's name, PIN and all.")
    }
    let fields = MailboxFields(
      variable.value, keepsCommasInOptions: rules.keepsCommasInOptions)
    let emailLimit = rules.keepsLongAddresses ? Int.max : Self.nameLimit
    var mailbox = ConfiguredMailbox(
      id: id, source: .voicemailConf, origin: origin, pin: PIN(Self.cut(fields.password)),
      pinOrigin: .configuration(origin), fullName: ByteText(bytes: Self.cut(fields.fullName)),
      emailField: fields.email.map { ByteText(bytes: $0.prefix(emailLimit)) },
      pager: fields.pager.map { ByteText(bytes: Self.cut($0)) }, options: [],
      inheritedFrom: variable.inheritedFrom.map { ByteText(bytes: $0) }, settings: shared)
    var inSpool = passwordsInSpool
    if let options = fields.options {
      applier.apply(options, origin: origin, to: &mailbox, passwordInSpool: &inSpool)
    }
    let check = MailboxLineCheck(mailbox, variable, fields, general, rules)
    notices += check.notices
    mailbox.misreadAddresses = check.misreadAddresses
    mailbox.isMisreadLine = check.notices.contains {
      $0.kind == .optionReadAsMailbox || $0.kind == .aliasesReadAsMailboxes
    }
    add(mailbox, key, inSpool: inSpool)
  }

  /// A section of `users.conf` with a mailbox.
  mutating func append(user section: ConfSection, context: ByteText, origins: ConfigOrigins) {
    append(
      section.variables.map { variable in
        // What follows a carriage return may be another line with a secret.
        MailboxVariable(
          name: variable.name, value: variable.value,
          shown: ConfCarriageReturn.hidingRest(of: variable.value), origin: origins.origin(variable)
        )
      },
      name: section.name, context: context, origin: origins.origin(section.place),
      source: .usersConf)
  }

  /// A mailbox whose every value has a name of its own (`apply_options_full`).
  mutating func append(
    _ variables: [MailboxVariable], name: [UInt8], context: ByteText, origin: Origin,
    source: ConfiguredMailbox.Source, row: RealtimeRow? = nil
  ) {
    guard let (id, key) = admit(name, context: context, origin: origin, isOwn: true) else { return }
    var mailbox = ConfiguredMailbox(
      id: id, source: source, origin: origin, pin: PIN([]), pinOrigin: .configuration(origin),
      fullName: "", emailField: nil, pager: nil, options: [], inheritedFrom: nil,
      settings: shared)
    mailbox.row = row
    var inSpool = passwordsInSpool
    var secret: [UInt8] = []
    for variable in variables {
      switch OptionNames.key(variable.name) {
      case "vmsecret":
        secret = Self.cut(variable.value[...])
        mailbox.pinOrigin = .configuration(variable.origin)
      case "secret", "password":
        guard secret.isEmpty else { continue }
        // A star would lead out of the login, so Asterisk drops such a PIN and asks for none.
        if variable.value.first == UInt8(ascii: "*") {
          if source == .usersConf {
            note(.usersConf, variable.origin, id, "The PIN is dropped, so that none is asked for.")
          }
        } else {
          secret = Self.cut(variable.value[...])
          mailbox.pinOrigin = .configuration(variable.origin)
        }
      case "fullname": mailbox.fullName = ByteText(bytes: Self.cut(variable.shown[...]))
      case "email": mailbox.emailField = ByteText(bytes: variable.shown)
      case "pager": mailbox.pager = ByteText(bytes: Self.cut(variable.shown[...]))
      default:
        applier.apply(
          name: variable.name, value: variable.shown, origin: variable.origin, to: &mailbox,
          passwordInSpool: &inSpool)
      }
    }
    // Options of other modules share the section, other columns the row.
    mailbox.options.removeAll { !OptionNames.mailbox.contains(OptionNames.key($0.name.bytes)) }
    mailbox.pin = PIN(secret)
    add(mailbox, key, inSpool: inSpool)
  }

  /// Replaces the PIN of a mailbox by what its secret file says.
  mutating func setSecret(_ secret: SpoolSecret, at position: Int) {
    guard case .configuration(let origin) = mailboxes[position].pinOrigin else { return }
    switch secret {
    case .found(let bytes, let place):
      mailboxes[position].pin = PIN(Self.cut(bytes[...]))
      mailboxes[position].pinOrigin = .secretFile(place)
    case .absent:
      mailboxes[position].pinOrigin = .configurationFallback(origin)
    case .unreadable(let reason):
      mailboxes[position].pin = PIN([])
      mailboxes[position].pinOrigin = .unreadable(reason)
    }
  }

  private var applier: MailboxOptionsApplier {
    MailboxOptionsApplier(rules: rules, defaults: defaults)
  }

  private mutating func add(
    _ mailbox: ConfiguredMailbox, _ key: MailboxID, inSpool isInSpool: Bool
  ) {
    let position = mailboxes.count
    positions[key.folded] = position
    let number = key.mailbox.lowercased
    if byNumber[number] == nil { byNumber[number] = position }
    if isInSpool { inSpool.append(position) }
    mailboxes.append(mailbox)
  }

  /// What may be shown of a name: up to its first comma or blank, behind which a PIN may stand.
  private static func shown(_ name: ArraySlice<UInt8>) -> ByteText {
    let plain = name.prefix { $0 != UInt8(ascii: ",") && $0 > 32 }
    return plain.count == name.count
      ? ByteText(bytes: name) : ByteText(bytes: Array(plain) + Array("...".utf8))
  }

  /// The name under which a new mailbox is reported, and by which Asterisk knows it; `nil` when
  /// Asterisk ignores the line.
  private mutating func admit(
    _ name: [UInt8], context: ByteText, origin: Origin, isOwn: Bool
  ) -> (id: MailboxID, key: MailboxID)? {
    let key = MailboxID(context: context, mailbox: ByteText(bytes: name.prefix(Self.nameLimit)))
    let id = MailboxID(context: context, mailbox: Self.shown(name.prefix(Self.nameLimit)))
    if name.first == UInt8(ascii: "*") {
      note(.ignoredMailboxName, origin, id, "A mailbox that begins with * is ignored.")
      return nil
    }
    // Asterisk compares the uncut name with the cut ones it keeps, so a long name is always new.
    guard name.count <= Self.nameLimit else {
      note(.truncatedField, origin, id, "The mailbox name is cut to 79 bytes.")
      return (id, key)
    }
    if general.searchContexts.value, let earlier = byNumber[key.mailbox.lowercased] {
      let other = mailboxes[earlier]
      let sameContext = other.id.folded == id.folded
      note(
        sameContext ? .duplicateMailbox : .duplicateAcrossContexts, origin, id,
        "It is ignored: searchcontexts is on and \(other.id) was defined before at \(other.origin)."
      )
      return nil
    }
    if let earlier = positions[key.folded] {
      let other = mailboxes[earlier]
      let overridesTemplate = other.inheritedFrom != nil && isOwn
      note(
        overridesTemplate ? .templateOverrideIgnored : .duplicateMailbox, origin, id,
        overridesTemplate
          ? "It is ignored: the mailbox was defined before at \(other.origin), inherited from another section."
          : "It is ignored: the mailbox was defined before at \(other.origin).")
      return nil
    }
    return (id, key)
  }

  private mutating func note(
    _ kind: ConfigNotice.Kind, _ origin: Origin, _ id: MailboxID, _ detail: Sentence
  ) {
    notices.append(ConfigNotice(kind, at: origin, mailbox: id, detail: detail))
  }

  private static func cut(_ bytes: ArraySlice<UInt8>) -> [UInt8] { Array(bytes.prefix(nameLimit)) }
}

/// A named value of a mailbox, in a section of `users.conf` or a row of a realtime table.
struct MailboxVariable {
  var name: [UInt8]
  var value: [UInt8]
  /// The value as it may be kept and shown, which a PIN may not.
  var shown: [UInt8]
  var origin: Origin
}
