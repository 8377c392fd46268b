import CPostgres

/// Where a fleet's database is: a URL such as `postgres://pbx1@db.example.com/vmscan`, or
/// `service=fleet` and the like, as every client of libpq takes it.
///
/// Its description never has the password.
package struct PostgresAddress: Sendable, Hashable {
  /// As it was given; goes to libpq and nowhere else.
  let text: String

  package init(_ text: String) { self.text = text }

  /// Whether a password may stand in it, so that who reads it could log in.
  ///
  /// Judged by the text alone; where a `/`, `?`, `#` or `@` leaves it open what is the password, there is
  /// one.
  package var hasPassword: Bool {
    if let afterScheme, let at = afterScheme.lastIndex(of: "@") {
      let user = afterScheme[..<at]
      if user.contains(":"), !user.hasSuffix(":") { return true }
    }
    let plain = Self.decoded(text).lowercased()
    return plain.contains(#/(pass(?!file)|secret|scram)[a-z_]*\s*=/#)
  }

  private var afterScheme: Substring? {
    text.firstRange(of: "://").map { text[$0.upperBound...] }
  }

  /// The text with `%77` and the like as the characters they stand for.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(text)
    while let first = rest.first {
      let digits = rest.dropFirst().prefix(2)
      if first == "%", digits.count == 2, let byte = UInt8(digits, radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(3)
      } else {
        bytes += String(first).utf8
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension PostgresAddress: CustomStringConvertible {
  /// Server, database and user, as far as the text says them; never anything secret.
  package var description: String {
    guard (try? PostgresConnection.load()) != nil else { return "a database" }
    guard let values, isClear(values) else { return "a database whose address is not shown" }
    guard values["service"] == nil else { return "service=\(values["service"] ?? "")" }
    let host = values["host"] ?? values["hostaddr"]
    let user = values["user"].map { "\($0)@" } ?? ""
    let port = values["port"].map { ":\($0)" } ?? ""
    let database = values["dbname"].map { "/\($0)" } ?? ""
    let whole = "postgres://\(user)\(host ?? "")\(port)\(database)"
    return whole == "postgres://" ? "the database of PGHOST and PGDATABASE" : whole
  }

  /// Whether libpq can read it at all; the library must be loaded.
  package var isReadable: Bool { values != nil }

  /// Whether it is certain which part is what; the library must be loaded.
  var isClear: Bool { values.map(isClear) ?? false }

  /// What libpq or the server says, without anything secret that it may quote from the address.
  ///
  /// Empty where it is not certain which part of the address is the password.
  func withoutSecrets(_ words: String) -> String {
    guard (try? PostgresConnection.load()) != nil else { return words }
    guard let values, isClear(values) else { return "" }
    return values.filter { Self.isSecret($0.key) && $0.value.count > 2 }.values
      .reduce(words) { $0.replacing($1, with: "****") }
  }

  /// The settings as libpq takes the text apart; `nil` when it cannot.
  private var values: [String: String]? {
    guard let options = cpostgres_parse(text) else { return nil }
    defer { cpostgres_free_options(options) }
    var values: [String: String] = [:]
    var at = options
    while let keyword = at.pointee.keyword {
      if let value = at.pointee.value { values[String(cString: keyword)] = String(cString: value) }
      at += 1
    }
    return values
  }

  /// Whether no part of a password can have come to stand for something else, as `a/b` does in
  /// `postgres://pbx1:a/b@db/vmscan`.
  private func isClear(_ values: [String: String]) -> Bool {
    if let afterScheme {
      let authority = afterScheme.prefix { !"/?#".contains($0) }
      let marks = authority.count { $0 == "@" }
      guard marks <= 1, afterScheme.count(where: { $0 == "@" }) == marks else { return false }
    }
    let shown = ["user", "host", "hostaddr", "dbname", "service"].compactMap { values[$0] }
    return !shown.contains { $0.contains("://") || $0.contains("@") && $0.contains(":") }
      && !(values["user"] ?? "").contains(":")
      && (values["port"] ?? "").allSatisfy { $0.isASCII && $0.isNumber || $0 == "," }
  }

  private static func isSecret(_ keyword: String) -> Bool {
    keyword.hasSuffix("password") || keyword.hasSuffix("secret") || keyword.hasPrefix("scram")
  }
}
