import Testing
import VmscanModel

@testable import VmscanFleet

struct CopyLineTests {
  private func line(_ values: PublishedValue...) -> String {
    var line = CopyLine()
    line.append(values)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test
  func `values are apart by tabs, and NULL is no text`() {
    #expect(line(.text("a"), .none, .number(-7), .text("")) == "a\t\\N\t-7\t\n")
  }

  @Test(arguments: [
    ("\\N", "\\\\N"), ("\\.", "\\\\."), ("a\tb", "a\\tb"), ("a\nb", "a\\nb"), ("a\rb", "a\\rb"),
    ("a\u{0}b", "a\\\\x00b"), ("Zoë 😀", "Zoë 😀"),
  ])
  func `no text ends a value or a row`(text: String, written: String) {
    #expect(line(.text(text)) == written + "\n")
  }
}

struct PostgresAddressTests {
  @Test(arguments: [
    ("postgres://pbx1:hush@db/vmscan", true), ("postgres://pbx1@db/vmscan", false),
    ("postgres://pbx1:@db/vmscan", false), ("postgres://db/vmscan?user=a&password=hush", true),
    ("postgres://a@db/vmscan?password=hush", true), ("host=db password=hush", true),
    ("service=fleet", false), ("", false), ("postgres://a:p%40ss@db:5432/x", true),
    ("postgres://a:hu/sh@db/x", true), ("postgres://a:hu?sh@db/x", true),
    ("postgres://a:hu#sh@db/x", true), ("postgresql:///x?PASSWORD=hush", true),
    ("postgresql:///x?pass%77ord=hush", true), ("postgresql:///x?sslpassword=hush", true),
    ("host=db password = hush", true), ("host=db passwd=hush", true),
    ("postgresql:///x?oauth_client_secret=hush", true), ("postgres://a@db:5432/x", false),
    ("postgres://[::1]:5432/x", false), ("host=db passfile=/etc/vmscan/pgpass", false),
    ("postgres:///x?host=/run/postgresql&port=5433", false),
  ])
  func `a password in an address is noticed`(text: String, has: Bool) {
    #expect(PostgresAddress(text).hasPassword == has)
  }

  @Test(
    .enabled(if: (try? PostgresConnection.load()) != nil, "libpq5 is not installed"),
    arguments: [
      "postgres://pbx1:hush@/vmscan?host=/nowhere",
      "postgres://a@/vmscan?host=/nowhere&password=hush",
      "host=/nowhere user=a password=hush", "postgres://a:hu%zzsh@/x", "hush",
      "postgres://a:hu/w@/x?host=/nowhere", "postgres://a:hu?w@/x?host=/nowhere",
      "postgres://a:hu#w@/x?host=/nowhere", "postgres://a:hu@w/x@[::1]:1/x",
      "postgres://a:1/hu@[::1]:1/x", "postgres://a:b:hu@[::1]:1/x", "postgres://a@[::1]:hu/x",
      "postgresql:///x?host=/nowhere&PASSWORD=hush",
      "postgresql:///x?host=/nowhere&pass%77ord=hush",
      "host=/nowhere password = hush", "host=/nowhere password='hu sh'",
      "host=/nowhere passwd=hush",
      "POSTGRES://a:hush@[::1]:1/x", " postgres://a:hush@[::1]:1/x",
      "host=/nowhere dbname=postgres://a:hush@h/x", "host=/nowhere dbname=a:hush@h/x",
      "host=/nowhere port=hush user=a", "host=/nowhere user=a:hush",
    ])
  func `an address never shows its password`(text: String) {
    #expect(!PostgresAddress(text).description.contains("hu"))
    let error = #expect(throws: PostgresError.self) {
      try PostgresConnection(PostgresAddress(text))
    }
    #expect(error.map { !$0.description.contains("hu") } ?? false)
  }

  @Test(
    .enabled(if: (try? PostgresConnection.load()) != nil, "libpq5 is not installed"))
  func `what the server says of a clear address stays, without its password`() {
    let address = PostgresAddress("postgres://pbx1:hush@db:5432/vmscan")
    #expect(address.description == "postgres://pbx1@db:5432/vmscan")
    let error = PostgresError(.refused, detail: "no entry for hush of pbx1", address: address)
    #expect(error.detail == "no entry for **** of pbx1")
  }

  @Test(arguments: PostgresError.Kind.allCases)
  func `every kind of error has a remedy of its own line`(kind: PostgresError.Kind) {
    let lines = PostgresError(kind, detail: "words\nof the server", address: nil).description
      .split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasSuffix("words of the server"))
  }
}
