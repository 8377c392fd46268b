import Glibc
import VmscanActions
import VmscanModel
import VmscanReports
import VmscanSystem

/// The files of purge plans: a nameless one to plan into, and those that `--plan-out` and `--apply` name.
struct PurgePlanFiles {
  /// A reviewed plan older than this is made anew.
  private static let planLife = Age.days(1)

  let site: Site
  let context: RunContext

  /// Beside the history, where there is room for what the journal will say of it.
  func nameless() throws -> Descriptor {
    try ActionSession.refusing {
      try PlanFile.makeNameless(in: try Self.place(site.settings.database).0)
    }
  }

  /// A plan that was reviewed.
  ///
  /// - Throws: `CommandFailure` when it cannot be read, is damaged, too old, or of another host.
  func read(_ file: String) throws -> StoredPlan {
    let target = try nameless()
    let source = try open(file)
    return try ActionSession.refusing {
      let plan = try PlanImport.plan(from: source, into: target)
      if let refusal = PurgeGuards.refusal(
        header: plan.review.header, now: context.clock(), host: context.hostName,
        lockMode: site.configuration.asterisk.lockMode.value, ageLimit: Self.planLife)
      {
        throw refusal
      }
      return plan
    }
  }

  private func open(_ file: String) throws -> Descriptor {
    do {
      let files = PosixFileOperations()
      let (directory, name) = try Self.place(file)
      if !name.isEmpty {
        let plan = try files.openForReading(name, in: directory)
        if try files.identity(of: plan).isRegularFile { return plan }
      }
    } catch {
      throw CommandFailure(
        .refused, "cannot read the plan '\(file)': \(error)\nnothing was changed")
    }
    throw CommandFailure(
      .usage,
      """
      cannot read the plan '\(file)': it is no regular file
      name a file that --plan-out wrote; nothing was changed
      """)
  }

  /// For before the work of planning, not after.
  func refuseTakenName(_ file: String) throws {
    var status = stat()
    guard lstat(file, &status) != 0 else {
      throw CommandFailure(
        .refused,
        "refused to write the plan: '\(file)' exists\nname a new file; nothing was changed")
    }
  }

  /// Writes a plan for review and says how it is applied.
  func write(_ plan: StoredPlan, to file: String) throws {
    try ActionSession.refusing {
      let (directory, name) = try Self.place(file)
      try plan.write(to: name, in: directory)
    }
    try context.err.writeLine(
      "vmscan: plan written to '\(file)'; after review: vmscan purge --apply "
        + SiteFlags.words([("--apply", ByteText(file))]).dropFirst().joined())
  }

  private static func place(_ file: String) throws -> (Descriptor, ByteText) {
    let slash = file.lastIndex(of: "/")
    let name = slash.map { String(file[file.index(after: $0)...]) } ?? file
    let resolved = ByteText(file.parentDirectory).canonicalPath
    return (try PosixFileOperations().openDirectory(resolved, in: nil), ByteText(name))
  }
}
