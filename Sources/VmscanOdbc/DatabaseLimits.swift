/// How long a database may take, in seconds.
package struct DatabaseLimits: Sendable {
  package var login: UInt
  package var query: UInt
  /// How long a query that only reads may wait for a lock of somebody else.
  package var lock: UInt
  /// How long a server may not answer at all: somewhat longer than it may take by its own limit.
  var stall: UInt { query + 30 }

  package init(login: UInt = 5, query: UInt = 300, lock: UInt = 10) {
    self.login = login
    self.query = query
    self.lock = lock
  }
}
