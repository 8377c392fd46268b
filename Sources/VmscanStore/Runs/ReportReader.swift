import GRDB
import VmscanModel

/// Rebuilds what a run reported.
struct ReportReader {
  let db: Database
  let row: RunRow
  private let run: Int64
  private let site: Int64
  private let isLatest: Bool
  /// Acceptances to judge by instead of those of the run.
  private let acceptances: [Acceptance]?

  init(_ db: Database, row: RunRow, judgedAt time: Timestamp?) throws {
    self.db = db
    self.row = row
    run = row.summary.run.id
    site = row.site
    isLatest = try StoredSite.latestRun(site, in: db) == run
    acceptances = try time.map { try Acceptances.inForce(at: $0, in: db) }
  }

  func report() throws -> ScanReport {
    let findings = try findings()
    let states = SiteStates(db: db, site: site)
    let contexts = try states.contexts(in: run)
    let problems = try states.rows(SiteStates.gaps, in: run).map { try SourceProblem($0) }
    let domains = try states.rows(SiteStates.ownDomains, in: run).map { $0[0] as String }
    let lists = try states.rows(SiteStates.dataLists, in: run)
      .sorted { ($0[0] as Int) < $1[0] }
      .map { DataListInfo(name: $0[1], date: $0[2], entries: $0[3]) }
    var report = ScanReport(
      run: row.summary.run, coverage: Coverage(problems: problems), totals: row.summary.totals,
      findings: findings.present, mailboxes: try mailboxes(), contexts: contexts, lists: lists,
      ownDomains: OwnDomains(domains: domains.sorted(), isInferred: row.infersOwnDomains),
      solved: findings.solved)
    report.credentials = try CredentialStates(db: db, site: site).report(in: run)
    report.sort()
    return report
  }

  /// Calls the body for every row of a table that held in the run.
  private func forEach(
    _ table: String, _ columns: String, order: String, _ body: (RawRow) throws -> Void
  ) throws {
    let present = """
      SELECT \(columns) FROM \(table) WHERE current = 1 AND site = ?1 AND from_run <= ?2
      """
    let past = """
      SELECT \(columns) FROM \(table)
      WHERE current = 0 AND site = ?1 AND from_run <= ?2 AND until_run > ?2
      """
    let sql = isLatest ? present : "\(present) UNION ALL \(past)"
    try RawStatement("\(sql) ORDER BY \(order)", in: db)
      .forEachRow([.number(site), .number(run)], body: body)
  }

  func findings() throws -> (present: FindingList, solved: [ReportedFinding]) {
    var reader = try FindingReader(db)
    var present: FindingList = []
    try forEach("finding", FindingReader.columns, order: "fingerprint, occurrence") { row in
      let (finding, wasAccepted) = try reader.finding(row)
      let isAccepted = acceptances.map { $0.accept(finding) } ?? wasAccepted
      present.append(
        finding,
        status: isAccepted ? .accepted : row.number(at: 12) == run ? .new : .open,
        firstSeen: Timestamp(row.number(at: 14)))
    }
    var solved: [ReportedFinding] = []
    let gone = try RawStatement(
      """
      SELECT \(FindingReader.columns) FROM finding
      WHERE current = 0 AND site = ? AND until_run = ? AND ending = 'gone'
      """, in: db)
    try gone.forEachRow([.number(site), .number(run)]) { row in
      solved.append(
        ReportedFinding(
          finding: try reader.finding(row).0, status: .solved,
          firstSeen: Timestamp(row.number(at: 14))))
    }
    return (present, solved)
  }

  func mailboxes() throws -> MailboxList {
    let (counts, folders, grades) = (try counts(), try folders(), try grades())
    let recipients = try recipients()
    let names = try names()
    var mailboxes: MailboxList = []
    try forEach(
      StateTable.setting.name, StateTable.setting.selected, order: "mailbox"
    ) { row in
      let id = row.number(at: 0)
      guard let name = names[id], let count = counts[id] else {
        throw StoreError.unreadableValue("the counts of a mailbox")
      }
      mailboxes.append(
        MailboxReport(
          id: name, fullName: row.text(at: 1), isConfigured: row.number(at: 2) != 0,
          hasDirectory: row.number(at: 3) != 0, isPartial: row.number(at: 4) != 0,
          folders: folders[id] ?? [], counts: count.asterisk, recipients: recipients[id] ?? [],
          attach: row.number(at: 5) != 0, deleteAfterEmail: row.number(at: 6) != 0,
          retainedEmailed: count.retained, overAge: count.overAge, grades: grades[id] ?? [:],
          newestMessage: count.newest, ownerActivity: count.activity))
    }
    mailboxes.sort()
    return mailboxes
  }

