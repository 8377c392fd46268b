import CPostgres
import VmscanModel
import VmscanSystem

/// Reads many rows of PostgreSQL by `COPY`, in the moment that an ODBC connection shows.
///
/// psqlODBC takes many times as long over a row as libpq, on which it stands. Whatever cannot be read
/// here is read over ODBC, which also says why; so nothing here has an error of its own.
package final class CopyConnection {
  /// Encodings in which no other character has the bytes of a tab, a quote or a backslash.
  private static let encodings = ["UTF8", "SQL_ASCII", "LATIN1"]

  private let handle: cpostgres_connection
  private let watch: StallWatch
  /// Seconds.
  private let stall: UInt

  /// What two connections to the same table of the same server, with the same eyes, have in common;
  /// the encoding comes first.
  static func identity(_ table: String) -> String {
    """
    SELECT concat_ws(' ', current_setting('client_encoding'),
      EXTRACT(EPOCH FROM pg_postmaster_start_time()), session_user, current_user,
      CAST(CAST('\(table)' AS regclass) AS oid), current_setting('row_security'),
      current_setting('search_path'))
    """
  }

  /// `nil` when libpq, the server or its answer is another than the ODBC connection's.
  init?(_ invitation: CopyInvitation) {
    let (identity, limits) = (invitation.identity, invitation.limits)
    let encoding = identity.prefix { $0 != " " }
    guard Self.encodings.contains(String(encoding)), Self.isLoaded else { return nil }
    let others = [
      ("connect_timeout", "\(limits.login)"), ("client_encoding", String(encoding)),
      ("fallback_application_name", "vmscan"),
    ]
    guard
      let handle = invitation.address.withSettings(adding: others, { cpostgres_connect($0, $1, 0) })
    else { return nil }
    self.handle = handle
    stall = limits.stall
    watch = StallWatch([cpostgres_socket(handle)].filter { $0 >= 0 })
    let script =
      """
      BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '\(invitation.moment)';
      SET LOCAL statement_timeout = '\(limits.query)s'; SET LOCAL lock_timeout = '\(limits.lock)s';
      \(Self.identity(invitation.table))
      """
    let answer = watch.limit(stall) { cpostgres_script(handle, script) }
    defer { if let answer { cpostgres_clear(answer) } }
    guard let answer, cpostgres_status(answer) == CPOSTGRES_ROWS, cpostgres_rows(answer) == 1,
      let found = cpostgres_value(answer, 0, 0), String(cString: found) == identity
    else { return nil }
  }

  deinit { cpostgres_finish(handle) }

  private static var isLoaded: Bool {
    var text = [CChar](repeating: 0, count: 512)
    return cpostgres_load(&text, UInt(text.count)) == 0
  }

  /// Runs a query and calls `body` with each row, which is good until it returns.
  ///
  /// - Parameters:
  ///   - query: A SELECT in the connection's encoding.
  ///   - forms: Its columns.
  ///   - body: Called with each row.
  /// - Returns: Whether all rows were read; nothing more can be read otherwise.
  package func read(
    _ query: [UInt8], _ forms: [OdbcRows.Form], _ body: (CopyRow) -> Void
  ) -> Bool {
    let text = Array("COPY (".utf8) + query + Array(") TO STDOUT".utf8)
    return watch.limit(stall) { rows(of: text.map { CChar(bitPattern: $0) } + [0], forms, body) }
  }

  private func rows(
    of text: [CChar], _ forms: [OdbcRows.Form], _ body: (CopyRow) -> Void
  ) -> Bool {
    let start = cpostgres_script(handle, text)
    defer { if let start { cpostgres_clear(start) } }
    guard let start, cpostgres_status(start) == CPOSTGRES_COPY_OUT else { return false }
    var row = CopyRow(forms)
    while true {
      var line: UnsafeMutablePointer<CChar>?
      let length = cpostgres_get(handle, &line)
      guard length > 0, let line else { return length == -1 && isFinished }
      defer { cpostgres_free_row(line) }
      let isWhole = line.withMemoryRebound(to: UInt8.self, capacity: Int(length)) { bytes in
        row.take(UnsafeMutableBufferPointer(start: bytes, count: Int(length)))
      }
      guard isWhole else { return false }
      body(row)
    }
  }

  /// An error comes after the last row that was sent.
  private var isFinished: Bool {
    var isFine = false
    while let result = cpostgres_next(handle) {
      isFine = cpostgres_status(result) == CPOSTGRES_COMMAND_OK
      cpostgres_clear(result)
    }
    return isFine
  }
}
