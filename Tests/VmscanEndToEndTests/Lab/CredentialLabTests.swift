import Foundation
import Testing

/// What is read of devices, logins and listeners against what a real Asterisk does with the same
/// files, made at random; `scripts/credential-lab` says how.
struct CredentialLabTests {
  /// Configurations; 500 with `VMSCAN_LAB_CONFIGURATIONS=500`.
  private static let count =
    ProcessInfo.processInfo.environment["VMSCAN_LAB_CONFIGURATIONS"].flatMap { Int($0) } ?? 6

  @Test(.enabled(if: Lab.isUp, Lab.whyNot))
  func `random configurations load, open and listen as a real Asterisk has them`() throws {
    let script = Program.root.appending(path: "scripts/credential-lab").path
    let done = try Program.run(
      "/usr/bin/python3",
      [
        script, "--suite", Lab.suite, "--count", "\(Self.count)", "--vmscan", Program.vmscan,
      ])
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.output.contains("\(Self.count) configurations"))
    #expect(!done.output.contains(" 0 devices"))
  }
}
