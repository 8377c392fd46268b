import Glibc
import VmscanFormats
package import VmscanModel
import VmscanSystem

/// Carries out a plan: all of its files or none, each replaced as a whole.
package struct ConfigEditExecutor: Sendable {
  package var reader: any ConfigReading
  package var journal: any ActionJournal
  package var store: ConfigChangeStore
  package var author: ConfigEditAuthor
  package var clock: @Sendable () -> Timestamp
  /// Whether a caller may be changing a PIN at this moment.
  package var isCallerInMenu: @Sendable () throws -> Bool
  /// How long a file must not have been written, in seconds.
  package var quietSeconds: Int64 = 2
  /// Called before each step with the file concerned.
  package var beforeStep: @Sendable (ConfigEditStep, ByteText) throws -> Void = { _, _ in }

  package init(
    reader: any ConfigReading, journal: any ActionJournal, store: ConfigChangeStore,
    author: ConfigEditAuthor, clock: @escaping @Sendable () -> Timestamp,
    isCallerInMenu: @escaping @Sendable () throws -> Bool = { false }
  ) {
    self.reader = reader
    self.journal = journal
    self.store = store
    self.author = author
    self.clock = clock
    self.isCallerInMenu = isCallerInMenu
  }

  /// Makes the edit and remembers it under `change`.
  ///
  /// - Throws: `ConfigEditError`, `ConfigFileError`, what the journal throws; then every file is as
  ///   it was, but for `overwritten`, where somebody else's text stands. `ConfigEditTrouble` when
  ///   that is not so, with every file concerned.
  package func apply(_ plan: ConfigEditPlan, change id: String) throws {
    guard plan.format == ConfigEditPlan.formatVersion else {
      throw ConfigEditError.foreignPlan("it is of format \(plan.format)")
    }
    guard !(try isCallerInMenu()) else { throw ConfigEditError.callerInMenu }
    var replacements: [ConfigReplacement] = []
    var originals: [[UInt8]] = []
    for file in plan.files {
      let bytes = try planned(file, plan)
      guard let edited = ConfigEditFile.applying(file.edits, to: bytes, path: file.target),
        ConfigDigest.of(edited, nonce: plan.nonce) == file.newDigest
      else { throw ConfigEditError.changed(file.target) }
      originals.append(bytes)
      replacements.append(
        ConfigReplacement(file, bytes: edited, change: id, nonce: plan.nonce))
    }
    let change = ConfigChange(id: id, state: .prepared, plan: plan)
    try beforeStep(.backUp, ByteText(store.directory))
    do {
      try store.prepare(change, originals: originals)
      try beforeStep(.record, "journal")
      try recordIntent(plan, id)
    } catch {
      try forget(id, after: error)
      throw error
    }
    do {
      try replace(replacements, originals: originals, plan, id)
    } catch let trouble as ConfigEditTrouble {
      // Nothing is forgotten, and the intent stays open, until the next edit settles it.
      throw trouble
    } catch {
      try settleFailure(error, plan, id)
      throw error
    }
    try finish(change)
  }

  /// Records an edit that was made; its state comes last, because by it the next edit knows that
  /// nothing is left to do.
  private func finish(_ made: ConfigChange) throws {
    do {
      try beforeStep(.finish, "journal")
      try recordOutcome(made.plan, made.id, "done")
      try markUndone(made.plan.reverses)
      var change = made
      change.state = .applied
      try store.save(change)
    } catch {
      throw ConfigEditTrouble(
        cause: error,
        left: [
          "the edit \(made.id) was made, and only its record failed; the next edit completes it"
        ])
    }
  }

  /// Records that nothing was changed, then forgets the edit.
  private func settleFailure(_ error: any Error, _ plan: ConfigEditPlan, _ id: String) throws {
    do {
      try recordOutcome(plan, id, "not done: \(Self.firstLine(error))")
    } catch let failure {
      throw ConfigEditTrouble(
        cause: error,
        left: [
          "every file is as it was, which could not be recorded: \(Self.firstLine(failure))"
        ])
    }
    // What was there before somebody wrote over the edit may still be wanted.
    if case ConfigEditError.overwritten = error { return }
    try forget(id, after: error)
  }

  /// - Throws: `ConfigEditTrouble` when something stays.
  private func forget(_ id: String, after error: any Error) throws {
    do {
      try store.forget(id)
    } catch let failure {
      throw ConfigEditTrouble(
        cause: error,
        left: ["copies of the files stay in '\(store.directory)': \(Self.firstLine(failure))"])
    }
  }

  /// The bytes the plan was made for, when the file has stood still long enough.
  private func planned(_ file: ConfigEditFile, _ plan: ConfigEditPlan) throws -> [UInt8] {
    let (bytes, identity) = try ConfigFileCalls.read(file.target)
    guard ConfigDigest.of(bytes, nonce: plan.nonce) == file.digest else {
      throw ConfigEditError.changed(file.target)
    }
    try waitUntilQuiet(file.target, identity)
    return bytes
  }

  /// Asterisk saves a file piece by piece, each a valid text, so only time shows that it is done.
  private func waitUntilQuiet(_ path: ByteText, _ identity: FileIdentity) throws {
    guard quietSeconds > 0 else { return }
    // A clock that was set back makes a file look as if it came from the future.
    let wait = quietSeconds * 1_000_000_000 - max(0, SystemClock.nanoseconds - identity.modified)
    guard wait > 0 else { return }
    SystemClock.sleep(.nanoseconds(wait))
    guard try ConfigFileCalls.identity(of: path) == identity else {
      throw ConfigEditError.beingWritten(path)
    }
  }

  private func replace(
    _ replacements: [ConfigReplacement], originals: [[UInt8]], _ plan: ConfigEditPlan, _ id: String
  ) throws {
    var done = 0
    do {
      for replacement in replacements {
        try replacement.prepare { try beforeStep($0, replacement.file.target) }
      }
      let before = try checkEffect(replacements, plan)
      for replacement in replacements {
        let target = replacement.file.target
        try beforeStep(.recheck, target)
        guard !(try isCallerInMenu()) else { throw ConfigEditError.callerInMenu }
        try replacement.recheck()
        try beforeStep(.rename, target)
        try replacement.commit { try beforeStep($0, target) }
        done += 1
        try beforeStep(.syncDirectory, target)
        try ConfigFileCalls.syncDirectory(of: target)
      }
      try confirm(replacements, plan, before)
    } catch {
      var left: [String] = []
      for (position, replacement) in replacements.enumerated() {
        // Beside the one that could not be put back lies another program's text.
        if position == done, case ConfigEditError.stranded = error { continue }
        replacement.discard()
      }
      if case ConfigEditError.stranded = error { left.append(kept(done, id)) }
      left += rollBack(replacements[..<done], originals: originals, plan, id)
      guard left.isEmpty else { throw ConfigEditTrouble(cause: error, left: left) }
      throw error
    }
  }

  private func kept(_ position: Int, _ id: String) -> String {
    "as it was before it is in '\(store.backup(of: id, position: position))'"
  }

  /// Reads everything again, as it is and as it will be, with the new files lying beside.
  private func checkEffect(
    _ replacements: [ConfigReplacement], _ plan: ConfigEditPlan
  ) throws -> ConfigView {
    try beforeStep(.readAgain, plan.etcDirectory)
    let before = try reader.read(overlay: [:])
    var overlay: [ByteText: [UInt8]] = [:]
    for replacement in replacements {
      for name in replacement.file.names { overlay[name] = replacement.bytes }
    }
    let targets = ConfigTarget.resolve(before.conf.documents.map { ByteText(bytes: $0.path) })
    for file in plan.files {
      guard !file.names.isEmpty, file.names.allSatisfy({ targets[$0]?.path == file.target }) else {
        throw ConfigEditError.foreignPlan("'\(file.target)' is no file of this configuration")
      }
    }
    for document in before.conf.documents {
      let name = ByteText(bytes: document.path)
      let file = plan.files.first { $0.names.contains(name) }
      guard let file else { continue }
      guard ConfigDigest.of(document.serialized, nonce: plan.nonce) == file.digest else {
        throw ConfigEditError.changed(file.target)
      }
    }
    let differences = ConfigEditVerifier(before: before, plan: plan)
      .differences(try reader.read(overlay: overlay))
    guard differences.isEmpty else {
      throw ConfigEditError.unexpectedEffect(
        differences.prefix(3).map(\.description).joined(separator: "; "))
    }
    return before
  }

  private func confirm(
    _ replacements: [ConfigReplacement], _ plan: ConfigEditPlan, _ before: ConfigView
  ) throws {
    for replacement in replacements {
      try beforeStep(.confirm, replacement.file.target)
      try replacement.confirm()
    }
    let differences = ConfigEditVerifier(before: before, plan: plan)
      .differences(try reader.read(overlay: [:]))
    guard differences.isEmpty else {
      throw ConfigEditError.unexpectedEffect(
        differences.prefix(3).map(\.description).joined(separator: "; "))
    }
  }

  /// Puts back the files that were replaced and that nobody has written since.
  ///
  /// - Returns: What is not as it was, one sentence each.
  private func rollBack(
    _ replacements: ArraySlice<ConfigReplacement>, originals: [[UInt8]], _ plan: ConfigEditPlan,
    _ id: String
  ) -> [String] {
    var left: [String] = []
    for (position, replacement) in replacements.enumerated() {
      let target = replacement.file.target
      do {
        try beforeStep(.rollBack, target)
        try putBack(replacement, originals[position], plan)
      } catch ConfigEditError.changed {
        // Somebody's text stands there, which the cause tells or which is as good as untouched.
        continue
      } catch {
        left.append(
          "'\(target)' could not be put back: \(Self.firstLine(error)); " + kept(position, id))
      }
    }
    return left
  }

  /// - Throws: `ConfigEditError.changed` when somebody has written the file since.
  private func putBack(
    _ replacement: ConfigReplacement, _ original: [UInt8], _ plan: ConfigEditPlan
  ) throws {
    var file = replacement.file
    let now = try ConfigFileCalls.read(file.target)
    guard ConfigDigest.of(now.bytes, nonce: plan.nonce) == file.newDigest else {
      throw ConfigEditError.changed(file.target)
    }
    (file.digest, file.newDigest) = (file.newDigest, file.digest)
    file.identity = now.identity
    let back = ConfigReplacement(file, bytes: original, change: "back", nonce: plan.nonce)
    do {
      try back.prepare { _ in }
      try back.recheck()
      try back.commit { _ in }
      try ConfigFileCalls.syncDirectory(of: file.target)
    } catch let stranded as ConfigEditError {
      if case .stranded = stranded {} else { back.discard() }
      throw stranded
    } catch {
      back.discard()
      throw error
    }
  }

  func markUndone(_ id: String?) throws {
    guard let id else { return }
    var change = try store.change(id)
    change.state = .undone
    try store.save(change)
  }

  static func firstLine(_ error: any Error) -> String {
    "\(error)".split(separator: "\n").first.map(String.init) ?? ""
  }
}
