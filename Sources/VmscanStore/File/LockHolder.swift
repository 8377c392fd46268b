import Glibc
import VmscanSystem

/// The process that holds a lock on a database, as the kernel tells in `/proc/locks`.
struct LockHolder: Equatable, CustomStringConvertible {
  var pid: Int32
  /// Its command line; empty when it may not be seen.
  var command: String

  var description: String {
    command.isEmpty ? "process \(pid)" : "process \(pid) ('\(command)')"
  }

  /// Finds a writer of the database file or of its shared memory; `nil` when the kernel shows
  /// none, as across containers or on network file systems.
  static func find(database path: String) -> LockHolder? {
    let inodes = [path + "-shm", path].compactMap(inode)
    guard !inodes.isEmpty, let locks = try? SystemFile.bytes("/proc/locks") else { return nil }
    let lines = locks.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    for inode in inodes {
      for line in lines {
        if let pid = writer(line, inode: inode) {
          return LockHolder(pid: pid, command: command(pid))
        }
      }
    }
    return nil
  }

  /// Reads `1: POSIX  ADVISORY  WRITE 1234 08:01:99 120 120` (proc(5)).
  static func writer(_ line: String, inode: UInt64) -> Int32? {
    let fields = line.split(separator: " ")
    guard fields.count >= 8, fields[3] == "WRITE", let pid = Int32(fields[4]), pid > 0,
      let number = fields[5].split(separator: ":").last, UInt64(number) == inode
    else { return nil }
    return pid
  }

  private static func inode(_ path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  /// The arguments with blanks between them, shortened, without control characters.
  private static func command(_ pid: Int32) -> String {
    guard let bytes = try? SystemFile.bytes("/proc/\(pid)/cmdline") else { return "" }
    let text = bytes.prefix(200).map { $0 >= 0x20 && $0 < 0x7F ? $0 : 0x20 }
    return String(decoding: text, as: UTF8.self).split(separator: " ").joined(separator: " ")
  }
}

/// Tries whether the file system of a database keeps locks, once SQLite has failed there.
enum LockProbe {
  /// A new file of our own beside the database is locked as SQLite does; nobody else can hold it.
  static func findsNoLocks(beside path: String) -> Bool {
    let probe = "\(path).lock-probe-\(getpid())"
    let descriptor = open(probe, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    defer {
      close(descriptor)
      unlink(probe)
    }
    return !isLockable(descriptor)
  }

  static func isLockable(_ descriptor: Int32) -> Bool {
    // Where SQLite keeps its locks (os_unix.c, PENDING_BYTE).
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    return fcntl(descriptor, F_SETLK, &lock) == 0
  }
}
