import Glibc
import VmscanModel

/// Room for new messages and for history.
struct SpaceCheck {
  let examination: Examination
  private static let leastBytes: Int64 = 100 << 20

  func diagnoses() -> [Diagnosis] {
    [
      diagnosis("space-spool", examination.spool, use: "new messages are lost when it is full"),
      diagnosis(
        "space-history", directory(of: examination.settings.database),
        use: "no run is recorded when it is full"),
    ]
  }

  private func diagnosis(_ check: String, _ path: String, use: String) -> Diagnosis {
    guard let (free, all) = Self.measure(path), all > 0 else {
      return .unchecked(
        check, "cannot read how much space is free at '\(path)'", remedy: "does it exist?")
    }
    return Self.diagnosis(check, path, use: use, free: free, all: all)
  }

  static func diagnosis(
    _ check: String, _ path: String, use: String, free: Int64, all: Int64
  ) -> Diagnosis {
    let seen = "\(ByteCount(free)) of \(ByteCount(all)) free at '\(path)'"
    if free < leastBytes || free < all / 100 {
      return .fail(check, seen, remedy: "free some space: \(use)")
    }
    guard free >= all / 20 else { return .warn(check, seen, remedy: "free some space: \(use)") }
    return .ok(check, seen)
  }

  /// The nearest directory that exists, for a database that is yet to be made.
  private func directory(of file: String) -> String {
    var path = file
    while let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      path = String(path[..<slash])
      if access(path, F_OK) == 0 { return path }
    }
    return file.hasPrefix("/") ? "/" : "."
  }

  /// Bytes free for ordinary users and bytes in all; `nil` when it cannot be known.
  private static func measure(_ path: String) -> (free: Int64, all: Int64)? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let unit = Int64(clamping: status.f_frsize)
    return (
      Int64(clamping: status.f_bavail) &* unit, Int64(clamping: status.f_blocks) &* unit
    )
  }
}
