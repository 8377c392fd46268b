import Glibc
import VmscanModel
import VmscanSystem

/// The key of the digests by which history knows an unchanged password: 32 random bytes in a file
/// of mode 0600 beside the history, never in it.
///
/// Whoever has both can try weak passwords at full speed; the history alone says nothing. A lost key
/// makes every age begin anew.
enum CredentialKey {
  private static let length = 32

  static func path(database: String) -> String { database + ".key" }

  /// Reads the key, or makes one.
  ///
  /// - Throws: `CommandFailure` with what is wrong with the file.
  static func load(database: String) throws -> Secret {
    let path = path(database: database)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw failure(path, "\(SystemError.last)") }
      return try make(path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw failure(path, "it is no file")
    }
    guard status.st_mode & 0o077 == 0 else { throw failure(path, "others can read it") }
    var bytes = [UInt8](repeating: 0, count: length + 1)
    let count = read(descriptor, &bytes, bytes.count)
    guard count == length else { throw failure(path, "it does not hold \(length) bytes") }
    return Secret(bytes[..<length])
  }

  private static func make(_ path: String) throws -> Secret {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    do {
      try AtomicFile.replace(path, with: bytes, mode: 0o600, inheritsOwner: true)
    } catch let error as AtomicFileError {
      throw failure(path, "\(error)")
    }
    return Secret(bytes)
  }

  private static func failure(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure(
      .incomplete, "ages of passwords are not followed: key '\(path)' cannot be used: \(reason)")
  }
}
