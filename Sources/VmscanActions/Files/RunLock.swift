import Glibc
package import VmscanModel
package import VmscanSystem

/// The kernel's lock that lets only one vmscan act at a time; it ends with the process.
package struct RunLock: Sendable {
  private let descriptor: Descriptor

  private static let attempts = 20
  private static let pause: UInt32 = 50_000

  /// Takes the lock of the file `name` in a directory; waits at most a second, for a program that
  /// another thread just starts holds every lock of this process until it runs.
  ///
  /// - Throws: `PurgeRefusal.anotherRunActive` with the holder's own words.
  package init(
    _ name: ByteText, in directory: Descriptor, files: any FileOperations = PosixFileOperations()
  ) throws {
    descriptor = try files.openOrCreate(name, in: directory, mode: 0o600)
    var isLocked = try files.tryLock(descriptor)
    for _ in 1..<Self.attempts where !isLocked {
      usleep(Self.pause)
      isLocked = try files.tryLock(descriptor)
    }
    guard isLocked else {
      let bytes = try? files.read(files.openForReading(name, in: directory), limit: 1024)
      let words = String(decoding: bytes ?? [], as: UTF8.self).split(separator: " ")
      throw PurgeRefusal.anotherRunActive(
        words.count > 1 ? "process \(ByteText(words[1]))" : "unknown process")
    }
    try files.truncate(descriptor)
    try files.write(Array(LockStamp.current.description.utf8), to: descriptor)
  }

  /// Opens the directory by path first.
  package init(path directory: ByteText, name: ByteText = "vmscan.lock") throws {
    let files = PosixFileOperations()
    try self.init(name, in: files.openDirectory(directory, in: nil), files: files)
  }
}
