import Glibc
import VmscanModel
import VmscanSystem

/// The rotated predecessors of a log, beside its name and beside the file that a link of that name leads to.
struct LogPredecessors {
  /// Those that are read, oldest first.
  private(set) var files: [LogFile] = []
  /// Files that seem to be others, and are not read.
  private(set) var strangers: [ByteText] = []

  init(of log: ByteText, _ dates: inout RotationDates) throws(LogReadError) {
    try add(log, beside: log, &dates)
    // Those beside a link are of the time before it.
    if let target = Self.target(of: log) { try add(target, beside: log, &dates) }
  }

  /// Adds the predecessors in the folder of a path, those with dates before those with numbers; a plain
  /// file stands for its packed copy.
  private mutating func add(
    _ path: ByteText, beside log: ByteText, _ dates: inout RotationDates
  ) throws(LogReadError) {
    let (directory, name) = Self.split(path.bytes)
    let entries: [ByteText]
    do throws(SystemError) {
      entries = try DirectoryLister.names(in: directory.isEmpty ? "." : ByteText(bytes: directory))
    } catch {
      throw LogReadError(path: ByteText(bytes: directory), error.code, "cannot list")
    }
    let live = LogReading.status(log)
    var found: [LogFile] = []
    for entry in entries where entry.bytes != name {
      let other = ByteText(bytes: directory + entry.bytes)
      guard let file = LogFile(name: entry.bytes, of: name, in: directory) else {
        if RotationName.isLikely(entry.bytes, of: name), LogReading.size(other) > 0 {
          strangers.append(other)
        }
        continue
      }
      if let live, Self.isSame(LogReading.status(file.path), live) { continue }
      if let same = found.firstIndex(where: { $0.plainPath == file.plainPath }) {
        if file.packing == nil { found[same] = file }
      } else {
        found.append(file)
      }
    }
    let states = found.map { LogReading.status($0.path) }
    files.removeAll { file in
      guard let status = LogReading.status(file.path) else { return false }
      return states.contains { Self.isSame($0, status) }
    }
    files += dates.ordered(found.sorted { ($0.number ?? 0) > ($1.number ?? 0) })
  }

  private static func isSame(_ one: stat?, _ other: stat) -> Bool {
    one.map { $0.st_ino == other.st_ino && $0.st_dev == other.st_dev } ?? false
  }

  /// The file that a link leads to; `nil` when the path is none.
  private static func target(of log: ByteText) -> ByteText? {
    let (directory, name) = split(log.bytes)
    guard let target = real(log.bytes), let folder = real(directory.isEmpty ? [0x2E] : directory),
      target != (folder == [0x2F] ? folder : folder + [0x2F]) + name
    else { return nil }
    return ByteText(bytes: target)
  }

  private static func real(_ path: [UInt8]) -> [UInt8]? {
    guard let found = realpath(LogDescriptor.text(path), nil) else { return nil }
    defer { free(found) }
    return (0..<strlen(found)).map { UInt8(bitPattern: found[$0]) }
  }

  private static func split(_ path: [UInt8]) -> (directory: [UInt8], name: [UInt8]) {
    guard let slash = path.lastIndex(of: 0x2F) else { return ([], path) }
    return (Array(path[...slash]), Array(path[(slash + 1)...]))
  }
}
