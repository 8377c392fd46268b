import Glibc
import VmscanModel
import VmscanSystem

/// The database's file: made private before SQLite sees it.
///
/// SQLite gives its `-wal` and `-shm` files the mode and the owner of the database, so no umask is
/// needed.
struct StoreFile {
  let path: String

  /// Creates the file with mode 0600 and missing directories with 0700; an existing file is left
  /// as it is but must be writable, and so must its directory.
  ///
  /// - Throws: `StoreError.unopenable`, `.notWritable`.
  func prepareForWriting() throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw unopenable }
      try makeDirectories()
      return try create()
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError.unopenable(path: path, error: "not a regular file")
    }
    guard access(path, R_OK | W_OK) == 0, access(directory, W_OK) == 0 else {
      throw StoreError.notWritable(path: path, error: "\(SystemError.last)")
    }
  }

  /// Makes sure that there is a file to read.
  ///
  /// - Throws: `StoreError.unopenable`.
  func prepareForReading() throws {
    guard access(path, R_OK) == 0 else { throw unopenable }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError.unopenable(path: path, error: "not a regular file")
    }
  }

  /// Creates the file and refuses to take over one that exists.
  func create() throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw StoreError.exists(path: path) }
      throw unopenable
    }
    InheritedOwner.give(descriptor, of: directory)
    close(descriptor)
  }

  /// Waits until the file's contents are on disk.
  func synchronize() throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unopenable }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw StoreError.notWritable(path: path, error: "\(SystemError.last)")
    }
  }

  /// Removes a file that `create()` has made and that was not completed.
  func removeOwn() { unlink(path) }

  func exists() -> Bool { access(path, F_OK) == 0 }

  /// No block is left for an ordinary user.
  var isOnFullFileSystem: Bool {
    var status = statvfs()
    return statvfs(directory, &status) == 0 && status.f_blocks > 0 && status.f_bavail == 0
  }

  /// Size of the file in bytes, 0 when there is none.
  static func size(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  private var unopenable: StoreError {
    StoreError.unopenable(path: path, error: "\(SystemError.last)")
  }

  private var directory: String { path.parentDirectory }

  private func makeDirectories() throws {
    var at = directory.startIndex
    while let slash = directory[at...].firstIndex(of: "/") {
      if slash != directory.startIndex { try makeDirectory(String(directory[..<slash])) }
      at = directory.index(after: slash)
    }
    try makeDirectory(directory)
  }

  private func makeDirectory(_ name: String) throws {
    do throws(SystemError) {
      try InheritedOwner.makeDirectory(name)
    } catch {
      throw StoreError.unopenable(path: path, error: "\(error)")
    }
  }
}
