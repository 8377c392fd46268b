import VmscanModel

/// How a published table is kept in PostgreSQL.
extension PublishedTable {
  /// The column that says whose rows they are: a site, or for lists of a host the host.
  var owner: String {
    switch kind {
    case .state, .run: "site"
    case .journal, .register: "publisher"
    }
  }

  /// Whether rows hold over runs: states do, and so do the entries of a register, whose changes are
  /// seen by comparing.
  var hasStates: Bool { kind == .state || kind == .register }

  /// What is sent of each row: whose rows they are is known without them.
  var taken: [PublishedColumn] { sent.filter { $0.name != owner } }

  /// Columns of texts that many rows have alike.
  var repeating: Set<String> { Set(taken.map(\.name)).intersection(["remedy", "template"]) }

  /// What the page of a fleet asks of the states that hold: few of the rows hold, and they lie
  /// scattered among those that ended, so that the index has to answer without them.
  var asked: [String] {
    switch name {
    case "mailbox": ["context", "retained_messages", "over_age_messages"]
    case "finding": ["rule", "context", "severity", "severity_rank", "accepted"]
    default: []
    }
  }

  /// All columns of the table.
  var stored: [StoredColumn] {
    let own = sent.map { StoredColumn(name: $0.name, sql: $0.kind.sql) }
    return (owner == "site" ? [] : [StoredColumn(name: owner, sql: "text")]) + own + beside
  }

  private var beside: [StoredColumn] {
    let run = kind == .register ? [StoredColumn(name: "from_run", sql: "bigint")] : []
    guard name == "run" else { return hasStates ? run + ends : [] }
    return [
      StoredColumn(name: "sent", sql: "bigint"), StoredColumn(name: "reader", sql: "text"),
      StoredColumn(
        name: "received", sql: "bigint DEFAULT extract(epoch FROM clock_timestamp())::bigint",
        isServers: true),
    ]
  }

  /// Columns that are set when a state ends.
  var ends: [StoredColumn] {
    guard kind == .state else { return [StoredColumn(name: "until_run", sql: "bigint")] }
    return columns.filter { following.contains($0.name) && $0.name != "current" }
      .map { StoredColumn(name: $0.name, sql: $0.kind.sql) }
  }

  /// The clause of the primary key; `nil` where the run's own row keeps out a second copy.
  var key: String? {
    switch kind {
    case .state: "PRIMARY KEY (site, identity, from_run)"
    // Times of this millennium, so that no difference of two overflows.
    case .run where name == "run":
      """
      PRIMARY KEY (site, run), CHECK (sent BETWEEN 0 AND 32503680000),
        CHECK (finished BETWEEN 0 AND 32503680000)
      """
    case .run: nil
    case .journal: "PRIMARY KEY (publisher, sequence)"
    case .register: "PRIMARY KEY (publisher, \(columns[0].name.quoted), from_run)"
    }
  }

  /// The table that takes the rows of a run before they are added.
  var intake: String { "in_\(name)".quoted }
}

/// A column of a table in PostgreSQL.
struct StoredColumn: Sendable, Hashable {
  var name: String
  var sql: String
  /// Set by the server alone.
  var isServers = false
}

extension PublishedColumn.Kind {
  var sql: String {
    switch self {
    case .number: "bigint"
    case .text: "text"
    }
  }
}

extension String {
  /// As a name in SQL; only names of vmscan's own views come here.
  var quoted: String { "\"\(self)\"" }
}
