/// A table of history as it is published to a fleet: the columns of a view, and how its rows change.
package struct PublishedTable: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Rows hold from one run up to another; columns `from_run` and `until_run`.
    case state
    /// Rows of one run that never change; column `run`.
    case run
    /// Rows with ascending numbers that never change, of the host; column `sequence`.
    case journal
    /// A list of the host that is compared as a whole; its first column numbers the entries.
    case register
  }

  /// Name of the view without `v_`, such as `mailbox`.
  package var name: String
  package var kind: Kind
  /// In the order of the view.
  package var columns: [PublishedColumn]
  /// Columns that are sent beside those of the view and are in none.
  package var hidden: [PublishedColumn]
  /// Whether the local history has a view of the table, of which the fleet has the like.
  package var hasView: Bool

  package init(
    name: String, kind: Kind, columns: [PublishedColumn], hidden: [PublishedColumn] = [],
    hasView: Bool = true
  ) {
    self.name = name
    self.kind = kind
    self.columns = columns
    self.hidden = hidden
    self.hasView = hasView
  }

  /// What a publisher sends of a row, in this order; the rest follows from other rows.
  package var sent: [PublishedColumn] {
    let following = following
    return columns.filter { !following.contains($0.name) } + hidden
  }

  /// Columns that say what is the case now, or how a state ended.
  package var following: Set<String> {
    switch kind {
    case .state:
      let names: Set = ["until_run", "until_time", "current"]
      return hasOpening ? names.union(["status", "solved"]) : names
    case .run: return ["latest"]
    case .journal, .register: return []
    }
  }

  /// Whether its states are of matters that open and are solved.
  package var hasOpening: Bool { columns.contains { $0.name == "opened" } }
}

/// A column of a published table.
package struct PublishedColumn: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case number, text }

  package var name: String
  package var kind: Kind

  package init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// A value of a published row, already as its readers may see it.
package enum PublishedValue: Sendable, Hashable {
  case none
  case number(Int64)
  case text(String)
}

/// The end of a state: the row it had when it began, and how it ended where its table says so.
package struct PublishedEnding: Sendable, Hashable {
  package var identity: String
  package var status: String?

  package init(identity: String, status: String?) {
    self.identity = identity
    self.status = status
  }
}

/// A run that is kept in the local history, by what distinguishes it from a run of another history.
package struct PublishableRun: Sendable, Hashable {
  package var id: Int64
  /// The run before it of the same site, though it may be pruned.
  package var previous: Int64?
  package var started: Timestamp
  package var finished: Timestamp
  /// The clock from which ages were counted.
  package var time: Timestamp

  package init(
    id: Int64, previous: Int64?, started: Timestamp, finished: Timestamp, time: Timestamp
  ) {
    self.id = id
    self.previous = previous
    self.started = started
    self.finished = finished
    self.time = time
  }
}
