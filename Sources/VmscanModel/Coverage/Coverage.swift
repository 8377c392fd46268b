/// What was read and what could not be; an empty list of problems means everything was read.
package struct Coverage: Sendable, Hashable, Codable {
  package var problems: [SourceProblem]

  package init(problems: [SourceProblem] = []) { self.problems = problems }

  /// No number in the report is too low because something could not be read.
  package var isComplete: Bool { !problems.contains(where: \.hidesData) }

  /// Asterisk would refuse the voicemail configuration as it was read.
  package var hasInvalidConfiguration: Bool {
    problems.contains(where: \.isInvalidConfiguration)
  }
}

/// Something that should have been read and was not, or only in part.
package struct SourceProblem: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// Opening or listing failed; `detail` holds the name of the system error.
    case unreadable
    /// Only a part was read.
    case partial
    /// A symbolic link, device or foreign file system that is not followed.
    case notFollowed
    /// Vanished between listing and reading; normal on a live spool.
    case vanished
    /// Lives where this program does not read: realtime, ODBC, IMAP, `#exec`.
    case elsewhere
    /// Asterisk would refuse it, so neither it nor this program can tell the contents.
    case invalid
    /// The name is not usable as a path or not a mailbox.
    case unsafeName
    /// Expected and not there.
    case missing
    /// Removed messages that wait in quarantine; no finding comes from them.
    case quarantine
  }

  package var kind: Kind
  /// Path or object, as bytes.
  package var path: ByteText
  /// 1-based line within a text file.
  package var line: Int?
  /// What happened, for a person; includes the system error's name where there was one.
  package var detail: Sentence
  /// The mailbox whose numbers it makes incomplete, when it is only one.
  package var mailbox: MailboxID?
  /// Whether voicemail or mailboxes may exist that were not counted.
  package var hidesData: Bool

  package init(
    _ kind: Kind, path: ByteText, line: Int? = nil, detail: Sentence, mailbox: MailboxID? = nil,
    hidesData: Bool = true
  ) {
    self.kind = kind
    self.path = path
    self.line = line
    self.detail = detail
    self.mailbox = mailbox
    self.hidesData = hidesData
  }
}

extension SourceProblem {
  /// The line at which Asterisk would refuse the configuration; of what else may be invalid, mail
  /// logs have no lines and `secret.conf` belongs to a mailbox.
  fileprivate var isInvalidConfiguration: Bool {
    kind == .invalid && hidesData && mailbox == nil && line != nil
  }
}

extension SourceProblem: CustomStringConvertible {
  /// Place and detail with everything hidden that concerns a person.
  package var description: String { sentence.description }

  package var place: Place { Place(path, line: line) }

  /// Place and detail.
  package var sentence: Sentence { "\(place): \(detail)" }
}
