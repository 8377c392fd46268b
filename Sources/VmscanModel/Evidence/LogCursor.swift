/// How far a mail log has been read, so that the next run reads only what is new.
package struct LogCursor: Sendable, Hashable, Codable {
  /// File that was read last; a rotation gives it another name.
  package var device: UInt64
  package var inode: UInt64
  /// Bytes of the file, uncompressed, that have been read: always at the start of a line.
  package var offset: Int64
  /// The file's first bytes, by which it is known again whatever its name or inode.
  package var headLength: Int64
  package var headDigest: UInt64
  /// The file read before, where the last one was still empty and has nothing to be known by.
  package var before: LogMark?
  /// Time of the last line read.
  package var last: Timestamp?
  /// Year of that line, for logs whose lines name none.
  package var year: Int?
  /// Start of the stretch without a hole that ends with that line.
  package var stretchStart: Timestamp?
  /// The log has shown a voicemail mail, so its silence means something.
  package var showsVoicemail: Bool
  /// Mails that had not left the queue.
  package var pending: [PendingMail]
  /// Why the log's silence means nothing; `nil` when it does not, and in cursors of release 1.
  package var doubt: String?
  /// The first line that was not understood, without addresses.
  package var doubtLine: String?
  /// What each mail agent showed of itself; `nil` in cursors of earlier releases.
  package var agents: [LogAgent]?
  /// Why the log's times are not believed; `nil` when they are.
  package var zoneDoubt: String?
  /// The zone that times without one were read in; `nil` for the machine's.
  package var zone: String?
  /// Older files that could not be read, which every run tries again; `nil` for none.
  package var unread: [UnreadLog]?
  /// Lines without a time in a known form since the last one with it; `nil` for none.
  package var untimed: Int?

  package init(
    device: UInt64, inode: UInt64, offset: Int64, headLength: Int64, headDigest: UInt64,
    last: Timestamp? = nil, year: Int? = nil, stretchStart: Timestamp? = nil,
    showsVoicemail: Bool = false, pending: [PendingMail] = []
  ) {
    self.device = device
    self.inode = inode
    self.offset = offset
    self.headLength = headLength
    self.headDigest = headDigest
    self.last = last
    self.year = year
    self.stretchStart = stretchStart
    self.showsVoicemail = showsVoicemail
    self.pending = pending
  }

  /// The last file that had lines; `nil` when none had.
  package var mark: LogMark? {
    headLength > 0
      ? LogMark(headLength: headLength, headDigest: headDigest, offset: offset) : before
  }

  /// As of a log that nothing is known of but the mails under way.
  package var withoutTimes: LogCursor {
    LogCursor(
      device: device, inode: inode, offset: offset, headLength: headLength,
      headDigest: headDigest, pending: pending)
  }

  /// Whether times that were not believed were read in another zone than the settings name now.
  package func isMended(byZone zone: String?) -> Bool { zoneDoubt != nil && self.zone != zone }
}

/// How far a file of a log has been read, and its first bytes, by which it is known again.
package struct LogMark: Sendable, Hashable, Codable {
  package var headLength: Int64
  package var headDigest: UInt64
  package var offset: Int64
}

/// A rotated log that could not be read, or not to its end, although what was written later was.
package struct UnreadLog: Sendable, Hashable, Codable {
  /// What its name had after the log's name, without the packing's ending; empty for the log's whole
  /// folder, which could not be listed.
  package var mark: ByteText
  /// 0 when they are not known.
  package var device: UInt64
  package var inode: UInt64
  /// When it was written last, which packing does not change.
  package var modified: Timestamp?
  /// Time of the last line that was read before it.
  package var after: Timestamp?

  package init(
    mark: ByteText, device: UInt64 = 0, inode: UInt64 = 0, modified: Timestamp? = nil,
    after: Timestamp?
  ) {
    self.mark = mark
    self.device = device
    self.inode = inode
    self.modified = modified
    self.after = after
  }
}

/// The stretch of a log in which one mail agent wrote.
package struct LogAgent: Sendable, Hashable, Codable {
  /// The agent's name, as the log reader knows it.
  package var name: String
  package var first: Timestamp
  package var last: Timestamp
  /// It has shown a voicemail mail.
  package var showsVoicemail: Bool

  package init(name: String, first: Timestamp, last: Timestamp, showsVoicemail: Bool) {
    self.name = name
    self.first = first
    self.last = last
    self.showsVoicemail = showsVoicemail
  }
}

/// A mail that is still in a mail server's queue.
package struct PendingMail: Sendable, Hashable, Codable {
  package var record: MailRecord
  /// Host and instance of the server, as the log names them.
  package var scope: ByteText
  /// The mail went on under another id; kept for what earlier releases read.
  package var isHandedOn: Bool
  /// The server reported to the sender that somebody did not get it.
  package var hasNonDelivery: Bool
  /// Time of its last line.
  package var touched: Timestamp
  /// It lies in the queue until somebody lets it go.
  package var isHeld: Bool?
  /// Lines were lost since its last one: what follows under its id may be another mail's.
  package var mayBeAnother: Bool?
  /// It goes to a content filter, which may not hand it on.
  package var isFiltered: Bool?
  /// Envelope sender, of servers whose lines name it where they name an alias (Sendmail).
  package var sender: ByteText?
  /// A filter gave it another body.
  package var isRewritten: Bool?

  // An optional text among the parameters would make the compiler copy and release the whole mail.
  package init(
    record: MailRecord, scope: ByteText, isHandedOn: Bool = false, hasNonDelivery: Bool = false,
    touched: Timestamp
  ) {
    self.record = record
    self.scope = scope
    self.isHandedOn = isHandedOn
    self.hasNonDelivery = hasNonDelivery
    self.touched = touched
  }
}