  private struct Counts {
    var asterisk: AsteriskCounts
    var retained: MessageTotals
    var overAge: MessageTotals
    var newest: Timestamp?
    var activity: Timestamp?
  }

  private func counts() throws -> [Int64: Counts] {
    var counts: [Int64: Counts] = [:]
    try forEach(StateTable.count.name, StateTable.count.selected, order: "mailbox") { row in
      counts[row.number(at: 0)] = Counts(
        asterisk: AsteriskCounts(
          new: Int(row.number(at: 1)), old: Int(row.number(at: 2)), urgent: Int(row.number(at: 3))),
        retained: MessageTotals(row, at: 4), overAge: MessageTotals(row, at: 7),
        newest: row.optionalNumber(at: 10).map { Timestamp($0) },
        activity: row.optionalNumber(at: 11).map { Timestamp($0) })
    }
    return counts
  }

  private func folders() throws -> [Int64: [FolderFacts]] {
    var folders: [Int64: [FolderFacts]] = [:]
    try forEach(StateTable.folder.name, StateTable.folder.selected, order: "mailbox") { row in
      guard let name = Folder(parsing: row.string(at: 1)) else {
        throw StoreError.unreadableValue("the name of a folder")
      }
      var folder = FolderFacts(
        folder: name, totals: MessageTotals(row, at: 2),
        oldest: row.optionalNumber(at: 5).map { Timestamp($0) })
      folder.overAge = MessageTotals(row, at: 6)
      folders[row.number(at: 0), default: []].append(folder)
    }
    return folders.mapValues { $0.sorted { $0.folder < $1.folder } }
  }

  private func grades() throws -> [Int64: [EmailGrade: MessageTotals]] {
    var grades: [Int64: [EmailGrade: MessageTotals]] = [:]
    try forEach(StateTable.grade.name, StateTable.grade.selected, order: "mailbox") { row in
      guard let grade = EmailGrade(rawValue: row.string(at: 1)) else {
        throw StoreError.unreadableValue("the grade of messages")
      }
      grades[row.number(at: 0), default: [:]][grade] = MessageTotals(row, at: 2)
    }
    return grades
  }

  /// The recipients of every mailbox, by its row.
  func recipients() throws -> [Int64: [RecipientFacts]] {
    var recipients: [Int64: [RecipientFacts]] = [:]
    try forEach(
      StateTable.recipient.name, StateTable.recipient.selected, order: "mailbox, position"
    ) { row in
      recipients[row.number(at: 0), default: []].append(try RecipientFacts(row))
    }
    return recipients
  }

  /// The rows of the mailboxes the run had.
  func mailboxNumbers() throws -> Set<Int64> {
    var numbers: Set<Int64> = []
    try forEach(StateTable.setting.name, "mailbox", order: "mailbox") {
      numbers.insert($0.number(at: 0))
    }
    return numbers
  }

  /// The mailboxes of the site by their rows.
  func names() throws -> [Int64: MailboxID] {
    var names: [Int64: MailboxID] = [:]
    try RawStatement("SELECT id, context, mailbox FROM mailbox WHERE site = ?", in: db)
      .forEachRow([.number(site)]) { row in
        names[row.number(at: 0)] = MailboxID(context: row.text(at: 1), mailbox: row.text(at: 2))
      }
    return names
  }
}

extension RecipientFacts {
  /// Reads a row of `StateTable.recipient.selected`.
  init(_ row: RawRow) throws {
    guard let name = DestinationClass(rawValue: row.string(at: 3)),
      let channel = Channel(rawValue: row.string(at: 4))
    else { throw StoreError.unreadableValue("a recipient") }
    self.init(
      address: row.text(at: 2), destinationClass: name, audio: row.number(at: 5) != 0,
      channel: channel)
  }
}
