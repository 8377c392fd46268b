import CPostgres

/// Why a fleet's database could not be used, each kind with its own remedy.
package struct PostgresError: Error, Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// `libpq.so.5` is not installed.
    case libraryMissing
    /// The URL is none, or names a setting that libpq does not know.
    case addressUnreadable
    case unreachable
    /// User, password or pg_hba.conf.
    case refused
    case passwordMissing
    case databaseMissing
    /// The encryption that `sslmode` asks for cannot be had.
    case encryption
    /// The schema was never made.
    case notPrepared
    /// The schema is of an earlier release.
    case olderSchema
    /// The schema is of a later release.
    case newerSchema
    /// Schema `vmscan` holds something else.
    case otherSchema
    case noRight
    /// A row of a site of another host.
    case otherSite
    /// Another history was published under the site's name.
    case otherHistory
    case locked
    case timedOut
    case lost
    case full
    case encoding
    case other
  }

  package var kind: Kind
  /// SQLSTATE; empty when the failure did not come from the server.
  package var state: String
  /// What libpq or the server said, on one line.
  package var detail: String
  /// The server, database and user; `nil` when none was asked.
  package var address: PostgresAddress?

  package init(
    _ kind: Kind, state: String = "", detail: String, address: PostgresAddress?
  ) {
    self.kind = kind
    self.state = state
    self.detail = Self.flat(address?.withoutSecrets(detail) ?? detail)
    self.address = address
  }

  init(connecting text: String, lacksPassword: Bool, to address: PostgresAddress) {
    let kind: Kind =
      if !address.isClear {
        .addressUnreadable
      } else if lacksPassword {
        .passwordMissing
      } else if text.contains("definition of service") || text.contains("service file") {
        .addressUnreadable
      } else if text.contains("database \"") && text.contains("does not exist") {
        .databaseMissing
      } else if text.contains("SSL") || text.contains("certificate") {
        .encryption
      } else if text.contains("authentication failed") || text.contains("pg_hba.conf")
        || text.contains("role \"")
      {
        .refused
      } else if text.contains("remaining connection slots") || text.contains("too many") {
        .locked
      } else {
        .unreachable
      }
    self.init(kind, detail: text, address: address)
  }

  init(result: cpostgres_result, text: String, in address: PostgresAddress) {
    func field(_ letter: UInt8) -> String? {
      cpostgres_error_field(result, CInt(letter)).map { String(cString: $0) }
    }
    let state = field(UInt8(ascii: "C")) ?? ""
    let words = field(UInt8(ascii: "M")) ?? text
    self.init(Self.kind(state, words), state: state, detail: words, address: address)
  }

  private static func kind(_ state: String, _ text: String) -> Kind {
    if text.contains("row-level security policy") { return .otherSite }
    switch state {
    case "": return .lost
    case "42501": return .noRight
    case "3F000", "42P01", "42703", "42883": return .otherSchema
    case "55P03", "40P01", "40001": return .locked
    case "57014": return .timedOut
    case "57P01", "57P02", "57P03", "57P05", "25P03": return .lost
    case "22021", "22P05": return .encoding
    default: break
    }
    if state.hasPrefix("08") { return .lost }
    return state.hasPrefix("53") ? .full : .other
  }

  /// An answer may have several lines.
  private static func flat(_ text: String) -> String {
    text.split(whereSeparator: { $0.isNewline || $0 == "\r" || $0 == "\t" })
      .joined(separator: " ")
  }
}

extension PostgresError: CustomStringConvertible {
  /// What failed and why; a second line says what to do.
  package var description: String {
    let code = state.isEmpty ? "" : " (SQLSTATE \(state))"
    let place = kind == .addressUnreadable ? "" : address.map { " at \($0)" } ?? ""
    let said = detail.isEmpty ? "" : ": \(detail)"
    return "\(what)\(place)\(code)\(said)\n\(remedy)"
  }

  private var what: String {
    switch kind {
    case .libraryMissing: "cannot speak to PostgreSQL: its client library is not installed"
    case .addressUnreadable: "cannot understand the address of the fleet's database"
    case .unreachable: "cannot reach the fleet's database"
    case .refused: "the fleet's database refuses the user"
    case .passwordMissing: "the fleet's database asks for a password, and none is at hand"
    case .databaseMissing: "there is no such database"
    case .encryption: "cannot get the encryption that is asked for"
    case .notPrepared: "the fleet's database is not prepared"
    case .olderSchema: "the fleet's database is of an earlier release of vmscan"
    case .newerSchema: "the fleet's database is of a later release of vmscan than this one"
    case .otherSchema: "the fleet's database has another schema than vmscan's"
    case .noRight: "the user may not do this in the fleet's database"
    case .otherSite: "the user may not publish a site of this name"
    case .otherHistory: "another history was published under this site's name"
    case .locked: "the fleet's database is busy"
    case .timedOut: "the fleet's database did not answer in time"
    case .lost: "the connection to the fleet's database was lost"
    case .full: "the fleet's database has no room left"
    case .encoding: "the fleet's database cannot store a text"
    case .other: "the fleet's database failed"
    }
  }

  private var remedy: String {
    switch kind {
    case .libraryMissing:
      "install it (Debian: apt-get install libpq5; Red Hat: dnf install libpq)"
    case .addressUnreadable:
      "write it as postgres://USER@HOST/DATABASE, with %40 and the like for what a URL reserves"
    case .unreachable: "see whether the server runs and this machine may reach it: 'psql URL'"
    case .refused: "compare user, ~/.pgpass and the server's pg_hba.conf: 'psql URL'"
    case .passwordMissing:
      "put it into ~/.pgpass (mode 0600) of the user who runs vmscan, one line HOST:PORT:DATABASE:USER:PASSWORD"
    case .databaseMissing: "make it as an administrator: CREATE DATABASE vmscan"
    case .encryption: "compare sslmode and sslrootcert in the URL with the server's certificate"
    case .notPrepared, .olderSchema:
      "run 'vmscan publish --prepare' of this release as the schema's owner, then this again"
    case .newerSchema: "install the release of vmscan that prepared it"
    case .otherSchema:
      "name a database of its own; 'vmscan publish --prepare' as its owner makes what is missing"
    case .noRight:
      "log in as a member of vmscan_publisher or vmscan_reader; --prepare needs the schema's owner"
    case .otherSite:
      "the role must have the name of the host, as 'vmscan history sites' shows it; see docs/fleet.md"
    case .otherHistory:
      "give this machine a name of its own (setting host); if its history began anew, an administrator takes the old one out: SELECT vmscan.forget_site('SITE')"
    case .locked, .timedOut: "run it again when the server is less busy"
    case .lost: "nothing is half published; run it again, it goes on where it stopped"
    case .full: "give the server more room, then run it again"
    case .encoding: "make the database with ENCODING 'UTF8'"
    case .other: "see the server's log, then run it again"
    }
  }
}
