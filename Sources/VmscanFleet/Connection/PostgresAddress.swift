import CPostgres

/// Where a fleet's database is: a URL such as `postgres://pbx1@db.example.com/vmscan`, or
/// `service=fleet` and the like, as every client of libpq takes it.
///
/// Its description never has the password.
package struct PostgresAddress: Sendable, Hashable {
  /// As it was given; goes to libpq and nowhere else.
  let text: String

  package init(_ text: String) { self.text = text }

  /// Whether a password stands in it, so that who reads it could log in.
  package var hasPassword: Bool {
    let user = userPart.map { $0.contains(":") && !$0.hasSuffix(":") } ?? false
    let words = text.split(whereSeparator: { " ?&".contains($0) })
    return user || words.contains { $0.hasPrefix("password") && $0.contains("=") }
  }

  /// What stands before the `@` of a URL.
  private var userPart: Substring? {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
    return authority.lastIndex(of: "@").map { authority[..<$0] }
  }
}

extension PostgresAddress: CustomStringConvertible {
  /// Server, database and user, as far as the text says them; never anything secret.
  package var description: String {
    guard (try? PostgresConnection.load()) != nil, let options = cpostgres_parse(text) else {
      return "a database"
    }
    defer { cpostgres_free_options(options) }
    var values: [String: String] = [:]
    var at = options
    while let keyword = at.pointee.keyword {
      if let value = at.pointee.value { values[String(cString: keyword)] = String(cString: value) }
      at += 1
    }
    guard values["service"] == nil else { return "service=\(values["service"] ?? "")" }
    let host = values["host"] ?? values["hostaddr"]
    let user = values["user"].map { "\($0)@" } ?? ""
    let port = values["port"].map { ":\($0)" } ?? ""
    let database = values["dbname"].map { "/\($0)" } ?? ""
    let whole = "postgres://\(user)\(host ?? "")\(port)\(database)"
    return whole == "postgres://" ? "the database of PGHOST and PGDATABASE" : whole
  }

  /// Whether libpq can read it at all.
  package var isReadable: Bool {
    guard let options = cpostgres_parse(text) else { return false }
    cpostgres_free_options(options)
    return true
  }
}
