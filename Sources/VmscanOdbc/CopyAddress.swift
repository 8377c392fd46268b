import COdbc
import Glibc
import VmscanModel

/// Where a data source of psqlODBC leads, in the words of libpq, on which that driver stands.
struct CopyAddress: Sendable {
  private static let modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

  /// Keywords of libpq with their values; what has none is libpq's own choice, for the driver too.
  private let settings: [(keyword: String, value: Secret)]

  /// Takes what the driver made of the data source when it had connected (`SQLDriverConnect`).
  ///
  /// `nil` where `odbc.ini` has more than that shows: options of libpq itself, or statements that
  /// come before the first query.
  init?(completed: ArraySlice<UInt8>, of source: DatabaseConnection) {
    guard Self.isUnset("pqopt", source), Self.isUnset("ConnSettings", source) else { return nil }
    var values: [ByteText: ArraySlice<UInt8>] = [:]
    for part in completed.split(separator: 0x3B) {
      guard let end = part.firstIndex(of: 0x3D) else { continue }
      values[ByteText(bytes: Array(part[..<end]))] = part[(end + 1)...]
    }
    guard let mode = values["SSLmode"],
      Self.modes.contains(String(decoding: mode, as: UTF8.self))
    else { return nil }
    let words: [(String, ByteText)] = [
      ("host", "SERVER"), ("port", "PORT"), ("dbname", "DATABASE"), ("user", "UID"),
      ("sslmode", "SSLmode"),
    ]
    let password =
      source.password.isEmpty ? Secret(Self.decoded(values["PWD"] ?? [])) : source.password
    settings =
      words.map { ($0, Secret(values[$1] ?? [])) } + [("password", password)]
  }

  /// Keywords and values as libpq takes them, with a null pointer at the end of both.
  func withSettings<Value>(
    adding others: [(String, String)],
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?
    ) -> Value
  ) -> Value {
    let all = settings.filter { !$0.value.isEmpty } + others.map { ($0, Secret($1.utf8)) }
    let keywords = all.map { strdup($0.keyword) }
    let values = all.map { Self.copy($0.value) }
    defer {
      for word in keywords { free(word) }
      for value in values {
        if let value { explicit_bzero(value, strlen(value)) }
        free(value)
      }
    }
    return Self.list(keywords).withUnsafeBufferPointer { keywords in
      Self.list(values).withUnsafeBufferPointer { body(keywords.baseAddress, $0.baseAddress) }
    }
  }

  private static func copy(_ value: Secret) -> UnsafeMutablePointer<CChar>? {
    value.withBytes { bytes in bytes.baseAddress.flatMap { strndup($0, bytes.count) } }
  }

  private static func list(_ texts: [UnsafeMutablePointer<CChar>?]) -> [UnsafePointer<CChar>?] {
    texts.map { UnsafePointer($0) } + [nil]
  }

  private static func isUnset(_ key: String, _ source: DatabaseConnection) -> Bool {
    var value = [CChar](repeating: 0, count: 16)
    let name = source.source.bytes.map { CChar(bitPattern: $0) } + [0]
    return codbc_setting(name, key, &value, Int32(value.count)) == 0
  }

  /// psqlODBC writes a password as the query of a URL is written.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var (bytes, rest) = ([UInt8](), text)
    while let byte = rest.popFirst() {
      if byte == 0x25, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == 0x2B ? 0x20 : byte)
      }
    }
    return bytes
  }
}
