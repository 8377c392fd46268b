import VmscanModel

/// Files under `Tests/Fixtures`, found from the place of this source file.
package enum Fixtures {
  /// Root of the checkout.
  package static let repository = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/"))

  /// Absolute path of a fixture, such as `asterisk-22/spool.tar.gz`.
  package static func path(_ name: String) -> String { "\(repository)/Tests/Fixtures/\(name)" }

  package static func bytes(_ name: String) throws -> [UInt8] {
    try TestFiles.read(ByteText(path(name)))
  }

  /// The fixture as text, bytes that are not UTF-8 replaced.
  package static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// Unpacks a `tar.gz` fixture, owners and times kept as far as the user may, into a new directory.
  package static func unpack(_ name: String) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let status = try TestFiles.run(
      "/usr/bin/tar", ["-xpzf", path(name), "-C", directory.path.description])
    guard status == 0 else { throw SystemFailure("tar -xpzf (status \(status))", name, number: 0) }
    return directory
  }
}
