import Foundation
import Glibc
import Testing

/// The doctor on a real Asterisk: ten planted faults, ten found.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct DoctorLabTests {
    @Test
    func `ten faults planted around a running Asterisk are all found`() throws {
      let lab = try Lab()
      let scratch = try Scratch()
      let files = FileManager.default
      let box = lab.spool + "/default/doctor"
      let extconfig = lab.etc + "/extconfig.conf"
      #expect(!files.fileExists(atPath: box))
      let kept = files.contents(atPath: extconfig)
      let spoolMode = try mode(of: lab.spool)
      let configMode = try mode(of: lab.etc + "/voicemail.conf")
      let etcMode = try mode(of: lab.etc)
      defer {
        try? files.removeItem(atPath: box)
        try? files.removeItem(atPath: lab.spool + "/default/doctor-link")
        if let kept {
          _ = files.createFile(atPath: extconfig, contents: kept)
        } else {
          try? files.removeItem(atPath: extconfig)
        }
        chmod(lab.spool, spoolMode)
        chmod(lab.etc + "/voicemail.conf", configMode)
        chmod(lab.etc, etcMode)
      }
      try files.createDirectory(atPath: box + "/INBOX", withIntermediateDirectories: true)
      try files.createDirectory(atPath: box + "/tmp", withIntermediateDirectories: true)
      for path in [box + "/INBOX/.lock", box + "/tmp/abc123.wav"] {
        try Data("x".utf8).write(to: URL(filePath: path))
        try files.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)], ofItemAtPath: path)
      }
      chown(box, 4321, 4321)
      try files.createSymbolicLink(
        atPath: lab.spool + "/default/doctor-link", withDestinationPath: "/nonexistent")
      try Data("[settings]\nvoicemail => odbc,asterisk,vm\n".utf8)
        .write(to: URL(filePath: extconfig))
      chmod(lab.etc + "/voicemail.conf", 0o644)
      chmod(lab.etc, 0o755)
      let settings = scratch.path + "/vmscan.yaml"
      try "mailLogs: [\(scratch.path)/none.log]\n".write(
        toFile: settings, atomically: true, encoding: .utf8)
      chmod(settings, 0o666)
      let done = try Program.run(
        Program.vmscan,
        [
          "doctor", "--config", settings, "--asterisk-etc", lab.etc, "--spool", lab.spool, "--db",
          scratch.path + "/none.db",
        ])
      for line in [
        "fail  settings", "fail  configuration-private", "warn  asterisk-version", "fail  storage",
        "warn  own-domains", "fail  spool-readable", "fail  spool-owner", "fail  stale-locks",
        "fail  mail-log", "warn  history", "warn  leftovers",
      ] { #expect(done.output.contains("\n\(line): "), "\(line)\n\(done.output)") }
      #expect(done.output.contains(box + "/INBOX"))
      #expect(done.status == 1, "\(done.output)")
    }

    private func mode(of path: String) throws -> mode_t {
      var status = stat()
      try #require(stat(path, &status) == 0)
      return status.st_mode & 0o7777
    }
  }
}
