import Foundation
import Testing

/// What the program itself prints on a real terminal, and what into a pipe.
struct TerminalTests {
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script"))
  func `a bar shows on a terminal and nothing of it in a pipe`() throws {
    let site = try Site()
    try site.writeConfiguration(
      (1000..<1200).map { "\($0) => 4815162,Owner \($0),o\($0)@example.com\n" }.joined())
    let words = [
      "scan", "--asterisk-etc", site.etc, "--spool", site.spool, "--db", site.database,
      "--config", "/dev/null", "--own-domain", "example.com", "--output",
      site.scratch.path + "/report.txt",
    ]
    let piped = try Program.run(Program.vmscan, words)
    #expect([0, 3].contains(piped.status), "\(piped.errors)")
    #expect(!piped.errors.contains("\r") && !piped.output.contains("\r"))
    let line = ([Program.vmscan] + words).map { "'\($0)'" }.joined(separator: " ")
    let shown = try Program.run("/usr/bin/script", ["-qec", line, "/dev/null"])
    #expect(shown.status == piped.status, "\(shown)")
    #expect(shown.output.contains("\rvmscan: recording the run\u{1B}[K"), "\(shown.output)")
    #expect(shown.output.hasSuffix("\r\u{1B}[K"), "\(shown.output)")
  }
}
