import VmscanModel
import VmscanSystem

extension PurgeExecutor {
  /// Folders that are worked on together, and share a directory of the quarantine.
  struct Group {
    var number: Int
    /// The first of its lane: the run's directory may be new.
    var isFirst: Bool
  }

  /// Works on some folders whose intents are written together; returns those with more to do.
  func work(
    _ jobs: [PurgeJob], in group: Group, digest: String, stopping: Bool,
    done: (FolderOutcome) -> Void
  ) throws -> [PurgeJob] {
    var jobs = jobs
    if stopping {
      for index in jobs.indices { jobs[index].settleAll(.skipped("stopped before its turn")) }
    }
    let holds = stopping ? [:] : try prepareAll(&jobs, in: group)
    if !holds.isEmpty { try writeIntents(holds, jobs, digest: digest) }
    var records: [ActionRecord] = []
    var manifests: [QuarantineManifest] = []
    var changed: [(index: Int, hold: PreparedHold)] = []
    for (index, hold) in holds.sorted(by: { $0.key < $1.key }) {
      do {
        guard let taken = try act(hold, &jobs[index], &records) else { continue }
        manifests.append(taken)
        changed.append((index, hold))
      } catch {
        // What the folders before it came to is true whatever happens to this one.
        makeDurable(changed, &jobs)
        if !records.isEmpty { try journal.append(contentsOf: records) }
        throw error
      }
    }
    makeDurable(changed, &jobs)
    if !records.isEmpty { try journal.append(contentsOf: records) }
    if options.keepsNoQuarantine, !manifests.isEmpty { try unlink(manifests, &jobs) }
    for job in jobs where job.remaining.isEmpty { done(job.outcome) }
    return jobs.filter { !$0.remaining.isEmpty }
  }

