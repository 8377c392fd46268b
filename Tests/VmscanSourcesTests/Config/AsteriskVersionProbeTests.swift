import Glibc
import Testing
import VmscanModel
import VmscanSources
import VmscanSystem
import VmscanTestSupport

struct AsteriskVersionProbeTests {
  private let directory: TemporaryDirectory
  private var program: ByteText { directory.appending("asterisk") }

  init() throws { directory = try TemporaryDirectory() }

  private func probe(
    _ script: String, mode: mode_t = 0o755, patience: Int32 = 10_000
  ) throws -> AsteriskVersion? {
    try TestFiles.write(Array("#!/bin/sh\n\(script)\n".utf8), to: program)
    chmod("\(program)", mode)
    return AsteriskVersionProbe(program: "\(program)", owner: geteuid(), patience: patience)
      .version()
  }

  @Test
  func `the release is read from what asterisk -V prints`() throws {
    #expect(
      try probe("test \"$*\" = -V && echo 'Asterisk 22.10.1~dfsg+~cs6.15-1'")
        == AsteriskVersion(22, 10, 1))
    #expect(try probe("echo 'Asterisk certified/18.9-cert1'") == AsteriskVersion(18, 9))
  }

  @Test
  func `nothing is taken from a program that fails, says something else or does not end`() throws {
    #expect(try probe("echo 'Asterisk 22.0.0'; exit 1") == nil)
    #expect(try probe("echo 'FreeSWITCH 1.10'") == nil)
    #expect(try probe("exec cat /dev/zero") == nil)
    #expect(try probe("exec sleep 600", patience: 50) == nil)
  }

  @Test
  func `a program that others may change, or of another owner, is not run`() throws {
    let ran = directory.appending("ran")
    for mode: mode_t in [0o775, 0o757, 0o777] {
      #expect(try probe("touch '\(ran)'; echo 'Asterisk 22.0.0'", mode: mode) == nil)
    }
    #expect(
      AsteriskVersionProbe(program: "\(program)", owner: geteuid() + 1).version() == nil)
    #expect(access("\(ran)", F_OK) != 0)
    #expect(AsteriskVersionProbe(program: "\(directory.path)/none").version() == nil)
  }
}
