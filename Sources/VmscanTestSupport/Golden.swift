import Glibc
import VmscanModel

/// Compares produced text with a stored file under `Tests/Fixtures`.
///
/// Use as `#expect(Golden.difference(output, from: "expected/report.txt") == nil)`. A missing file,
/// or `VMSCAN_RECORD=1`, stores the output *and fails*, so that a recording is looked at.
package enum Golden {
  /// What to say when the text differs from the stored one: a unified diff; `nil` when it does not.
  package static func difference(_ actual: String, from name: String) -> String? {
    let path = ByteText(Fixtures.path(name))
    let stored = try? TestFiles.read(path)
    if stored == nil || getenv("VMSCAN_RECORD") != nil {
      do { try TestFiles.write(Array(actual.utf8), to: path) } catch { return "\(error)" }
      return "recorded Tests/Fixtures/\(name); look at it and run again"
    }
    guard let stored, stored != Array(actual.utf8) else { return nil }
    return LineDiff.unified(
      from: String(decoding: stored, as: UTF8.self), to: actual, name: "Tests/Fixtures/\(name)")
  }
}
