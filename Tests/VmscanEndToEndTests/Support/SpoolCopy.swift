import Foundation
import Testing

/// A copy of the sample spool with a database beside it.
struct SpoolCopy {
  private let scratch: Scratch
  var path: String { scratch.path }
  let etc = Program.fixtures.appending(path: "asterisk-22/etc").path
  var spool: String { path + "/voicemail" }
  var quarantine: String { path + "/vmscan-quarantine" }
  var database: String { path + "/vmscan.db" }

  init() throws {
    scratch = try Scratch()
    let archive = Program.fixtures.appending(path: "asterisk-22/spool.tar.gz").path
    let done = try Program.run("/bin/tar", ["xzf", archive, "--no-same-owner", "-C", scratch.path])
    #expect(done.status == 0, "\(done.errors)")
  }

  /// A command that reads the configuration and the spool.
  func vmscan(
    _ words: String..., settings: String = "/dev/null", now: String = "2027-02-15T08:00:00Z"
  ) throws -> Finished {
    try vmscan(words, settings: settings, now: now)
  }

  func vmscan(
    _ words: [String], settings: String = "/dev/null", now: String = "2027-02-15T08:00:00Z"
  ) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", etc, "--spool", spool, "--db", database, "--config", settings, "--now",
        now,
      ])
  }

  /// Has what waits in a quarantine wait since 2001.
  static func age(quarantine: String) throws {
    let done = try Program.run(
      "/bin/sh",
      [
        "-c",
        "find \"$1\" -name manifest.ndjson -exec sed -i -E 's/\"removed\":[0-9]+/\"removed\":1000000000/' {} +",
        "sh", quarantine,
      ])
    #expect(done.status == 0, "\(done.errors)")
  }

  /// `vmscan report`, which reads history alone.
  func report(_ words: [String]) throws -> Finished {
    try Program.run(
      Program.vmscan, ["report"] + words + ["--db", database, "--config", "/dev/null"])
  }
}
