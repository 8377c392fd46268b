import Glibc
import VmscanModel
import VmscanSystem

/// A log or one of its rotated predecessors.
struct LogFile: Sendable, Equatable {
  /// The program that turns the file into text, by its ending.
  enum Packing: String, Sendable, CaseIterable {
    case gzip = ".gz"
    case xz = ".xz"
    case zstd = ".zst"
    case bzip2 = ".bz2"

    var command: [String] {
      switch self {
      case .gzip: ["gzip", "-dc"]
      case .xz: ["xz", "-dc"]
      case .zstd: ["zstd", "-dcq"]
      case .bzip2: ["bzip2", "-dc"]
      }
    }
  }

  var path: ByteText
  var packing: Packing?
  /// Rotation number, 1 the newest; `nil` for the log itself and for dated names.
  var number: Int?
  /// What stands between the log's name and the packing's ending, such as `-20261122`.
  var mark: ByteText

  init(log path: ByteText) {
    self.path = path
    packing = Packing.allCases.first {
      path.bytes.reversed().starts(with: $0.rawValue.utf8.reversed())
    }
    number = nil
    mark = ""
  }

  /// Reads `mail.log.2.gz` or `mail.log-20261122` as a predecessor of `mail.log`.
  init?(name: [UInt8], of log: [UInt8], in directory: [UInt8]) {
    guard name.count > log.count + 1, name.starts(with: log) else { return nil }
    var rest = name[log.count...]
    packing = Packing.allCases.first { rest.reversed().starts(with: $0.rawValue.utf8.reversed()) }
    if let packing { rest = rest.dropLast(packing.rawValue.utf8.count) }
    guard let first = rest.first, first == 0x2E || first == 0x2D else { return nil }
    let digits = rest.dropFirst()
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }),
      digits.count <= 16
    else { return nil }
    mark = ByteText(bytes: rest)
    let value = String(validating: digits, as: UTF8.self).flatMap { Int($0) }
    number = digits.count <= 4 ? value : nil
    guard number != nil || digits.count >= 6 else { return nil }
    path = ByteText(bytes: directory + name)
  }

  /// The predecessors that exist, oldest first, those with dates before those with numbers; a plain file
  /// stands for its packed copy.
  static func predecessors(
    of log: ByteText, _ dates: inout RotationDates
  ) throws(LogReadError) -> [LogFile] {
    let slash = log.bytes.lastIndex(of: 0x2F)
    let directory = slash.map { Array(log.bytes[...$0]) } ?? []
    let name = slash.map { Array(log.bytes[($0 + 1)...]) } ?? log.bytes
    let names: [ByteText]
    do throws(SystemError) {
      names = try DirectoryLister.names(in: directory.isEmpty ? "." : ByteText(bytes: directory))
    } catch {
      throw LogReadError(path: ByteText(bytes: directory), error.code, "cannot list")
    }
    var found: [LogFile] = []
    for entry in names {
      guard let file = LogFile(name: entry.bytes, of: name, in: directory) else { continue }
      if let same = found.firstIndex(where: { $0.mark == file.mark }) {
        if file.packing == nil { found[same] = file }
      } else {
        found.append(file)
      }
    }
    return dates.ordered(found.sorted { ($0.number ?? 0) > ($1.number ?? 0) })
  }

  /// Whether it has the name that a file of a mark has after some rotations: only numbers change.
  func isNow(_ mark: ByteText, rotations: Int) -> Bool {
    guard let number else { return self.mark == mark }
    let digits = mark.bytes.dropFirst()
    let old = String(validating: digits, as: UTF8.self).flatMap { Int($0) }
    return digits.count <= 4 && old.map { $0 + rotations } == number
  }

  /// Whether nothing can lie between this file and the one after it, by their numbers.
  func isFollowed(by next: LogFile) -> Bool {
    guard let number else { return true }
    return next.number == number - 1 || number <= 1 && next.number == nil
  }
}
