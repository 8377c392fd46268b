import Glibc
import Synchronization
package import VmscanModel
import VmscanSystem

/// Walks a voicemail spool `<root>/<context>/<mailbox>/<folder>`, several mailboxes at a time.
///
/// Reads names, file facts and envelopes, never audio; follows no link and enters no other file
/// system; leaves no access times where the owner of the files runs it. Memory does not grow with
/// the number of messages: each thread holds one mailbox.
package struct SpoolWalker: Sendable {
  /// The directory that holds the contexts.
  package let root: ByteText
  package let now: Timestamp
  package let lockMode: AsteriskSettings.LockMode
  /// Of several values of one name in an envelope the last counts, as from Asterisk 23 on.
  package var lastValueWins = true
  /// Names in the root that are not contexts and known to the caller, such as a quarantine.
  package var ignoredNames: Set<ByteText> = []
  /// Configured mailboxes whose context or number begins with a dot; other such directories are not
  /// taken for voicemail.
  package var dottedMailboxes: Set<MailboxID> = []
  /// Fills `SpoolMailbox.files`.
  package var keepsFiles = false
  /// What earlier walks remember, and how far it is believed; without it everything is read.
  package var plan: SpoolReadingPlan?
  private let threads: Int?

  /// Takes an explicit number of threads, or by default 16, or eight for each processor if fewer.
  package init(
    root: ByteText, now: Timestamp, lockMode: AsteriskSettings.LockMode = .lockfile,
    threads: Int? = nil
  ) {
    var bytes = root.bytes
    while bytes.count > 1, bytes.last == 0x2F { bytes.removeLast() }
    self.root = ByteText(bytes: bytes)
    self.now = now
    self.lockMode = lockMode
    self.threads = threads
  }

  /// Reads every mailbox and hands each to `visit` once, with the accumulator of its thread.
  ///
  /// Which thread reads which mailbox is chance: merge the accumulators by operations whose order
  /// does not matter, or sort. The mailbox passed is used again after `visit` returns; keeping a
  /// copy is safe. `isCancelled` is asked before each mailbox and ends the walk when true.
  package func walk<Accumulator: Sendable>(
    into makeAccumulator: @escaping @Sendable () -> Accumulator,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    visit: @escaping @Sendable (inout Accumulator, SpoolMailbox) -> Void
  ) -> SpoolWalk<Accumulator> {
    var enumeration = SpoolEnumeration(
      root: root, ignoredNames: ignoredNames, dottedMailboxes: dottedMailboxes)
    guard let spool = enumeration.enumerate() else {
      return SpoolWalk(accumulators: [], summary: enumeration.summary)
    }
    let jobs = enumeration.mailboxes
    let variants = Self.spellingVariants(among: jobs)
    let settings = settings(device: enumeration.device)
    let width = width(for: jobs.count)
    let batches = JobBatches(count: jobs.count, width: width, isRemembered: plan != nil)
    let delivered = Counter()
    let results = Mutex<[Accumulator]>([])
    let outcome = Mutex((handled: 0, recalled: 0, failure: String?.none))
    let (rootDescriptor, plan) = (spool.raw, plan)
    ThreadTeam.run(width: width) {
      var accumulator = makeAccumulator()
      var reading = SpoolVisit(
        root: rootDescriptor, settings: settings, jobs: jobs, variants: variants, plan: plan)
      while !isCancelled(), let batch = batches.take() {
        reading.read(batch, isCancelled: isCancelled) { mailbox in
          delivered.add()
          visit(&accumulator, mailbox)
        }
      }
      results.withLock { $0.append(accumulator) }
      let (handled, recalled, failure) = (reading.handled, reading.recalled, reading.failure)
      outcome.withLock {
        $0.handled += handled
        $0.recalled += recalled
        $0.failure = $0.failure ?? failure
      }
    }
    var summary = enumeration.summary
    summary.mailboxes = delivered.value
    let result = outcome.withLock { $0 }
    summary.wasCancelled = result.handled < jobs.count
    (summary.recalled, summary.memoryFailure) = (result.recalled, result.failure)
    withExtendedLifetime(spool) {}
    return SpoolWalk(accumulators: results.withLock { $0 }, summary: summary)
  }

  /// Whether there is a spool; one that cannot be looked at is there.
  var isThere: Bool {
    let path = root.bytes.map { CChar(bitPattern: $0) } + [0]
    return access(path, F_OK) == 0 || errno != ENOENT
  }

  /// The mailbox directories in the order of their names, and what above them could not be read.
  package func mailboxes() -> (ids: [MailboxID], problems: [SourceProblem]) {
    var enumeration = SpoolEnumeration(
      root: root, ignoredNames: ignoredNames, dottedMailboxes: dottedMailboxes)
    guard enumeration.enumerate() != nil else { return ([], enumeration.summary.problems) }
    return (enumeration.mailboxes, enumeration.summary.problems)
  }

  /// Reads mailboxes on several threads and hands what `judge` makes of them over on this thread,
  /// in the order of `ids`; those without a directory are left out.
  ///
  /// `judge` runs on any thread. A few mailboxes are read ahead, whatever becomes of them.
  ///
  /// - Throws: What `body` throws.
  package func forEachMailbox<Part: Sendable>(
    of ids: [MailboxID], judge: @escaping @Sendable (SpoolMailbox) -> Part,
    _ body: (Part) throws -> Void
  ) throws {
    try ReadAhead.run(
      count: ids.count, width: width(for: ids.count),
      job: { number in readMailbox(ids[number]).map(judge) },
      body: { part in if let part { try body(part) } })
  }

  /// Reads one mailbox; `nil` when its directory is not there.
  ///
  /// What could not be read, the spool itself included, is among the mailbox's problems.
  package func readMailbox(_ id: MailboxID) -> SpoolMailbox? {
    guard id.isSafePath else { return nil }
    var opener = Opener()
    do throws(SystemError) {
      let spool = try opener.openDirectory(root)
      let settings = settings(device: try spool.identity().device)
      var reader = ContextReader(root: spool.raw, settings: settings)
      return reader.read(id) ? reader.mailbox.box : nil
    } catch {
      guard error.code != ENOENT else { return nil }
      var box = SpoolMailbox(id: id, identity: .none)
      box.problems = [
        SourceProblem(
          .unreadable, path: root, detail: "cannot open the spool: \(error)", mailbox: id)
      ]
      return box
    }
  }

  /// Folded names of the directories that differ from another one by case only.
  private static func spellingVariants(among ids: [MailboxID]) -> Set<MailboxID> {
    guard ids.contains(where: { $0.folded != $0 }) else { return [] }
    var seen: Set<MailboxID> = []
    return Set(ids.lazy.map(\.folded).filter { !seen.insert($0).inserted })
  }

  private func settings(device: UInt64) -> SpoolSettings {
    SpoolSettings(
      root: root, now: now, lockMode: lockMode, lastValueWins: lastValueWins, device: device,
      keepsFiles: keepsFiles)
  }

  private func width(for jobs: Int) -> Int {
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return max(1, min(jobs, threads.map { max(1, $0) } ?? min(16, 8 * processors)))
  }
}
