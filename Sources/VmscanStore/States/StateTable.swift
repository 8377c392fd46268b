import GRDB
import VmscanModel

/// A table of states of mailboxes: rows that hold from one run up to another.
///
/// A row is known by its mailbox and, where a mailbox has several, by one more column.
struct StateTable: Sendable {
  let name: String
  /// The column that distinguishes the rows of a mailbox; `nil` where there is one.
  let part: String?
  /// The columns of a value.
  let columns: [String]

  static let all = [setting, count, folder, grade, recipient]

  static let setting = StateTable(
    name: "mailbox_setting", part: nil,
    columns: [
      "full_name", "configured", "directory", "partial", "attach", "delete_after_email",
    ])
  static let count = StateTable(
    name: "mailbox_count", part: nil,
    columns: [
      "new", "old", "urgent", "retained_messages", "retained_bytes", "retained_seconds",
      "over_age_messages", "over_age_bytes", "over_age_seconds", "newest_message",
      "owner_activity",
    ])
  static let folder = StateTable(
    name: "folder", part: "folder",
    columns: [
      "messages", "bytes", "seconds", "oldest", "over_age_messages", "over_age_bytes",
      "over_age_seconds",
    ])
  static let grade = StateTable(
    name: "grade", part: "grade", columns: ["messages", "bytes", "seconds"])
  /// The last column is no part of what is compared: since when the address is known.
  static let recipient = StateTable(
    name: "recipient", part: "position",
    columns: ["address", "class", "channel", "audio", "first_seen"])

  /// Columns whose change makes another state.
  var compared: Int { name == Self.recipient.name ? columns.count - 1 : columns.count }

  /// First the mailbox, then the part if there is one, then the columns.
  var selected: String {
    (["mailbox"] + [part].compactMap(\.self) + columns).joined(separator: ", ")
  }

  /// Number of the first value column in `selected`.
  var firstColumn: Int32 { part == nil ? 1 : 2 }
}

/// One state of a mailbox: the part, if its table has one, and the values.
struct StateRow {
  typealias Value = RawStatement.Value

  /// `.number(0)` in a table without parts.
  var part: Value = .number(0)
  var values: [Value]
}

extension MessageTotals {
  var columns: [RawStatement.Value] {
    [.number(Int64(messages)), .number(bytes.bytes), .number(seconds)]
  }

  /// Reads three columns.
  init(_ row: RawRow, at column: Int32) {
    self.init(
      messages: Int(row.number(at: column)), bytes: ByteCount(row.number(at: column + 1)),
      seconds: row.number(at: column + 2))
  }
}

extension MailboxReport {
  /// The rows of the mailbox in every table of `StateTable.all`, each in the order of its parts.
  ///
  /// Recipients come without the last column.
  var states: [[StateRow]] {
    func flag(_ flag: Bool) -> StateRow.Value { .number(flag ? 1 : 0) }
    let setting = StateRow(values: [
      .text(fullName), flag(isConfigured), flag(hasDirectory), flag(isPartial), flag(attach),
      flag(deleteAfterEmail),
    ])
    let count = StateRow(
      values: [
        .number(Int64(counts.new)), .number(Int64(counts.old)), .number(Int64(counts.urgent)),
      ]
        + retainedEmailed.columns + overAge.columns
        + [.optional(newestMessage?.epochSeconds), .optional(ownerActivity?.epochSeconds)])
    let folders = folders.map { folder in
      StateRow(
        part: .word(folder.folder.name),
        values: folder.totals.columns + [.optional(folder.oldest?.epochSeconds)]
          + folder.overAge.columns)
    }
    let grades = grades.map { grade, totals in
      StateRow(part: .word(grade.rawValue), values: totals.columns)
    }
    let recipients = recipients.enumerated().map { position, recipient in
      StateRow(
        part: .number(Int64(position)),
        values: [
          .text(recipient.address), .word(recipient.destinationClass.rawValue),
          .word(recipient.channel.rawValue), flag(recipient.audio),
        ])
    }
    return [[setting], [count], folders.sortedByPart, grades.sortedByPart, recipients]
  }
}

extension [StateRow] {
  /// In the order in which SQLite sorts text.
  var sortedByPart: [StateRow] {
    sorted { left, right in
      guard case .word(let one) = left.part, case .word(let other) = right.part else {
        return false
      }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
  }
}

/// Writes and closes states of one table.
struct StateWriter {
  private let insertion: RawStatement
  private let closing: RawStatement
  private let hasPart: Bool
  private let site: Int64
  private let run: Int64

  init(_ table: StateTable, db: Database, site: Int64, run: Int64) throws {
    let parts = [table.part].compactMap(\.self)
    let columns = ["current", "site", "mailbox"] + parts + ["from_run"] + table.columns
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    insertion = try RawStatement(
      "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(places))", in: db)
    closing = try RawStatement(
      """
      UPDATE \(table.name) SET current = 0, until_run = ?
      WHERE current = 1 AND site = ? AND mailbox = ?\(parts.map { " AND \($0) = ?" }.joined())
      """, in: db)
    hasPart = table.part != nil
    self.site = site
    self.run = run
  }

  func add(_ row: StateRow, of mailbox: Int64) throws {
    try insertion.execute(
      [.number(1), .number(site), .number(mailbox)] + (hasPart ? [row.part] : []) + [.number(run)]
        + row.values)
  }

  func close(_ part: StateRow.Value, of mailbox: Int64) throws {
    try closing.execute(
      [.number(run), .number(site), .number(mailbox)] + (hasPart ? [part] : []))
  }
}
