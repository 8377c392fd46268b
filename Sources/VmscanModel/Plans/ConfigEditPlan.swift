/// An edit of the voicemail configuration as it is reviewed and applied.
///
/// Holds tokens of the options field and byte places only, never a whole line: lines hold PINs.
package struct ConfigEditPlan: Sendable, Hashable, Codable {
  package enum Action: String, Sendable, Codable { case enable, disable, restore }

  package static let formatVersion = 1

  package var format: Int
  package var action: Action
  package var created: Timestamp
  package var host: String
  package var etcDirectory: ByteText
  /// Release whose rules were used; `nil` for the newest.
  package var asteriskVersion: String?
  /// Random; goes into every digest, so that none can be used to guess a PIN.
  package var nonce: String
  /// Mailboxes that change, sorted.
  package var mailboxes: [ConfigEditMailbox]
  /// Files that change, sorted by target.
  package var files: [ConfigEditFile]
  /// Mailboxes that were asked for and are left alone, sorted.
  package var refused: [ConfigEditVerdict]
  /// Mailboxes that are as wanted already, sorted.
  package var unchanged: [MailboxID]
  /// The change that this one takes back.
  package var reverses: String?

  package init(
    action: Action, created: Timestamp, host: String, etcDirectory: ByteText,
    asteriskVersion: String?, nonce: String, mailboxes: [ConfigEditMailbox] = [],
    files: [ConfigEditFile] = [], refused: [ConfigEditVerdict] = [], unchanged: [MailboxID] = [],
    reverses: String? = nil
  ) {
    format = Self.formatVersion
    self.action = action
    self.created = created
    self.host = host
    self.etcDirectory = etcDirectory
    self.asteriskVersion = asteriskVersion
    self.nonce = nonce
    self.mailboxes = mailboxes
    self.files = files
    self.refused = refused
    self.unchanged = unchanged
    self.reverses = reverses
  }

  package var isEmpty: Bool { files.isEmpty }
}

/// One mailbox whose line changes.
package struct ConfigEditMailbox: Sendable, Hashable, Codable {
  package var id: MailboxID
  /// The line that is edited, in the file as Asterisk names it.
  package var origin: Origin
  package var options: [ConfigOptionChange]
  /// Refusals the person who asked overrode by name.
  package var overridden: [ConfigEditRefusal.Reason]

  package init(
    id: MailboxID, origin: Origin, options: [ConfigOptionChange],
    overridden: [ConfigEditRefusal.Reason] = []
  ) {
    self.id = id
    self.origin = origin
    self.options = options
    self.overridden = overridden
  }
}

/// What happens to one option of a mailbox.
package struct ConfigOptionChange: Sendable, Hashable, Codable {
  package enum Option: String, Sendable, Codable, CaseIterable { case attach, delete }

  package var option: Option
  /// The value of the mailbox's own token in force, `nil` when it has none.
  package var before: ByteText?
  package var after: ByteText?
  /// What Asterisk makes of it, with the default of `[general]`.
  package var wasOn: Bool
  package var isOn: Bool

  package init(option: Option, before: ByteText?, after: ByteText?, wasOn: Bool, isOn: Bool) {
    self.option = option
    self.before = before
    self.after = after
    self.wasOn = wasOn
    self.isOn = isOn
  }
}

/// One file with the bytes to replace in it.
package struct ConfigEditFile: Sendable, Hashable, Codable {
  /// The file itself, symbolic links resolved.
  package var target: ByteText
  /// The names under which Asterisk reads it.
  package var names: [ByteText]
  package var identity: FileIdentity
  /// Salted digest of the bytes before, and of the bytes after.
  package var digest: String
  package var newDigest: String
  /// Sorted, from the first line to the last; places are those before any edit.
  package var edits: [ConfigByteEdit]

  package init(
    target: ByteText, names: [ByteText], identity: FileIdentity, digest: String,
    newDigest: String, edits: [ConfigByteEdit]
  ) {
    self.target = target
    self.names = names
    self.identity = identity
    self.digest = digest
    self.newDigest = newDigest
    self.edits = edits
  }
}

/// Bytes of the options field that give way to others.
package struct ConfigByteEdit: Sendable, Hashable, Codable {
  /// 1-based physical line.
  package var line: Int
  /// Byte range within the line.
  package var lowerBound: Int
  package var upperBound: Int
  package var removed: ByteText
  package var inserted: ByteText

  package init(line: Int, range: Range<Int>, removed: ByteText, inserted: ByteText) {
    self.line = line
    lowerBound = range.lowerBound
    upperBound = range.upperBound
    self.removed = removed
    self.inserted = inserted
  }

  package var range: Range<Int> { lowerBound..<max(lowerBound, upperBound) }
}

/// Why one mailbox is left alone.
package struct ConfigEditVerdict: Sendable, Hashable, Codable {
  package var id: MailboxID
  /// Never empty; those that were overridden are not among them.
  package var refusals: [ConfigEditRefusal]

  package init(id: MailboxID, refusals: [ConfigEditRefusal]) {
    self.id = id
    self.refusals = refusals
  }
}
