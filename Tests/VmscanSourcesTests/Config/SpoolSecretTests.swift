import Glibc
import Testing
import VmscanModel

struct SpoolSecretTests {
  private let general = "[general]\npasswordlocation = spooldir\n[default]\n"

  @Test func `the file in the spool wins, and without it the configuration`() {
    let tree = TemporaryTree([
      "voicemail.conf": general + "1 => 11\n2 => 22\n3 => 33,A,a@x,,passwordlocation=x\n",
      "spool/default/1/secret.conf": "[general]\npassword = 77\n",
      "spool/default/3/secret.conf": "[general]\npassword = 77\n",
    ])
    let boxes = tree.read().mailboxes
    #expect(boxes[0].hasPIN("77") && boxes[1].hasPIN("22") && boxes[2].hasPIN("33"))
    let file = ByteText(tree.path + "/spool/default/1/secret.conf")
    #expect(boxes[0].pinOrigin == .secretFile(Origin(file: file, line: 2)))
    #expect(boxes[1].pinOrigin == .configurationFallback(boxes[1].origin))
    #expect(boxes[2].pinOrigin == .configuration(boxes[2].origin))
  }

  static let contents: [(text: String, isFound: Bool)] = [
    ("[general]\npassword =\n", true), ("[general]\n", false), ("[other]\npassword=77\n", false),
    ("password=77\n", false), ("", false), ("[general\npassword=77\n", false),
    (";!\n;! Generator: app_voicemail\n;!\n[general]\npassword = \n", true),
  ]

  @Test(arguments: contents)
  func `an empty password counts as found`(_ text: String, _ isFound: Bool) {
    let tree = TemporaryTree([
      "voicemail.conf": general + "1 => 11\n", "spool/default/1/secret.conf": text,
    ])
    #expect(tree.read().mailboxes[0].hasPIN(isFound ? "" : "11"))
  }

  @Test func `the sample of a real Asterisk is understood`() {
    let sample = ConfFixtures.text(
      "\(ConfFixtures.root)/asterisk-22/password-change/secret.conf")
    let tree = TemporaryTree([
      "voicemail.conf": general + "1 => 11\n", "spool/default/1/secret.conf": sample,
    ])
    #expect(tree.read().mailboxes[0].hasPIN("8888"))
  }

  @Test func `several passwords count by release`() {
    let tree = TemporaryTree([
      "voicemail.conf": general + "1 => 11\n",
      "spool/default/1/secret.conf": "[general]\npassword=77\npassword=88\n",
    ])
    #expect(tree.read().mailboxes[0].hasPIN("77"))
    #expect(tree.read(version: nil).mailboxes[0].hasPIN("88"))
  }

  @Test func `spooldir is compared with case in general and without in a mailbox`() {
    let tree = TemporaryTree([
      "voicemail.conf": "[general]\npasswordlocation = SpoolDir\n[default]\n"
        + "1 => 11\n2 => 22,A,a@x,,passwordlocation=SpoolDir\n",
      "spool/default/1/secret.conf": "[general]\npassword = 77\n",
      "spool/default/2/secret.conf": "[general]\npassword = 77\n",
    ])
    #expect(tree.read().mailboxes[0].hasPIN("11"))
    #expect(tree.read().mailboxes[1].hasPIN("77"))
  }

  @Test func `links, pipes, directories and includes are not followed`() {
    let tree = TemporaryTree([
      "voicemail.conf": general + "1 => 11\n2 => 11\n3 => 11\n4 => 11\n../5 => 11\n",
      "secret.conf": "[general]\npassword = 77\n",
      "spool/default/2/secret.conf/x": "",
      "spool/default/4/secret.conf": "[general]\n#include ../../../secret.conf\n",
    ])
    mkdir(tree.path + "/spool/default/1", 0o755)
    symlink("../../../secret.conf", tree.path + "/spool/default/1/secret.conf")
    symlink("2", tree.path + "/spool/default/3")
    let configuration = tree.read()
    #expect(configuration.mailboxes.allSatisfy { !$0.pinOrigin.isKnown && $0.hasPIN("") })
    #expect(
      configuration.coverage.problems.map(\.kind) == [
        .notFollowed, .notFollowed, .notFollowed, .invalid, .unsafeName,
      ])
    // The messages are still counted, but for those of the name that is no directory's.
    #expect(
      configuration.coverage.problems.filter(\.hidesData).map(\.mailbox)
        == [MailboxID(context: "default", mailbox: "../5")])
  }

  @Test func `a file that everybody can read is told`() {
    let tree = TemporaryTree(["voicemail.conf": general + "1 => 11\n"])
    tree.write("spool/default/1/secret.conf", "[general]\npassword=77\n", mode: 0o644)
    let notice = tree.read().notices.first { $0.kind == .worldReadableConfig }
    #expect(notice?.mailbox?.description == "1@default")
  }
}