  /// Opens, checks and stages each folder, and makes the group's manifest durable.
  private func prepareAll(_ jobs: inout [PurgeJob], in group: Group) throws -> [Int: PreparedHold] {
    try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
      let directory = try makeGroup(group.number)
      let preparation = HoldPreparation(
        files: files, lock: lock, quarantine: quarantine, spool: spool, options: options)
      var holds: [Int: PreparedHold] = [:]
      for index in jobs.indices where !jobs[index].remaining.isEmpty {
        let place = QuarantinePlace(run: identity.run, group: group.number, slot: index + 1)
        do {
          holds[index] = try preparation.prepare(
            &jobs[index], place: place, group: directory, spoolPath: spoolPath, now: now())
        } catch let error as FolderRefusal {
          jobs[index].settleAll(.skipped(error.description))
          jobs[index].outcome.isLockedOut = jobs[index].outcome.isLockedOut || error.isLockedOut
        } catch let error as SystemError {
          jobs[index].settleAll(.failed(error.description))
        }
      }
      try writeManifest(holds, in: directory, isFirst: group.isFirst)
      return holds
    }
  }

  private func makeGroup(_ group: Int) throws -> Descriptor {
    do {
      return try quarantine.makeGroup(run: identity.run, group: group)
    } catch let error as SystemError {
      throw PurgeRefusal.quarantineUnusable(quarantine.path, error.description)
    }
  }

  private func writeManifest(
    _ holds: [Int: PreparedHold], in directory: Descriptor, isFirst: Bool
  ) throws {
    guard !holds.isEmpty else { return }
    do {
      let file = try quarantine.createFile(QuarantineManifest.fileName, in: directory)
      for (_, hold) in holds.sorted(by: { $0.key < $1.key }) {
        try files.write(try CanonicalJSON.encode(hold.manifest) + [0x0A], to: file)
      }
      let run = try files.openDirectory(ByteText(identity.run), in: quarantine.directory)
      try files.sync([file, directory, run] + (isFirst ? [quarantine.directory] : []))
    } catch let error as SystemError {
      throw PurgeRefusal.quarantineUnusable(quarantine.path, error.description)
    }
  }

  private func writeIntents(
    _ holds: [Int: PreparedHold], _ jobs: [PurgeJob], digest: String
  ) throws {
    var records: [ActionRecord] = []
    for (index, hold) in holds.sorted(by: { $0.key < $1.key }) {
      for removal in hold.batch.removals {
        let intent = self.intent(hold, jobs[index], removal)
        let facts = MessageIntent.facts(of: removal.message, planDigest: digest)
        records.append(
          identity.record(
            .intent, .purge, intent.subject, at: now(),
            intent.detail.merging(facts) { first, _ in first }))
      }
      records.append(renumberIntent(jobs[index], hold.batch.moves))
    }
    try journal.append(contentsOf: records)
  }

  private func intent(
    _ hold: PreparedHold, _ job: PurgeJob, _ removal: FolderBatch.Removal
  ) -> MessageIntent {
    MessageIntent(
      mailbox: job.planned.mailbox, folder: job.planned.folder, number: removal.number,
      place: hold.place, files: removal.message.files, isCopy: hold.isCopy)
  }

  private func renumberIntent(_ job: PurgeJob, _ moves: [FolderBatch.Move]) -> ActionRecord {
    let intent = RenumberIntent(
      mailbox: job.planned.mailbox, folder: job.planned.folder, moves: moves)
    return identity.record(.intent, .renumber, intent.subject, at: now(), intent.detail)
  }

  /// Carries out one hold as the folder's owner and settles its messages.
  private func act(
    _ hold: PreparedHold, _ job: inout PurgeJob, _ records: inout [ActionRecord]
  ) throws -> QuarantineManifest? {
    let worker = FolderHold(
      files: files, lock: lock, control: control, options: options, shouldStop: shouldStop)
    let actor = quarantine.actor(in: hold.identity)
    let current = job
    let result = try owner.asOwner(actor.owner, actor.group) {
      try worker.carryOut(hold, of: current) { moves in
        try owner.returnToCaller()
        _ = try journal.appendSoon(renumberIntent(current, moves))
        try owner.become(owner: actor.owner, group: actor.group)
      }
    }
    if hold.isCopy { try discardCopies(hold, keeping: result) }
    settle(result, hold, &job, &records)
    guard !result.taken.isEmpty else { return nil }
    var manifest = hold.manifest
    let numbers = Set(result.taken.map(\.number))
    manifest.messages.removeAll { !numbers.contains($0.number) }
    return manifest
  }

  /// Brings renames to the disk before the journal says what became of them.
  ///
  /// Where a message went comes first, so that a crash between the two finds it twice, not never.
  private func makeDurable(
    _ changed: [(index: Int, hold: PreparedHold)], _ jobs: inout [PurgeJob]
  ) {
    guard !changed.isEmpty else { return }
    do {
      try files.sync(changed.map(\.hold.placeDirectory))
      try files.sync(changed.map(\.hold.folder))
    } catch {
      for (index, _) in changed {
        jobs[index].outcome.faults.append("\(jobs[index].planned.subject): \(firstLine(error))")
        jobs[index].settleAll(.skipped("its folder is left alone after a fault"))
      }
    }
  }

  /// Removes the copies of messages that stayed in their folder.
  private func discardCopies(_ hold: PreparedHold, keeping result: FolderHold.Result) throws {
    let torn = result.settled.filter { if case .interrupted = $0.status { true } else { false } }
    let kept = Set(result.taken.map(\.number) + torn.map(\.removal.number))
    try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
      for removal in hold.batch.removals where !kept.contains(removal.number) {
        for file in removal.message.files {
          try files.remove(file.name(number: removal.number), in: hold.placeDirectory)
        }
      }
    }
  }

  private func settle(
    _ result: FolderHold.Result, _ hold: PreparedHold, _ job: inout PurgeJob,
    _ records: inout [ActionRecord]
  ) {
    let before = job.remaining.count
    job.settle(
      result.taken.map { ($0.message, .quarantined) }
        + result.settled.map { ($0.removal.message, $0.status) })
    if let refusal = result.refusal { job.settleAll(.skipped(refusal.description)) }
    if let fault = result.fault {
      job.outcome.faults.append(fault)
      job.settleAll(.skipped("its folder is left alone after a fault"))
    }
    job.idleRounds = job.remaining.count < before ? 0 : job.idleRounds + 1
    if job.idleRounds > 3 { job.settleAll(.skipped("changed while it was worked on")) }
    job.outcome.longestHold = max(job.outcome.longestHold, result.duration)
    job.outcome.holds += 1
    job.outcome.isLockedOut = job.outcome.isLockedOut || result.isLockedOut
    records += outcomes(result, hold, job)
  }

  private func outcomes(
    _ result: FolderHold.Result, _ hold: PreparedHold, _ job: PurgeJob
  ) -> [ActionRecord] {
    var records: [ActionRecord] = []
    for removal in hold.batch.removals {
      let status = job.statuses[removal.message.number]
      if case .interrupted = status { continue }
      var detail = ["outcome": status?.word ?? "deferred"]
      if let why = status?.explanation { detail["explanation"] = why }
      if status == .quarantined { detail["quarantine"] = hold.place.description }
      let subject = intent(hold, job, removal).subject
      records.append(identity.record(.outcome, .purge, subject, at: now(), detail))
    }
    if result.isRenumbered {
      let detail = ["outcome": result.taken.isEmpty ? "unchanged" : "renumbered"]
      records.append(
        identity.record(.outcome, .renumber, job.planned.subject, at: now(), detail))
    }
    return records
  }

  /// Unlinks from the quarantine what was taken, when the site wants none.
  private func unlink(_ manifests: [QuarantineManifest], _ jobs: inout [PurgeJob]) throws {
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: owner, now: now)
    let entries = manifests.flatMap { $0.entries }
    let result = try expirer.unlink(entries)
    let unlinked = Dictionary(grouping: result.unlinked, by: \.folderSubject)
    for job in jobs.indices {
      guard let gone = unlinked[jobs[job].planned.subject] else { continue }
      jobs[job].outcome.markUnlinked(Set(gone.map(\.message.files)))
    }
    for problem in result.problems { jobs[0].outcome.faults.append(problem) }
  }
}
