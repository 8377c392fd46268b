import Glibc
import Synchronization
package import VmscanModel
package import VmscanOdbc
import VmscanSystem

/// The messages of ODBC storage: rows of a table, with what lies beside them in the spool.
///
/// The spool of such a system holds locks, recordings in progress and secrets, and no messages. Rows
/// are read a few mailboxes at a time, over one connection or two, while other threads judge.
package struct RowSpool: MailboxSource {
  /// Rows and folders of one query.
  static let pageRows = 4000
  private static let pageFolders = 300
  /// Mailboxes that are read without listing the whole table.
  private static let few = 4

  package let table: DatabaseTable
  private let disk: SpoolWalker
  private let limits: DatabaseLimits
  /// The directory of contexts as rows may spell it.
  private let roots: Set<ByteText>
  /// What `mailboxes` listed, in the snapshot in which it is read next.
  private let listed = ListedRows()

  /// `nil` when the configuration keeps messages in files.
  package init?(
    _ asterisk: AsteriskSettings, disk: SpoolWalker, limits: DatabaseLimits = DatabaseLimits()
  ) {
    guard asterisk.storage.value == .odbc, let table = asterisk.messageTable else { return nil }
    self.table = table
    self.disk = disk
    self.limits = limits
    roots = [asterisk.spoolAsWritten, asterisk.spoolDirectory]
  }

  package func walk<Accumulator: Sendable>(
    into makeAccumulator: @escaping @Sendable () -> Accumulator,
    isCancelled: @escaping @Sendable () -> Bool,
    visit: @escaping @Sendable (inout Accumulator, SpoolMailbox) -> Void
  ) -> SpoolWalk<Accumulator> {
    var enumeration = SpoolEnumeration(
      root: disk.root, ignoredNames: disk.ignoredNames, dottedMailboxes: disk.dottedMailboxes)
    _ = enumeration.enumerate()
    var summary = enumeration.summary
    summary.problems = summary.problems.map(besideRows)
    let (session, mailboxes): (RowSession, [RowListing.Mailbox])
    do throws(OdbcError) {
      let listing: RowListing
      (session, listing) = try list()
      summary.problems += listing.problems(spool: disk.root, table: table.place)
      summary.problems += gaps(of: session)
      mailboxes = Self.union(listing.mailboxes, enumeration.mailboxes)
    } catch {
      summary.problems.append(problem(error))
      return SpoolWalk(accumulators: [], summary: summary)
    }
    let work = PagedRows(session: session, pages: Self.pages(of: mailboxes), of: mailboxes)
    let variants = Self.variants(among: mailboxes)
    let beside = beside
    let results = Mutex<[Accumulator]>([])
    let others = Mutex<[SourceProblem]>([])
    let (delivered, counts) = (Counter(), Counter())
    ThreadTeam.run(width: Self.width(for: work.pages.count)) {
      if counts.take(below: 1) != nil { others.withLock { $0 = unplayable(session) } }
      var accumulator = makeAccumulator()
      while !isCancelled(), let boxes = work.next() {
        for var box in boxes {
          beside.complete(&box)
          box.hasSpellingVariants = variants.contains(box.id.folded)
          delivered.add()
          visit(&accumulator, box)
        }
      }
      results.withLock { $0.append(accumulator) }
    }
    summary.problems += others.withLock { $0 } + (work.failure.map { [problem($0)] } ?? [])
    summary.mailboxes = delivered.value
    summary.wasCancelled = isCancelled()
    return SpoolWalk(accumulators: results.withLock { $0 }, summary: summary)
  }

  package func mailboxes() -> (ids: [MailboxID], problems: [SourceProblem]) {
    let (ids, problems) = disk.mailboxes()
    do throws(OdbcError) {
      let (session, listing) = try list()
      let found =
        problems.map(besideRows)
        + listing.problems(spool: disk.root, table: table.place) + gaps(of: session)
      listed.put(session, listing)
      return (Self.union(listing.mailboxes, ids).map(\.id), found)
    } catch {
      return (ids, problems.map(besideRows) + [problem(error)])
    }
  }

  package func forEachMailbox<Part: Sendable>(
    of ids: [MailboxID], judge: @escaping @Sendable (SpoolMailbox) -> Part,
    _ body: (Part) throws -> Void
  ) throws {
    guard !ids.isEmpty else { return }
    let (session, mailboxes): (RowSession, [RowListing.Mailbox])
    do throws(OdbcError) {
      (session, mailboxes) = try find(ids)
    } catch {
      for id in ids { try body(judge(unread(id, error))) }
      return
    }
    let pages = Self.pages(of: mailboxes)
    let work = PagedRows(session: session, pages: pages, of: mailboxes)
    let beside = beside
    try ReadAhead.run(
      count: pages.count, width: Self.width(for: pages.count),
      job: { number in
        var boxes =
          work.read(number) ?? mailboxes[pages[number]].map { unread($0.id, work.failure) }
        for index in boxes.indices { beside.complete(&boxes[index]) }
        return boxes.filter { $0.identity != .none || !$0.folders.isEmpty || !$0.problems.isEmpty }
          .map(judge)
      },
      body: { parts in for part in parts { try body(part) } })
  }

  package func readMailbox(_ id: MailboxID) -> SpoolMailbox? {
    guard id.isSafePath else { return nil }
    do throws(OdbcError) {
      let (session, mailboxes) = try find([id])
      var boxes = try session.read(mailboxes[...])
      guard !boxes.isEmpty else { return nil }
      beside.complete(&boxes[0])
      let isThere = boxes[0].identity != .none || !boxes[0].folders.isEmpty
      return isThere || !boxes[0].problems.isEmpty ? boxes[0] : nil
    } catch {
      return unread(id, error)
    }
  }

  private var beside: BesideRows {
    BesideRows(disk: disk.isThere ? disk : nil, table: table.place)
  }

  // MARK: - Which rows

  /// What `mailboxes` listed just now, with its snapshot; else lists anew.
  private func list() throws(OdbcError) -> (RowSession, RowListing) {
    if let known = listed.take() { return known }
    let session = try RowSession(table, limits: limits, now: disk.now)
    return (session, try session.list(roots: roots))
  }

  private func find(
    _ ids: [MailboxID]
  ) throws(OdbcError) -> (RowSession, [RowListing.Mailbox]) {
    let (session, listing): (RowSession, RowListing)
    if ids.count > Self.few {
      (session, listing) = try list()
    } else {
      session = try RowSession(table, limits: limits, now: disk.now)
      listing = try session.list(roots: roots, paths: ids.flatMap(paths))
    }
    return (session, listing.mailboxes(of: ids))
  }

  /// Every `dir` that rows of a mailbox can have, those of greetings included.
  private func paths(of id: MailboxID) -> [ByteText] {
    let names = Folder.allCases.map { Array($0.name.utf8) } + RowListing.greetings.map(\.name)
    return roots.flatMap { root in
      names.map { name in
        ByteText(
          bytes: [root.bytes, id.context.bytes, id.mailbox.bytes, name].joined(separator: [0x2F]))
      }
    }
  }

  private static func union(
    _ listed: [RowListing.Mailbox], _ directories: [MailboxID]
  ) -> [RowListing.Mailbox] {
    guard !directories.isEmpty else { return listed }
    let known = Set(listed.map(\.id))
    let others = directories.filter { !known.contains($0) }.map { RowListing.Mailbox(id: $0) }
    return (listed + others).sorted { $0.id < $1.id }
  }

  private static func pages(of mailboxes: [RowListing.Mailbox]) -> [Range<Int>] {
    var pages: [Range<Int>] = []
    var (start, rows, folders) = (0, 0, 0)
    for (index, mailbox) in mailboxes.enumerated() {
      rows += mailbox.rows
      folders += max(1, mailbox.folders.count)
      if rows >= pageRows || folders >= pageFolders || index == mailboxes.count - 1 {
        pages.append(start..<index + 1)
        (start, rows, folders) = (index + 1, 0, 0)
      }
    }
    return pages
  }

  private static func variants(among mailboxes: [RowListing.Mailbox]) -> Set<MailboxID> {
    var seen: Set<MailboxID> = []
    return Set(mailboxes.lazy.map(\.id.folded).filter { !seen.insert($0).inserted })
  }

  private static func width(for pages: Int) -> Int {
    max(1, min(pages, sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 1))
  }

  // MARK: - Problems

  /// A database is often asked from a machine without the spool, which then holds no messages.
  private func besideRows(_ problem: SourceProblem) -> SourceProblem {
    guard problem.kind == .missing else { return problem }
    var problem = problem
    problem.hidesData = false
    return problem
  }

  private func gaps(of session: RowSession) -> [SourceProblem] {
    session.gaps.map { SourceProblem(.partial, path: table.place, detail: $0) }
  }

  /// Messages that are counted as Asterisk counts them, but that nobody hears.
  private func unplayable(_ session: RowSession) -> [SourceProblem] {
    do throws(OdbcError) {
      guard let found = try session.unplayable() else { return [] }
      return [
        SourceProblem(
          .partial, path: table.place, detail: "\(found.detail(table.place)); see vmscan doctor",
          hidesData: false)
      ]
    } catch {
      return [problem(error)]
    }
  }

  /// The path is the spool's, so that no mailbox in it is taken for an empty one.
  private func problem(_ error: OdbcError) -> SourceProblem {
    SourceProblem(
      .unreadable, path: disk.root,
      detail: "messages in \(path: table.place) were not read: \(error.sentence)")
  }

  private func unread(_ id: MailboxID, _ error: OdbcError?) -> SpoolMailbox {
    var box = SpoolMailbox(id: id, identity: .none)
    box.table = table.place
    box.problems = [
      SourceProblem(
        .unreadable, path: table.place,
        detail: "messages were not read: \(error?.sentence ?? "an earlier query failed")",
        mailbox: id)
    ]
    return box
  }
}
