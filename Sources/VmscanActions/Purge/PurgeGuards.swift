package import VmscanModel

/// What must hold before anything is removed; pure, each failure a value with its text.
package enum PurgeGuards {
  /// What a site allows one purge to do.
  package struct Caps: Sendable, Hashable {
    package var maxMessages: Int?
    /// Share of the considered messages, in percent.
    package var maxPercent: Int?

    package init(maxMessages: Int? = nil, maxPercent: Int? = nil) {
      self.maxMessages = maxMessages
      self.maxPercent = maxPercent
    }
  }

  /// A predicate must mean something; a policy may stand for it.
  package static func refusal(
    predicate: MessagePredicate, hasPolicy: Bool
  ) -> PurgeRefusal? {
    if let older = predicate.older, older.seconds <= 0 { return .zeroAge }
    return predicate.isEmpty && !hasPolicy ? .emptyPredicate : nil
  }

  /// Only files that no database mirrors can be purged, and rows of a table that is named.
  package static func refusal(settings: AsteriskSettings) -> PurgeRefusal? {
    switch settings.storage.value {
    case .file, .unknown: break
    case .odbc where settings.messageTable != nil: return nil
    case .odbc, .imap: return .storageNotFile(settings.storage.value)
    }
    return settings.realtimeEnvelopes.map { .envelopesInDatabase($0) }
  }

  /// A lock in the wrong mode is none.
  package static func refusal(lockModeOf settings: AsteriskSettings) -> PurgeRefusal? {
    settings.lockModeDoubt.map { .lockModeUnknown($0) }
  }

  package static func refusal(totals: PlanTotals, caps: Caps) -> PurgeRefusal? {
    if let allowed = caps.maxMessages, totals.removed.messages > allowed {
      return .tooManyMessages(planned: totals.removed.messages, allowed: allowed)
    }
    if let allowed = caps.maxPercent, totals.percent > allowed {
      return .tooLargeShare(percent: totals.percent, allowed: allowed)
    }
    return nil
  }

  /// A reviewed plan is applied soon, on the machine and in the mode it was made for.
  package static func refusal(
    header: PlanHeader, now: Timestamp, host: String, lockMode: AsteriskSettings.LockMode,
    ageLimit: Age
  ) -> PurgeRefusal? {
    if header.host != host { return .otherHost(planned: header.host, here: host) }
    if header.lockMode != lockMode {
      return .lockModeChanged(planned: header.lockMode, now: lockMode)
    }
    if header.created > now { return .planFromFuture(created: header.created) }
    if header.created < now - ageLimit {
      return .stalePlan(created: header.created, limit: ageLimit)
    }
    return nil
  }

  /// Asterisk's user may act, and root, who becomes it.
  package static func refusal(
    spool: ByteText, owner: UInt32, effectiveUser: UInt32
  ) -> PurgeRefusal? {
    effectiveUser == 0 || effectiveUser == owner
      ? nil : .wrongUser(spool: spool, owner: owner, effective: effectiveUser)
  }

  /// A folder in which Asterisk itself would lose its way is left alone.
  ///
  /// `planned`: numbers that are to go; they may be incomplete or out of reach.
  package static func refusal(
    folder: FolderSnapshot, planned: Set<Int32>, expecting owner: UInt32?
  ) -> FolderRefusal? {
    if let (name, identity) = folder.unusable.first {
      if folder.isLayered { return .layered }
      if identity.isSymbolicLink { return .symbolicLink(name) }
      return identity.isRegularFile ? .otherDevice(name) : .irregularFile(name)
    }
    if !folder.strayNames.isEmpty { return .strayNames(folder.strayNames) }
    if let owner, folder.identity.owner != owner {
      return .ownerMismatch(owner: folder.identity.owner, expected: owner)
    }
    let staying = folder.messages.filter { !planned.contains($0.number) }
    if let far = staying.first(where: { $0.number > MessageNumber.highest }) {
      return .unreachableNumber(far.number)
    }
    let broken = staying.filter { !$0.isWhole }.map(\.number)
    return broken.isEmpty ? nil : .orphanFiles(numbers: broken)
  }

  /// Another program's lock that is older than any honest one (6.5 of Asterisk's own rules).
  package static func staleLock(
    folder: FolderSnapshot, mode: AsteriskSettings.LockMode, now: Timestamp
  ) -> FolderRefusal? {
    guard mode == .lockfile, let lock = folder.locks.first(where: { $0.name == mode.lockName })
    else { return nil }
    let age = now.epochSeconds - lock.identity.modified / 1_000_000_000
    return age > 60 ? .staleLock(age: age) : nil
  }
}
