import Glibc
import VmscanModel
import VmscanSystem

/// Keeps what was edited, with the files as they were, in a directory only the owner may enter.
///
/// The directory is none that Asterisk reads configuration from. Backups hold PINs, so every file
/// has mode 0600.
package struct ConfigChangeStore: Sendable {
  package let directory: String

  package init(directory: String) { self.directory = directory }

  /// Remembers an edit that is about to happen.
  func prepare(_ change: ConfigChange, originals: [[UInt8]]) throws {
    try makeDirectory(directory)
    let path = path(of: change.id)
    try makeDirectory(path)
    for (position, bytes) in originals.enumerated() {
      try AtomicFile.replace("\(path)/\(position).conf", with: bytes, mode: 0o600)
    }
    try save(change)
  }

  func save(_ change: ConfigChange) throws {
    try AtomicFile.replace(
      path(of: change.id) + "/change.json", with: try CanonicalJSON.encode(change), mode: 0o600)
  }

  /// Forgets an edit that did not happen.
  ///
  /// - Throws: `ConfigFileError` when something of it stays, such as a copy that holds PINs.
  func forget(_ id: String) throws {
    guard Self.isName(id) else { return }
    let path = path(of: id)
    var position = 0
    while try remove("\(path)/\(position).conf") { position += 1 }
    _ = try remove(path + "/change.json")
    guard rmdir(path) == 0 || errno == ENOENT else {
      throw ConfigFileError("remove", ByteText(path))
    }
  }

  /// Where the file of a position is kept as it was.
  func backup(of id: String, position: Int) -> String { "\(path(of: id))/\(position).conf" }

  /// `false` when there is no such file.
  private func remove(_ file: String) throws -> Bool {
    if unlink(file) == 0 { return true }
    guard errno == ENOENT else { throw ConfigFileError("remove", ByteText(file)) }
    return false
  }

  /// - Throws: `ConfigEditError`.
  package func change(_ id: String) throws -> ConfigChange {
    guard Self.isName(id) else { throw ConfigEditError.noSuchChange(id) }
    let file = path(of: id) + "/change.json"
    guard access(file, F_OK) == 0 else { throw ConfigEditError.noSuchChange(id) }
    do {
      let bytes = try ConfigFileCalls.read(ByteText(file)).bytes
      return try CanonicalJSON.decode(ConfigChange.self, from: bytes)
    } catch {
      throw ConfigEditError.unreadableChange(id, reason: "\(error)")
    }
  }

  /// Every change, oldest first.
  ///
  /// - Throws: `ConfigEditError` or `ConfigFileError` when one cannot be read.
  package func changes() throws -> [ConfigChange] {
    let names: [ByteText]
    do throws(SystemError) {
      names = try DirectoryLister.names(in: ByteText(directory))
    } catch {
      if error.isMissing { return [] }
      throw ConfigFileError(
        "list", ByteText(directory), reason: SystemError(error.code).description)
    }
    return try names.compactMap(\.utf8String).filter { name in
      Self.isName(name) && access("\(directory)/\(name)/change.json", F_OK) == 0
    }.sorted().map(change)
  }

  private func path(of id: String) -> String { "\(directory)/\(id)" }

  private static func isName(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count < 100
      && id.utf8.allSatisfy {
        $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x2D
      }
  }

  private func makeDirectory(_ path: String) throws {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw ConfigFileError("make", ByteText(path))
    }
    try makeDirectory(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 else { throw ConfigFileError("make", ByteText(path)) }
  }
}
