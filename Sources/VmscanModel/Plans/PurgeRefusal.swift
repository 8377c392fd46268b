/// Why a whole purge does not start; nothing was changed.
package enum PurgeRefusal: Error, Sendable, Hashable {
  case emptyPredicate
  case zeroAge
  case storageNotFile(AsteriskSettings.Storage)
  case envelopesInDatabase(Origin)
  case tooManyMessages(planned: Int, allowed: Int)
  case tooLargeShare(percent: Int, allowed: Int)
  case wrongUser(spool: ByteText, owner: UInt32, effective: UInt32)
  case spoolChanged(ByteText)
  case spoolUnusable(ByteText, String)
  case stalePlan(created: Timestamp, limit: Age)
  case planFromFuture(created: Timestamp)
  case planDamaged(String)
  case otherHost(planned: String, here: String)
  case lockModeChanged(planned: AsteriskSettings.LockMode, now: AsteriskSettings.LockMode)
  /// An Asterisk that runs may lock in another mode than `asterisk.conf` now leads to.
  case lockModeUnknown(Origin)
  case sessionsUnknown(String)
  case quarantineUnusable(ByteText, String)
  /// This user may not open it.
  case quarantineClosed(ByteText, String)
  case anotherRunActive(String)
  /// Rows of a table that cannot be removed and brought back as they were.
  case rowsUnchangeable(ByteText, String)
  /// Another Asterisk uses the table, whose calls cannot be seen from here.
  case tableShared(ByteText, String)
  /// The plan is for another table, or for files.
  case tableChanged(planned: ByteText?, now: ByteText?)
}

extension PurgeRefusal {
  /// The quarantine may be as it should, but not for this user.
  package var isClosedQuarantine: Bool {
    if case .quarantineClosed = self { return true }
    return false
  }
}

extension PurgeRefusal: CustomStringConvertible {
  /// What was refused and why, and on a second line what to do.
  package var description: String { what + "\n" + remedy }

  private var what: String {
    switch self {
    case .emptyPredicate: "refused to purge: neither an age nor a predicate was given"
    case .zeroAge: "refused to purge: an age of zero means everything"
    case .storageNotFile(let storage):
      "refused to purge: Asterisk keeps voicemail in storage '\(storage.rawValue)'"
    case .envelopesInDatabase(let origin):
      "refused to purge: envelopes are mirrored in a database (\(origin))"
    case .tooManyMessages(let planned, let allowed):
      "refused to purge \(planned) messages: '--max-messages' allows \(allowed)"
    case .tooLargeShare(let percent, let allowed):
      "refused to purge \(percent) % of the messages: '--max-percent' allows \(allowed)"
    case .wrongUser(let spool, let owner, let effective):
      "refused to purge '\(spool)': it belongs to user \(owner), this runs as \(effective)"
    case .spoolChanged(let spool):
      "refused to apply the plan: '\(spool)' is not the directory it was made for"
    case .spoolUnusable(let spool, let why): "cannot open the spool '\(spool)': \(why)"
    case .stalePlan(let created, let limit):
      "refused to apply the plan: made \(created), older than \(limit)"
    case .planFromFuture(let created):
      "refused to apply the plan: made \(created), which lies in the future"
    case .planDamaged(let why): "refused to apply the plan: \(why)"
    case .otherHost(let planned, let here):
      "refused to apply the plan: made on host '\(planned)', this is '\(here)'"
    case .lockModeChanged(let planned, let now):
      "refused to apply the plan: made for lockmode \(planned.rawValue), now \(now.rawValue)"
    case .lockModeUnknown(let origin):
      "refused to act: Asterisk's lock mode is not known, as asterisk.conf cannot be used (\(origin))"
    case .sessionsUnknown(let why):
      "refused to purge: Asterisk runs and cannot be asked who is in a mailbox: \(why)"
    case .quarantineUnusable(let path, let why), .quarantineClosed(let path, let why):
      "cannot use the quarantine '\(path)': \(why)"
    case .anotherRunActive(let holder): "refused to act: another vmscan is acting (\(holder))"
    case .rowsUnchangeable(let table, let why): "refused to change rows of '\(table)': \(why)"
    case .tableShared(let table, let why): "refused to change rows of '\(table)': \(why)"
    case .tableChanged(let planned, let now):
      "refused to apply the plan: made for \(planned.map { "'\($0)'" } ?? "files"), "
        + "voicemail is now in \(now.map { "'\($0)'" } ?? "files")"
    }
  }

  private var remedy: String {
    switch self {
    case .emptyPredicate: "say what may go, for example '--emailed --older 30d'"
    case .zeroAge: "give an age such as '30d'"
    case .storageNotFile: "only files and rows can be purged; nothing was changed"
    case .envelopesInDatabase:
      "purge through Asterisk, or remove the mapping of 'voicemail_data'"
    case .tooManyMessages, .tooLargeShare:
      "nothing was changed; raise the cap or narrow the predicate"
    case .wrongUser: "run as that user or as root"
    case .spoolUnusable:
      "nothing was changed; check '--spool', or run as Asterisk's user or as root"
    case .spoolChanged, .stalePlan, .planDamaged, .otherHost, .lockModeChanged, .tableChanged:
      "nothing was changed; make a new plan"
    case .planFromFuture: "check the clock"
    case .lockModeUnknown:
      "nothing was changed; correct asterisk.conf ('vmscan doctor' names the fault) and try again"
    case .sessionsUnknown: "run where its control socket can be reached, or stop Asterisk"
    case .quarantineUnusable, .quarantineClosed: "nothing was changed"
    case .anotherRunActive: "wait until it has ended"
    case .rowsUnchangeable: "nothing was changed; let owners delete such messages by phone"
    case .tableShared:
      "nothing was changed; with '--even-shared' it goes on, which is safe only while nobody on "
        + "another host is in these mailboxes"
    }
  }
}
