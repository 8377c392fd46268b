import Glibc

/// Runs checkers that are not part of the product.
enum Tool {
  /// The root of the package.
  static let root = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(4).joined(separator: "/")

  /// Exit status of a shell command, run in the root of the package; 127 when it was not found.
  static func run(_ command: String) -> Int32 {
    let status = system("cd '\(root)' && \(command)")
    return (status >> 8) & 0xFF
  }

  /// Whether `scripts/validate-json` can work here.
  static let hasSchemaValidator = run("scripts/validate-json --probe >/dev/null 2>&1") == 0

  static let hasPromtool = run("command -v promtool >/dev/null") == 0

  static let hasBrowser =
    run("(command -v chromium || command -v chromium-browser) >/dev/null") == 0
    && run("command -v python3 >/dev/null") == 0

  /// A fresh directory for the files of one test.
  static func temporaryDirectory() -> String {
    var template = Array("/tmp/vmscan-reports.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return "/tmp" }
    return template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? "/tmp"
    }
  }
}
