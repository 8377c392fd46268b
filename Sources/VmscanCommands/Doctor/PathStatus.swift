import Glibc
import VmscanModel
import VmscanSystem

/// What `stat` says of a path, links followed.
struct PathStatus {
  var mode: UInt32
  var owner: UInt32
  var group: UInt32
  var size: Int64
  var modified: Timestamp

  enum Look {
    case found(PathStatus)
    case missing
    /// The name and words of the system error.
    case hidden(String)
  }

  static func look(at path: String) -> Look {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return .missing }
      return .hidden(SystemError.last.description)
    }
    return .found(
      PathStatus(
        mode: status.st_mode, owner: status.st_uid, group: status.st_gid,
        size: Int64(status.st_size), modified: Timestamp(Int64(status.st_mtim.tv_sec))))
  }

  /// When a name came to be what it is, a link itself looked at; `nil` when there is none.
  static func linkTime(_ path: String) -> Timestamp? {
    var status = stat()
    return lstat(path, &status) == 0 ? Timestamp(Int64(status.st_mtim.tv_sec)) : nil
  }

  var isWorldReadable: Bool { mode & 0o004 != 0 }
  var isOthersWritable: Bool { mode & 0o022 != 0 }
  var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
  /// The permission bits as `ls` users know them, such as `0640`.
  var modeText: String { "0" + String(mode & 0o7777, radix: 8) }

  static func ownerName(_ owner: UInt32) -> String {
    getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "uid \(owner)"
  }

  static func groupName(_ group: UInt32) -> String {
    getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? "gid \(group)"
  }

  static func owner(named name: String) -> UInt32? { getpwnam(name)?.pointee.pw_uid }

  /// Names in a directory, sorted, without `.` and `..`; `nil` when it cannot be listed.
  static func names(in directory: String) -> [String]? {
    (try? DirectoryLister.names(in: ByteText(directory)))?.map(\.description).sorted()
  }
}
