import VmscanModel

/// Reads the mailboxes of a walk, batch by batch, and keeps the memory of them up to date.
struct SpoolVisit: ~Copyable {
  private var reader: ContextReader
  private let jobs: [MailboxID]
  private let variants: Set<MailboxID>
  private let plan: SpoolReadingPlan?
  /// Mailboxes that were looked at, those that had gone included.
  private(set) var handled = 0
  /// Mailboxes that were not read again.
  private(set) var recalled = 0
  /// Why memory could not be used; what failed was read instead.
  private(set) var failure: String?

  init(
    root: CInt, settings: SpoolSettings, jobs: [MailboxID], variants: Set<MailboxID>,
    plan: SpoolReadingPlan?
  ) {
    reader = ContextReader(root: root, settings: settings)
    reader.mailbox.clock = plan?.clock
    self.jobs = jobs
    self.variants = variants
    self.plan = plan
  }

  /// Hands every mailbox of the batch that is there to `visit`.
  mutating func read(
    _ batch: Range<Int>, isCancelled: () -> Bool, visit: (SpoolMailbox) -> Void
  ) {
    var known = recall(batch)
    var fresh: [RememberedMailbox] = []
    for job in batch where !isCancelled() {
      handled += 1
      let row = Self.take(jobs[job], from: &known.rows)
      guard let found = read(jobs[job], row) else { continue }
      if let memo = found.memo { fresh.append(memo) }
      if !variants.isEmpty {
        reader.mailbox.box.hasSpellingVariants = variants.contains(jobs[job].folded)
      }
      visit(reader.mailbox.box)
    }
    remember(fresh, forgetting: known.gone)
  }

  /// Reads or recalls a mailbox; `nil` when it is gone.
  private mutating func read(
    _ id: MailboxID, _ row: RememberedMailbox?
  ) -> (memo: RememberedMailbox?, ())? {
    if let plan, plan.mode != .full, let row,
      let memo = MailboxMemo(row, settings: reader.mailbox.settings), plan.mayBelieve(memo.seen),
      reader.recall(memo, verifies: plan.mode == .verified)
    {
      recalled += 1
      return (nil, ())
    }
    guard reader.read(id) else { return nil }
    guard plan != nil, let memo = reader.mailbox.memo() else { return (nil, ()) }
    let content = memo.packed(reader.mailbox.settings)
    return (row?.content == content ? nil : RememberedMailbox(id: id, content: content), ())
  }

  /// The rows of the batch, and those of mailboxes that are no longer there.
  private mutating func recall(
    _ batch: Range<Int>
  ) -> (rows: [RememberedMailbox], gone: [MailboxID]) {
    guard let plan else { return ([], []) }
    do {
      let rows = try plan.memory.recall(
        after: batch.lowerBound == 0 ? nil : jobs[batch.lowerBound - 1],
        through: batch.upperBound == jobs.count ? nil : jobs[batch.upperBound - 1])
      var gone: [MailboxID] = []
      var job = batch.lowerBound
      for row in rows {
        while job < batch.upperBound, jobs[job] < row.id { job += 1 }
        if job == batch.upperBound || jobs[job] != row.id { gone.append(row.id) }
      }
      return (rows.reversed(), gone)
    } catch {
      failure = failure ?? "\(error)"
      return ([], [])
    }
  }

  /// Takes the row of a mailbox from rows of which the next one is the last.
  private static func take(
    _ id: MailboxID, from rows: inout [RememberedMailbox]
  ) -> RememberedMailbox? {
    while let row = rows.last, row.id <= id {
      rows.removeLast()
      if row.id == id { return row }
    }
    return nil
  }

  private mutating func remember(_ fresh: [RememberedMailbox], forgetting gone: [MailboxID]) {
    guard let plan else { return }
    do {
      if !fresh.isEmpty { try plan.memory.remember(fresh) }
      if !gone.isEmpty { try plan.memory.forget(gone) }
    } catch {
      failure = failure ?? "\(error)"
    }
  }
}
