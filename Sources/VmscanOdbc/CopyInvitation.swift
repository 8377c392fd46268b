/// What leads to the moment of a table that an ODBC connection shows, for as long as that is open.
package struct CopyInvitation: Sendable {
  let address: CopyAddress
  /// The name that `pg_export_snapshot` gave it.
  let moment: String
  let table: String
  /// What `CopyConnection.identity` said over ODBC.
  let identity: String
  let limits: DatabaseLimits

  /// Connects, on any thread; `nil` where the other end is not the same.
  package func accepted() -> sending CopyConnection? { CopyConnection(self) }
}
