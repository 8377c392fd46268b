import VmscanModel

/// A log or one of its rotated predecessors.
struct LogFile: Sendable, Equatable {
  /// The program that turns the file into text, by its ending.
  enum Packing: String, Sendable, CaseIterable {
    case gzip = ".gz"
    case xz = ".xz"
    case zstd = ".zst"
    case bzip2 = ".bz2"
    case lz4 = ".lz4"
    case lzma = ".lzma"
    case compress = ".Z"

    var command: [String] {
      switch self {
      case .gzip, .compress: ["gzip", "-dc"]
      case .xz, .lzma: ["xz", "-dc"]
      case .zstd: ["zstd", "-dcq"]
      case .bzip2: ["bzip2", "-dc"]
      case .lz4: ["lz4", "-dc"]
      }
    }

    /// The packing that a name's ending shows.
    init?(of name: some BidirectionalCollection<UInt8>) {
      guard
        let packing = Self.allCases.first(where: {
          name.reversed().starts(with: $0.rawValue.utf8.reversed())
        })
      else { return nil }
      self = packing
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
    packing = Packing(of: path.bytes)
    number = nil
    mark = ""
  }

  /// Reads `mail.log.2.gz`, `mail.log-20261122` or `mail-20261122.log` as a predecessor of `mail.log`.
  init?(name: [UInt8], of log: [UInt8], in directory: [UInt8]) {
    packing = Packing(of: name)
    let plain = name.dropLast(packing?.rawValue.utf8.count ?? 0)
    guard let found = RotationName(plain, of: log) else { return nil }
    number = found.number
    mark = ByteText(bytes: found.mark)
    path = ByteText(bytes: directory + name)
  }

  /// The path without the packing's ending.
  var plainPath: ArraySlice<UInt8> { path.bytes.dropLast(packing?.rawValue.utf8.count ?? 0) }

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
