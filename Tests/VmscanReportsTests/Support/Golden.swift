import Glibc
import Testing

/// Expected outputs below `Tests/Fixtures/expected/reports`.
///
/// With `VMSCAN_RECORD_GOLDENS=1` the file is written and the test fails, so that a recording can
/// never pass for a check.
enum Golden {
  static func path(_ name: String, from file: StaticString = #filePath) -> String {
    let parts = "\(file)".split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/Fixtures/expected/reports/" + name
  }

  static func expect(
    _ actual: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if getenv("VMSCAN_RECORD_GOLDENS").map({ $0[0] == 0x31 }) ?? false {
      write(actual, to: path(name))
      Issue.record("recorded \(name); run again without recording", sourceLocation: sourceLocation)
      return
    }
    guard let expected = read(path(name)) else {
      Issue.record("\(name) is missing; record it", sourceLocation: sourceLocation)
      return
    }
    if expected != actual {
      Issue.record(
        "\(name) differs:\n\(difference(expected, actual))", sourceLocation: sourceLocation)
    }
  }

  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(validating: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, file)
  }

  /// The first lines that differ, with a minus for the expected one.
  private static func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? String(old[index]) : nil
      let after = index < new.count ? String(new[index]) : nil
      guard before != after else { continue }
      lines +=
        ["line \(index + 1)"]
        + [before.map { "- \($0)" }, after.map { "+ \($0)" }].compactMap(\.self)
      if lines.count > 30 { break }
    }
    return lines.joined(separator: "\n")
  }
}
