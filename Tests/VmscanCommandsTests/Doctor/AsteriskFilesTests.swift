import Testing
import VmscanModel

@testable import VmscanCommands

/// The doctor's commands must not take the configuration away from Asterisk.
struct AsteriskFilesTests {
  private static let asterisk = AsteriskUser(
    name: "asterisk", id: 110, groupName: "voice", groups: [115])

  private static func files(_ user: AsteriskUser? = asterisk) -> AsteriskFiles {
    var configuration = VoicemailConfiguration()
    configuration.asterisk.user = user
    let modes: [(String, UInt32, UInt32, UInt32)] = [
      ("/e/own", 110, 0, 0o644), ("/e/group", 0, 115, 0o644), ("/e/root", 0, 0, 0o644),
      ("/e/other", 0, 0, 0o604), ("/e/closed", 0, 0, 0o600), ("/e/vm/1", 0, 115, 0o640),
    ]
    configuration.files = modes.map { path, owner, group, mode in
      ConfigFile(
        path: ByteText(path),
        identity: FileIdentity(
          device: 1, inode: 1, size: 0, modified: 0, changed: 0, mode: 0o100000 | mode,
          owner: owner, group: group, links: 1))
    }
    return AsteriskFiles(configuration)
  }

  static let closing: [(paths: [String], command: String)] = [
    (["/e/own"], "chmod o= /e/own"), (["/e/own", "/e/group"], "chmod o= /e/own /e/group"),
    (["/e/root"], "chgrp voice /e/root && chmod 640 /e/root"),
    (
      ["/e/root", "/e/own", "/e/other"],
      "chmod o= /e/own; chgrp voice /e/root /e/other && chmod 640 /e/root /e/other"
    ),
  ]

  @Test(arguments: closing)
  func `a file that Asterisk reads as one of everybody gets its group first`(
    _ paths: [String], _ command: String
  ) {
    #expect(Self.files().commandsToClose(paths) == command)
  }

  @Test func `without a known user, and for root, everybody is shut out`() {
    #expect(Self.files(nil).commandsToClose(["/e/root"]) == "chmod o= /e/root")
    let root = AsteriskUser(name: "root", id: 0, groupName: "root", groups: [0])
    #expect(Self.files(root).commandsToClose(["/e/root"]) == "chmod o= /e/root")
  }

  @Test func `what Asterisk cannot read is opened, or the directory it lies in`() {
    #expect(
      Self.files().commandsToOpen(["/e/closed", "/e/vm/1"])
        == "chgrp voice /e/closed && chmod 640 /e/closed; chgrp voice /e/vm && chmod 750 /e/vm")
  }
}
