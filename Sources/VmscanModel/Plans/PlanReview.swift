/// What a person sees of a plan before it is applied: all of its sums and the first of its rows.
///
/// Stays small however large the plan is.
package struct PlanReview: Sendable, Hashable {
  /// How many rows of each kind are shown.
  package static let shownRows = 40

  /// One folder of the plan.
  package struct FolderRow: Sendable, Hashable {
    package var mailbox: MailboxID
    package var folder: Folder
    /// Messages that would go.
    package var removed: Int
    /// Envelopes in the folder when it was planned.
    package var existing: Int
    package var oldest: Timestamp?
  }

  package var header: PlanHeader
  package var totals = PlanTotals()
  /// The first in the plan's order.
  package private(set) var folders: [FolderRow] = []
  /// The first in the plan's order.
  package private(set) var exclusions: [PlanExclusion] = []
  /// All of them, shown or not.
  package private(set) var exclusionCount = 0
  private var latest: MailboxID?

  package init(header: PlanHeader) { self.header = header }

  /// Takes the next folder in the plan's order; the folders of a mailbox come together.
  package mutating func add(_ folder: PlannedFolder) {
    totals.add(folder)
    if folder.mailbox != latest {
      totals.mailboxes += 1
      latest = folder.mailbox
    }
    guard folders.count < Self.shownRows else { return }
    folders.append(
      FolderRow(
        mailbox: folder.mailbox, folder: folder.folder, removed: folder.messages.count,
        existing: folder.existing, oldest: folder.messages.compactMap(\.origtime).min()))
  }

  package mutating func add(_ exclusion: PlanExclusion) {
    totals.excluded += exclusion.messages
    exclusionCount += 1
    if exclusions.count < Self.shownRows { exclusions.append(exclusion) }
  }
}
