/// How long a database may take, in seconds.
package struct DatabaseLimits: Sendable {
  package var login: UInt
  package var query: UInt

  package init(login: UInt = 5, query: UInt = 300) {
    self.login = login
    self.query = query
  }
}
