import Glibc
import VmscanActions
import VmscanModel
import VmscanOdbc
import VmscanSources
import VmscanStore
import VmscanSystem

/// Everything an action needs: the open spool, the quarantine, the proof that no other vmscan acts,
/// the journal, and who is asking.
struct ActionSession {
  let site: Site
  let store: HistoryStore
  let context: RunContext
  let files = PosixFileOperations()
  let spool: Descriptor
  let spoolIdentity: FileIdentity
  let quarantine: Quarantine
  let runLock: RunLock
  let control: LocalAsterisk
  let identity: ActionIdentity
  var actsUnasked = false
  /// The table of messages, where they are rows.
  let rows: SiteRows

  /// Opens everything, then finishes what an interrupted run left.
  ///
  /// - Throws: `CommandFailure`; nothing was changed then but what recovery finished.
  init(
    site: Site, store: HistoryStore, in context: RunContext, actsUnasked: Bool,
    rows: SiteRows? = nil
  ) throws {
    self.site = site
    self.store = store
    self.context = context
    self.actsUnasked = actsUnasked
    self.rows = rows ?? SiteRows(site)
    let settings = site.configuration.asterisk
    (spool, spoolIdentity, quarantine, runLock) = try Self.refusing { [files] in
      // Also what finishes an interrupted run takes folder locks.
      if let refusal = PurgeGuards.refusal(lockModeOf: settings) { throw refusal }
      let spool = try Self.openSpool(of: site, files)
      let found = try files.identity(of: spool)
      if let refusal = PurgeGuards.refusal(
        spool: site.spool, owner: found.owner, effectiveUser: geteuid())
      {
        throw refusal
      }
      let quarantine = try Quarantine(path: Self.quarantinePath(of: site), spool: spool)
      return (spool, found, quarantine, try RunLock("run.lock", in: quarantine.directory))
    }
    control = LocalAsterisk(
      spool: spoolIdentity, settings: settings, spoolPath: site.spool,
      usesAliases: !site.configuration.general.aliasesContext.value.isEmpty,
      manager: site.settings.manager)
    identity = ActionIdentity(in: context)
    try recover()
  }

  var lock: any FolderLock { site.configuration.asterisk.lockMode.value.folderLock() }

  var options: ExecutorOptions {
    var options = ExecutorOptions()
    options.actsUnasked = actsUnasked
    options.lanes = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    options.expectedOwner = geteuid() == 0 ? nil : spoolIdentity.owner
    return options
  }

  var clock: @Sendable () -> Timestamp { context.clock }

  static func quarantinePath(of site: Site) -> ByteText {
    site.settings.quarantine.map { ByteText($0) }
      ?? Quarantine.defaultPath(spool: site.spool)
  }

  /// Whether something stands where the site's quarantine belongs, or nobody can say; a link that leads
  /// nowhere is no quarantine that was never made.
  static func hasQuarantine(_ site: Site) -> Bool {
    let name = quarantinePath(of: site).bytes.map { CChar(bitPattern: $0) } + [0]
    return faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT
  }

  /// The quarantine as it stands, only to look at it; `nil` when none was ever made.
  static func existingQuarantine(of site: Site) throws -> Quarantine? {
    guard hasQuarantine(site) else { return nil }
    let path = quarantinePath(of: site)
    let spool = try openSpool(of: site, PosixFileOperations())
    return try Quarantine(path: path, spool: spool, create: false)
  }

  /// Opens the directory that holds the contexts.
  ///
  /// - Throws: `PurgeRefusal.spoolUnusable`.
  static func openSpool(
    of site: Site, _ files: PosixFileOperations
  ) throws -> Descriptor {
    do {
      return try files.openDirectory(site.spool, in: nil)
    } catch {
      throw PurgeRefusal.spoolUnusable(site.spool, "\(error)")
    }
  }

  /// Tells phones the new counts, as the last step; what fails is said and hides nothing.
  func refreshLights(of mailboxes: Set<MailboxID>) throws {
    guard !mailboxes.isEmpty else { return }
    let notify = site.configuration.general.externNotify.value
    var ways: [LightRefresher.Way] = site.settings.manager.map { [.manager($0)] } ?? []
    if !notify.isEmpty {
      ways.append(
        .externNotify(
          ExternNotify(command: notify, user: spoolIdentity.owner, group: spoolIdentity.group)))
    }
    if ways.isEmpty, control.state() == .notRunning { return }
    let source = site.source()
    let refresher = LightRefresher(ways: ways) { id in
      let folders = source.readMailbox(id)?.folders ?? []
      func shown(_ folder: Folder) -> Int {
        folders.first { $0.folder == folder }.map { Int($0.shownByAsterisk) } ?? 0
      }
      return AsteriskCounts(
        new: shown(.inbox) + shown(.urgent), old: shown(.old), urgent: shown(.urgent))
    }
    for line in refresher.refresh(mailboxes) { try context.err.writeLine("vmscan: \(line)") }
  }

  private func recover() throws {
    let recovery = Recovery(
      spool: spool, quarantine: quarantine, runLock: runLock, journal: store, lock: lock,
      control: control, identity: identity, actsUnasked: actsUnasked, now: clock)
    let rowRecovery = RowRecovery(
      quarantine: quarantine, runLock: runLock, journal: store, identity: identity, now: clock)
    let report = try Self.refusing {
      // Before copies are swept that no intent names.
      try rowRecovery.recover(rows.open).merged(with: recovery.recover())
    }
    guard !report.isEmpty else { return }
    try context.err.writeLine(
      "vmscan: found what run \(report.runs.joined(separator: ", ")) left when it was interrupted")
    for line in report.finished { try context.err.writeLine("  finished: \(line)") }
    for line in report.postponed { try context.err.writeLine("  postponed: \(line)") }
  }

  /// Turns refusals and errors of the engine into exit statuses.
  static func refusing<Value>(_ step: () throws -> Value) throws -> Value {
    do {
      return try step()
    } catch let refusal as PurgeRefusal {
      throw CommandFailure(refusal.status, "\(refusal)")
    } catch let error as OdbcError {
      throw CommandFailure(.incomplete, "the database cannot be used: \(error)")
    } catch let error as StoreError {
      throw CommandFailure(error.status, "\(error)")
    } catch let error as SystemError {
      throw CommandFailure(.failed, PlanFile.explanation(of: error) ?? error.withRemedy)
    }
  }
}

extension ActionIdentity {
  init(in context: RunContext) {
    self.init(
      run: "\(context.clock().epochSeconds)-\(getpid())", actor: Self.actor(in: context),
      host: context.hostName, command: context.recordedCommand)
  }

  /// `root/0`, or `root/0 for alice/1000` where sudo says who asked.
  ///
  /// Whoever may act can set the variable, too: it is what is known, not proof.
  private static func actor(in context: RunContext) -> String {
    let own = "\(context.user)/\(getuid())"
    guard let name = context.environment["SUDO_USER"], !name.isEmpty else { return own }
    let number = context.environment["SUDO_UID"].flatMap { UInt32($0) }.map { "/\($0)" } ?? ""
    return "\(own) for \(ByteText(name))\(number)"
  }
}

extension PurgeRefusal {
  var status: ExitStatus {
    switch self {
    case .anotherRunActive: .lockNotObtained
    case .spoolUnusable: .incomplete
    default: .refused
    }
  }
}
