import Testing
import VmscanModel

struct AsteriskUserTests {
  private static func file(_ owner: UInt32, _ group: UInt32, _ mode: UInt32) -> FileIdentity {
    FileIdentity(
      device: 1, inode: 1, size: 0, modified: 0, changed: 0, mode: 0o100000 | mode, owner: owner,
      group: group, links: 1)
  }

  private static let asterisk = AsteriskUser(
    name: "asterisk", id: 110, groupName: "asterisk", groups: [115, 29])
  private static let nameless = AsteriskUser(
    name: "110", id: 110, groupName: "115", groups: [115], knowsAllGroups: false)

  static let cases: [(owner: UInt32, group: UInt32, mode: UInt32, reads: Bool, alone: Bool)] = [
    (110, 115, 0o640, true, true), (0, 115, 0o640, true, true), (0, 29, 0o640, true, true),
    (0, 0, 0o640, false, false), (0, 0, 0o600, false, false), (0, 0, 0o644, true, false),
    (0, 0, 0o660, false, false),
    // The first class that fits decides, even where it has fewer rights.
    (110, 115, 0o044, false, false), (0, 115, 0o604, false, false),
  ]

  @Test(arguments: cases)
  func `owner, group and mode decide in that order`(
    _ owner: UInt32, _ group: UInt32, _ mode: UInt32, _ reads: Bool, _ alone: Bool
  ) {
    let file = Self.file(owner, group, mode)
    #expect(Self.asterisk.may(.read, file) == reads)
    #expect(Self.asterisk.mayReadWithoutOthers(file) == alone)
  }

  @Test func `a directory is entered with x and listed with r`() {
    let closed = Self.file(0, 0, 0o744)
    #expect(!Self.asterisk.may(.enter, closed) && Self.asterisk.may(.read, closed))
    let unlisted = Self.file(0, 115, 0o710)
    #expect(Self.asterisk.may(.enter, unlisted) && !Self.asterisk.may(.read, unlisted))
  }

  @Test func `root reads everything`() {
    let root = AsteriskUser(name: "root", id: 0, groupName: "root", groups: [0])
    #expect(root.may(.read, Self.file(5, 5, 0)))
  }

  @Test func `without a name it may be in any group but root's`() {
    #expect(Self.nameless.may(.read, Self.file(0, 29, 0o640)))
    #expect(!Self.nameless.may(.read, Self.file(0, 0, 0o640)))
    #expect(!Self.nameless.may(.read, Self.file(0, 29, 0o600)))
  }
}
