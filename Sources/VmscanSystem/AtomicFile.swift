import Glibc
import Synchronization
import VmscanModel

/// Replaces a file as a whole: readers see the old contents or the new, never a part.
package enum AtomicFile {
  /// Writes beside the target, syncs, then renames over it and syncs the directory.
  ///
  /// A new file gets `mode` and, when `inheritsOwner` is set and root makes it, the owner and group
  /// of its directory; one that exists keeps its own. A symbolic link at `path` is replaced, not
  /// followed. A device or a pipe, such as `/dev/stdout`, is written to and stays what it is;
  /// a directory or a socket is refused.
  ///
  /// - Throws: `AtomicFileError` with the step that failed; then the target is as it was.
  package static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32 = 0o600, inheritsOwner: Bool = false
  ) throws {
    try replace(path, mode: mode, inheritsOwner: inheritsOwner) { write in try write(bytes) }
  }

  /// The same with contents that `body` hands over piece by piece; when it throws, its error is
  /// thrown and a file is as it was; a device or a pipe has what was written before.
  package static func replace(
    _ path: String, mode: UInt32 = 0o600, inheritsOwner: Bool = false,
    _ body: ((_ piece: [UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard try isReplaceable(path) else { return try writeThrough(path, body) }
    let temporary = "\(path).vmscan-\(getpid())"
    unlink(temporary)
    unfinished.withLock { _ = $0.insert(temporary) }
    defer { unfinished.withLock { _ = $0.remove(temporary) } }
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw AtomicFileError("create", temporary) }
    do {
      defer { close(descriptor) }
      try prepare(descriptor, like: path, mode: mode, inheritsOwner: inheritsOwner)
      try body { try write($0, to: descriptor, named: temporary) }
      guard fsync(descriptor) == 0 else { throw AtomicFileError("sync", temporary) }
      guard rename(temporary, path) == 0 else { throw AtomicFileError("rename over", path) }
    } catch {
      unlink(temporary)
      throw error
    }
    syncDirectory(of: path)
  }

  /// The files that are being written beside their targets.
  private static let unfinished = Mutex<Set<String>>([])

  /// Removes what is being written, for a process that ends at once; the targets stay as they are.
  package static func discardUnfinished() {
    unfinished.withLock { for path in $0 { unlink(path) } }
  }

  /// Whether there is nothing, a regular file, or a link to one; false for a device or a pipe.
  private static func isReplaceable(_ path: String) throws -> Bool {
    var target = stat()
    guard stat(path, &target) == 0 else { return true }
    switch target.st_mode & S_IFMT {
    case S_IFREG: return true
    case S_IFCHR, S_IFIFO: return false
    default:
      errno = target.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
      throw AtomicFileError("replace", path)
    }
  }

  private static func writeThrough(
    _ path: String, _ body: (([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw AtomicFileError("open", path) }
    defer { close(descriptor) }
    try body { try write($0, to: descriptor, named: path) }
  }

  private static func prepare(
    _ descriptor: Int32, like path: String, mode: UInt32, inheritsOwner: Bool
  ) throws {
    var old = stat()
    let kept = lstat(path, &old) == 0 && old.st_mode & S_IFMT == S_IFREG
    guard fchmod(descriptor, kept ? old.st_mode & 0o7777 : mode) == 0 else {
      throw AtomicFileError("set the mode of", path)
    }
    if !kept, inheritsOwner { InheritedOwner.give(descriptor, of: path.parentDirectory) }
    guard kept, old.st_uid != geteuid() || old.st_gid != getegid() else { return }
    guard fchown(descriptor, old.st_uid, old.st_gid) == 0 else {
      throw AtomicFileError("keep the owner of", path)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw AtomicFileError("write", name)
      }
      rest = rest.dropFirst(written)
    }
  }

  /// The rename has happened; a directory that cannot be synced does not undo it.
  private static func syncDirectory(of path: String) {
    let descriptor = open(path.parentDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension AtomicFile {
  /// Makes the directory a file is to stand in, when only that one is missing.
  ///
  /// - Throws: `AtomicFileError`.
  package static func makeDirectory(of path: String, mode: UInt32 = 0o755) throws {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let directory = String(path[..<slash])
    guard mkdir(directory, mode) == 0 else {
      guard errno == EEXIST else { throw AtomicFileError("create", directory) }
      return
    }
    // The program's umask would close it to the user that scans.
    guard chmod(directory, mode) == 0 else {
      throw AtomicFileError("set the mode of", directory)
    }
  }
}

/// The one rule for whom a new file or directory belongs to.
package enum InheritedOwner {
  /// Gives what root has just made to whom its directory belongs, who could not use it otherwise.
  ///
  /// It stays root's where that is refused, as without the capability.
  package static func give(_ descriptor: CInt, of directory: String) {
    var owner = stat()
    guard geteuid() == 0, stat(directory, &owner) == 0 else { return }
    _ = fchown(descriptor, owner.st_uid, owner.st_gid)
  }

  /// Creates a directory for its owner alone; one that exists is left as it is.
  ///
  /// - Throws: The error when there is none afterwards.
  package static func makeDirectory(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o700) == 0 else {
      // A read-only file system says so of a directory that exists, too.
      if errno == EEXIST || errno == EROFS && access(path, F_OK) == 0 { return }
      throw .last
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    give(descriptor, of: path.parentDirectory)
    close(descriptor)
  }
}

/// A step of replacing a file that failed.
package struct AtomicFileError: Error, Equatable, CustomStringConvertible {
  package var step: String
  package var path: String
  package var reason: String

  init(_ step: String, _ path: String) {
    self.step = step
    self.path = path
    reason = SystemError.last.description
  }

  package var description: String {
    "cannot \(step) '\(path)': \(reason)\nthe file is as it was before"
  }
}
