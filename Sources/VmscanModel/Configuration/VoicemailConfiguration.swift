/// The voicemail configuration as a running Asterisk would have it after a reload.
package struct VoicemailConfiguration: Sendable {
  package var status = ConfigStatus.loaded
  /// In load order; one entry per mailbox, the effective definition.
  package var mailboxes: [ConfiguredMailbox] = []
  /// Context names in order of appearance, as spelled.
  package var contexts: [ByteText] = []
  package var general = GeneralOptions()
  package var defaults = MailboxDefaults()
  package var asterisk = AsteriskSettings()
  /// Faults and suspicious constructs, in file order.
  package var notices: [ConfigNotice] = []
  package var coverage = Coverage()
  /// From `users.conf`, `pjsip.conf` and `sip.conf`.
  package var ownerNumbers = OwnerNumbers()
  /// Files that were read, with their identity for change detection.
  package var files: [ConfigFile] = []
  /// A file, an include or the output of a command was not read that may say how mailboxes are mailed.
  package var lacksFile = false

  package init() {}

  /// What was read may not be how mailboxes are mailed.
  package var mayHideSettings: Bool {
    lacksFile || !status.isUsable || asterisk.realtimeStatic != nil
      || notices.contains { $0.kind == .changedWhileReading }
  }

  /// Mailboxes may be configured that were not read.
  package var mayHideMailboxes: Bool {
    mayHideSettings || coverage.problems.contains { $0.hidesData && $0.mailbox == nil }
      || notices.contains { Self.elsewhere.contains($0.kind) }
  }

  /// Where mailboxes or messages may be that no file shows.
  package static let elsewhere: [ConfigNotice.Kind] = [
    .execInclude, .realtimeStatic, .realtimeMailboxes, .otherStorage,
  ]

  /// Finds a mailbox the way Asterisk does, names compared without case.
  package func index() -> [MailboxID: Int] {
    Dictionary(
      mailboxes.enumerated().map { ($0.element.id.folded, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Mailboxes whose context or number begins with a dot and is a directory's name all the same.
  package var dottedMailboxes: Set<MailboxID> {
    Set(
      mailboxes.lazy.map(\.id).filter { id in
        id.isSafePath && (id.context.bytes.first == 0x2E || id.mailbox.bytes.first == 0x2E)
      })
  }
}

/// The `[general]` options that concern the whole system.
package struct GeneralOptions: Sendable {
  /// Formats as written, reduced to known ones (`ast_format_str_reduce`); first is e-mailed.
  package var formats: Setting<[ByteText]> = Setting(["wav"])
  package var mailCommand = Setting<ByteText>("/usr/sbin/sendmail -t")
  package var fromString = Setting<ByteText>("")
  package var externNotify = Setting<ByteText>("")
  /// `externpass`, `externpassnotify`, `externpasscheck`, empty when unset.
  package var externPass = Setting<ByteText>("")
  package var externPassNotify = Setting<ByteText>("")
  package var externPassCheck = Setting<ByteText>("")
  /// Shortest PIN a user may choose by phone; not applied to existing PINs.
  package var minPassword = Setting(0)
  package var maxLogins = Setting(3)
  package var pollMailboxes = Setting(false)
  package var searchContexts = Setting(false)
  package var aliasesContext = Setting<ByteText>("")

  package init() {}

  /// What becomes of an `attachfmt`, which Asterisk looks for anywhere in the text of `format`
  /// (`notify_new_message`, `strstr`).
  package func attachment(of wanted: ByteText) -> AttachmentFormat {
    AttachmentFormat(wanted, recorded: formats.value)
  }
}

/// The audio a mail of a mailbox holds.
package enum AttachmentFormat: Sendable, Hashable {
  /// The first of `format`, as nothing else is asked for.
  case first
  /// One of `format`.
  case recorded
  /// No part of `format`: Asterisk warns and takes the first.
  case ignored
  /// A part of `format` but none of its names, such as `wav` of `wav49`: there is no such file, and
  /// the attachment is empty where sox does not make one.
  case missing

  package init(_ wanted: ByteText, recorded formats: [ByteText]) {
    if wanted.isEmpty {
      self = .first
    } else if formats.contains(wanted) {
      self = .recorded
    } else {
      let text = Array<UInt8>(formats.map(\.bytes).joined(separator: [0x7C]))
      let last = text.count - wanted.count
      let isPart = last >= 0 && (0...last).contains { text[$0...].starts(with: wanted.bytes) }
      self = isPart ? .missing : .ignored
    }
  }
}

/// What `asterisk.conf` and `extconfig.conf` say that decides how voicemail is read.
package struct AsteriskSettings: Sendable {
  package enum LockMode: String, Sendable, Codable { case lockfile, flock }
  package enum Storage: String, Sendable, Codable { case file, odbc, imap, unknown }

  /// The release that decides version-dependent rules, such as `22.10.1`; `nil` when not known,
  /// then the newest is assumed.
  package var version: AsteriskVersion?
  package var etcDirectory: ByteText = "/etc/asterisk"
  /// `<astspooldir>/voicemail`, the directory that holds the contexts, by its canonical name.
  package var spoolDirectory: ByteText = "/var/spool/asterisk/voicemail"
  /// The same as it was written, which is how Asterisk itself may know it.
  package var spoolAsWritten: ByteText = "/var/spool/asterisk/voicemail"
  package var lockMode = Setting(LockMode.lockfile)
  /// Where `asterisk.conf` is refused by Asterisk or unreadable here, `nil` when the mode is known.
  ///
  /// An Asterisk that was started before may lock in another mode than `lockMode`.
  package var lockModeDoubt: Origin?
  package var execIncludes = Setting(false)
  package var runUser = Setting<ByteText>("")
  package var runGroup = Setting<ByteText>("")
  /// Whom Asterisk runs as; `nil` when it is not known, as for a copy of a site.
  package var user: AsteriskUser?
  package var runDirectory: ByteText = "/var/run/asterisk"
  /// `astdbdir` and `astlogdir` as written; `nil` where they are not.
  package var databaseDirectory: ByteText?
  package var logDirectory: ByteText?
  package var storage = Setting(Storage.file)
  /// The table of ODBC storage; set when `storage` is `odbc`.
  package var messageTable: DatabaseTable?
  /// `extconfig.conf` maps `voicemail.conf`: the text file is not what Asterisk uses.
  package var realtimeStatic: Origin?
  /// `extconfig.conf` maps the family `voicemail`: further mailboxes live in a database.
  package var realtimeMailboxes: Origin?
  /// `extconfig.conf` maps the family `voicemail_data`: envelopes are mirrored in a database.
  package var realtimeEnvelopes: Origin?

  package init() {}
}

/// An Asterisk release number.
package struct AsteriskVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var major: Int
  package var minor: Int
  package var patch: Int

  package init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `22.10.1`, `16.28.0~dfsg-0`, `certified/18.9-cert1`; `nil` without a leading number.
  package init?(parsing text: String) {
    let start = text.drop { !$0.isNumber }
    let numbers = start.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) }
    guard let first = numbers.first, let major = first else { return nil }
    self.init(
      major, numbers.count > 1 ? numbers[1] ?? 0 : 0, numbers.count > 2 ? numbers[2] ?? 0 : 0)
  }

  package static func < (left: AsteriskVersion, right: AsteriskVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  package var description: String { "\(major).\(minor).\(patch)" }
}

/// One file the configuration was read from.
package struct ConfigFile: Sendable, Hashable {
  package var path: ByteText
  package var identity: FileIdentity

  package init(path: ByteText, identity: FileIdentity) {
    self.path = path
    self.identity = identity
  }
}

/// A fault or a construct that does not mean what its author meant.
package struct ConfigNotice: Sendable, Hashable {
  /// One case per kind, so that a rule can map it to an identifier, severity and remedy.
  package enum Kind: String, Sendable, CaseIterable {
    /// The load fails or a line is dropped by Asterisk.
    case syntaxError, ignoredLine, overlongLine, nulByte, missingInclude, includeTooDeep
    case execInclude, unknownDirective, missingFile
    /// Block comments: never closed, or closed without being open (hides what follows).
    case unclosedBlockComment, strayBlockCommentEnd
    case duplicateMailbox, duplicateAcrossContexts, secondGeneral, caseVariantContext
    case mailboxInZoneMessages, aliasesReadAsMailboxes, optionReadAsMailbox
    case optionsInPagerField, commaInOptions, blankAroundOption, unknownOption, malformedOption
    case untrueFlagWord, deleteInGeneral, shadowedGeneralOption, commaSeparatedAddresses
    case quotedField, blankInAddress, emptyRecipient, semicolonCutsLine, oldSyntax
    case greetingsOnlyMailbox, invalidMaxMessages, unknownFormat, attachFormatNotRecorded
    case unsafeName, ignoredMailboxName, byteOrderMark
    /// The line has no arrow, so that what should follow it is a part of the mailbox's name.
    case missingArrow
    /// An alias has the name of a mailbox, whose lights then show another's messages.
    case aliasHidesMailbox
    /// Layouts that a PIN change by phone damages (`ast_config_text_file_save2`).
    case rewriteHazard
    case templateOverrideIgnored, realtimeStatic, realtimeMailboxes, otherStorage, usersConf
    case worldReadableConfig, changedWhileReading
    /// Asterisk's own user cannot read the file, which this program read.
    case closedToAsterisk
    /// The release is not known, so the rules of the newest are assumed.
    case versionUnknown
    /// A field is longer than Asterisk keeps and is cut.
    case truncatedField
  }

  package var kind: Kind
  package var origin: Origin
  package var mailbox: MailboxID?
  /// One sentence for a person: what stands there and how Asterisk reads it; never a PIN.
  package var detail: Sentence

  package init(_ kind: Kind, at origin: Origin, mailbox: MailboxID? = nil, detail: Sentence) {
    self.kind = kind
    self.origin = origin
    self.mailbox = mailbox
    self.detail = detail
  }
}
