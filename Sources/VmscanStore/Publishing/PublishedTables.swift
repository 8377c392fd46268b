import GRDB
import GRDBSQLite
package import VmscanModel

/// What of history is published: every view of a site, by its own columns, and a few columns more.
///
/// A view that is added to `Views` is published without a word here; a state of it is then known
/// by all that it says, unless `identities` has something shorter.
enum PublishedTables {
  /// What distinguishes the states of a view that hold at one time, in the terms of its query.
  private static let identities = [
    "v_mailbox": "s.mailbox",
    "v_folder": """
    folder.mailbox || ':' || CASE typeof(folder.folder) WHEN 'blob'
          THEN 'x:' || hex(folder.folder) ELSE folder.folder END
    """,
    "v_recipient": "recipient.mailbox || ':' || recipient.position",
    "v_finding": """
    CASE typeof(finding.fingerprint) WHEN 'blob' THEN lower(hex(finding.fingerprint))
          ELSE finding.fingerprint END || ':' || finding.occurrence
    """,
    "v_gap": "gap.id", "v_list": "data_list.id",
  ]

  /// Columns that are sent beside those of the view.
  private static let additions = [
    "v_run": [
      (PublishedColumn("spool", .text), "site.spool"),
      (PublishedColumn("configuration", .text), "site.etc"),
    ],
    // Who shares a private account is seen without the account; what stays in house is not sent.
    "v_recipient": [
      (
        PublishedColumn("address_key", .text),
        """
        CASE WHEN recipient.class IN ('personal', 'disposable', 'external', 'lookAlike')
          THEN vmscan_token(recipient.address) END
        """
      )
    ],
  ]

  /// What no view has: the lists of domains and PINs that the judgement rested on.
  private static let lists = """
    SELECT site.name AS site, data_list.name AS name, data_list.date AS date,
      data_list.entries AS entries, data_list.from_run AS from_run,
      data_list.until_run AS until_run, data_list.until_run IS NULL AS current
    FROM data_list JOIN site ON site.id = data_list.site
    """

  /// Columns of numbers that SQLite knows no type of, for they are expressions.
  private static let numbers: Set<String> = [
    "from_run", "until_run", "current", "from_time", "until_time", "solved", "latest", "critical",
    "high", "medium", "low", "informational", "accepted", "emailed", "callers", "recorded_from",
    "recorded_before",
  ]

  /// Views that follow from others, which the fleet makes anew.
  private static let following: Set<String> = ["v_site", "v_recipient_history"]

  static let identity = PublishedColumn("identity", .text)

  /// Every published table with its query.
  static func all(in db: Database) throws -> [(table: PublishedTable, query: String)] {
    let views = MaskFunction.selects.filter { !following.contains($0.view) }
    return try (views + [("v_list", lists)]).map { view, query in
      let statement = try db.makeStatement(sql: query)
      let columns = statement.columnNames.enumerated().map { place, name in
        PublishedColumn(name, columnKind(of: name, declared: declared(statement, place)))
      }
      let names = Set(columns.map(\.name))
      let kind: PublishedTable.Kind =
        if names.isSuperset(of: ["site", "from_run", "until_run"]) {
          .state
        } else if names.contains("sequence") {
          .journal
        } else {
          names.isSuperset(of: ["site", "run"]) ? .run : .register
        }
      let added = additions[view] ?? []
      var table = PublishedTable(
        name: String(view.dropFirst(2)), kind: kind, columns: columns, hidden: added.map(\.0),
        hasView: view != "v_list")
      let more = added.map { "\($0.1) AS \"\($0.0.name)\", " }.joined()
      var query = "SELECT \(more)" + query.dropFirst("SELECT ".count)
      guard kind == .state else { return (table, query) }
      table.hidden.append(identity)
      if let known = identities[view] {
        query = "SELECT \(known) AS identity, " + query.dropFirst("SELECT ".count)
      } else {
        query = "SELECT *, \(content(columns, of: table)) AS identity FROM (\(query))"
      }
      return (table, query)
    }
  }

  private static func declared(_ statement: Statement, _ column: Int) -> String? {
    sqlite3_column_decltype(statement.sqliteStatement, CInt(column)).map { String(cString: $0) }
  }

  private static func columnKind(
    of name: String, declared: String?
  ) -> PublishedColumn.Kind {
    declared == "INTEGER" || declared == nil && numbers.contains(name) ? .number : .text
  }

  /// All that a state says, as a token, for it may be what not everybody may see.
  private static func content(_ columns: [PublishedColumn], of kind: PublishedTable) -> String {
    let said = columns.map(\.name).filter {
      !kind.following.contains($0) && !["site", "from_run"].contains($0)
    }
    return "vmscan_token("
      + said.map { "coalesce(hex(\"\($0)\"), '-')" }.joined(separator: " || ',' || ") + ")"
  }
}

extension HistoryStore {
  /// The tables that are published, as this release keeps history.
  ///
  /// - Throws: `StoreError`.
  package static func publishedTables() throws -> [PublishedTable] {
    try temporary().read { db in
      let functions = MaskFunction.all(
        HistoryMask(name: { $0 }, address: { $0 }, text: { $0 }, sentence: { $0 }))
      for function in functions { db.add(function: function) }
      return try PublishedTables.all(in: db).map(\.table)
    }
  }
}
