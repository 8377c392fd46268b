package import VmscanModel

/// Why a database could not be asked, each kind with its own remedy.
package struct OdbcError: Error, Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// `libodbc.so.2` is not installed.
    case libraryMissing
    /// `res_odbc.conf` has no such section, it is not enabled, or it names no data source.
    case connectionUnknown
    /// `odbc.ini` has no such data source.
    case sourceUnknown
    /// `odbcinst.ini` or the library it names is missing.
    case driverMissing
    /// User or password is wrong.
    case refused
    case unreachable
    case databaseMissing
    case tableMissing
    /// A table of another kind: columns are missing or have another type.
    case otherSchema
    case noRight
    /// A lock of somebody else, or a deadlock.
    case locked
    case timedOut
    case lost
    /// Text that the database cannot convert.
    case encoding
    case other
  }

  package var kind: Kind
  /// SQLSTATE; empty when the failure came from elsewhere.
  package var state: String
  /// What driver or server said, or what is wrong, without a secret.
  package var detail: Sentence
  /// The data source or file the remedy speaks of.
  package var subject: ByteText
  /// Rows were to be changed, for which more rights are needed than for reading.
  package var isChange = false

  package init(_ kind: Kind, state: String = "", detail: Sentence, subject: ByteText = "") {
    self.kind = kind
    self.state = state
    self.detail = detail
    self.subject = subject
  }

  /// Takes the kind from what a driver answered; PostgreSQL gives its own states, MariaDB numbers.
  init(
    state: String, number: Int32, text: String, isConnecting: Bool, subject: ByteText
  ) {
    self.init(
      Self.kind(state: state, number: number, text: text, isConnecting: isConnecting),
      state: state, detail: Sentence(text: Self.flat(text)), subject: subject)
  }

  private static func kind(
    state: String, number: Int32, text: String, isConnecting: Bool
  ) -> Kind {
    if let known = numbers[number] { return known }
    if let known = states[state] { return known }
    if text.contains("Can't open lib") { return .driverMissing }
    if text.contains("password authentication failed") || text.contains("Access denied")
      || text.contains("no password supplied") || text.contains("no pg_hba.conf entry")
    {
      return .refused
    }
    if isConnecting {
      if text.contains("database \"") && text.contains("does not exist") { return .databaseMissing }
      if text.contains("timeout expired") { return .timedOut }
      return state.hasPrefix("08") || state.hasPrefix("HY") ? .unreachable : .other
    }
    if state.hasPrefix("08") || text.contains("server closed the connection")
      || text.contains("terminating connection") || text.contains("no connection to the server")
      || text.contains("Server has gone away") || text.contains("server has gone away")
      || text.contains("Lost connection")
    {
      return .lost
    }
    if text.contains("canceling statement due to statement timeout") { return .timedOut }
    if text.contains("canceling statement due to lock timeout") { return .locked }
    return .other
  }

  /// MariaDB's own numbers, which are more exact than its states.
  private static let numbers: [Int32: Kind] = [
    1044: .noRight, 1045: .refused, 1049: .databaseMissing, 1142: .noRight, 1143: .noRight,
    1146: .tableMissing, 1054: .otherSchema, 1205: .locked, 1213: .locked, 1317: .timedOut,
    1969: .timedOut, 2002: .unreachable, 2003: .unreachable, 2006: .lost, 2013: .lost,
  ]

  private static let states: [String: Kind] = [
    "IM002": .sourceUnknown, "IM003": .driverMissing, "IM004": .driverMissing,
    "28000": .refused, "28P01": .refused, "3D000": .databaseMissing, "42P01": .tableMissing,
    "42S02": .tableMissing, "42703": .otherSchema, "42S22": .otherSchema, "42883": .otherSchema,
    "42501": .noRight, "55P03": .locked, "40001": .locked, "40P01": .locked,
    "57014": .timedOut, "HYT00": .timedOut, "HYT01": .timedOut, "57P01": .lost, "57P02": .lost,
    "22021": .encoding, "22P05": .encoding,
  ]
}

extension OdbcError: CustomStringConvertible {
  package var description: String { sentence.unmasked }

  /// What failed, why, and what to do, in one line.
  package var sentence: Sentence { "\(cause); \(remedy)" }

  /// What failed and why.
  package var cause: Sentence {
    let code: Sentence = state.isEmpty ? "" : " (SQLSTATE \(word: state))"
    return "\(what)\(code): \(detail)"
  }

  private var what: Sentence {
    switch kind {
    case .libraryMissing: "unixODBC is not installed"
    case .connectionUnknown: "the connection cannot be followed"
    case .sourceUnknown: "odbc.ini has no data source '\(setting: subject)'"
    case .driverMissing: "the ODBC driver of '\(setting: subject)' cannot be loaded"
    case .refused: "the database refuses the user"
    case .unreachable: "the database cannot be reached"
    case .databaseMissing: "there is no such database"
    case .tableMissing: "there is no such table"
    case .otherSchema: "the table is of another kind"
    case .noRight where isChange: "the database user may not change it"
    case .noRight: "the database user may not read it"
    case .locked: "the table is locked"
    case .timedOut: "the database did not answer in time"
    case .lost: "the connection was lost"
    case .encoding: "the database cannot convert its text"
    case .other: "the database failed"
    }
  }

  package var remedy: Sentence {
    switch kind {
    case .libraryMissing:
      "install it (Debian: apt-get install libodbc2; Red Hat: dnf install unixODBC)"
    case .connectionUnknown: "correct res_odbc.conf, or the file that names the connection"
    case .sourceUnknown:
      "'odbcinst -q -s' lists those there are; Driver= is a name of odbcinst.ini or a whole path"
    case .driverMissing:
      """
      install it (Debian: apt-get install odbc-postgresql or odbc-mariadb; \
      Red Hat: dnf install postgresql-odbc or mariadb-connector-odbc)
      """
    case .refused:
      "compare user and password in res_odbc.conf with 'isql \(setting: subject)'"
    case .unreachable: "see whether the server runs: 'isql \(setting: subject)'"
    case .databaseMissing: "correct Database= of '\(setting: subject)' in odbc.ini"
    case .tableMissing: "correct odbctable in voicemail.conf, or the table's name in extconfig.conf"
    case .otherSchema: "name the table that Asterisk uses; contrib/ast-db-manage shows its columns"
    case .noRight where isChange:
      "grant the user SELECT, INSERT, UPDATE and DELETE on the table, as Asterisk needs them"
    case .noRight: "grant the user SELECT on the table; more is not needed"
    case .locked, .timedOut: "run it again when the server is less busy"
    case .lost: "see the server's log, then run it again"
    case .encoding:
      """
      add 'ConnSettings = SET client_encoding TO …' to '\(setting: subject)' in odbc.ini, with what \
      SHOW server_encoding answers
      """
    case .other: "try the same with 'isql \(setting: subject)'"
    }
  }

  /// A driver's answer may have several lines.
  private static func flat(_ text: String) -> String {
    text.split(whereSeparator: { $0.isNewline || $0 == "\r" }).joined(separator: " ")
  }
}
