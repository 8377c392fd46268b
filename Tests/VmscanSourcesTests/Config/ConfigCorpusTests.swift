import Testing
import VmscanModel

struct ConfigCorpusTests {
  /// Mailboxes as Asterisk lists them: context, number, e-mail, pager, attach, delete, maxmsg.
  private func rows(_ configuration: VoicemailConfiguration) -> [String] {
    configuration.mailboxes.map { mailbox in
      [
        "\(mailbox.id.context)", "\(mailbox.id.mailbox)",
        mailbox.emailField.map { "\($0)" } ?? "(null)", "\(mailbox.pager ?? "")",
        mailbox.attach.value ? "Yes" : "No", mailbox.deleteAfterEmail.value ? "Yes" : "No",
        "\(mailbox.maxMessages.value)",
      ].joined(separator: "\t")
    }
  }

  /// A name is shown up to its first blank or comma: where an arrow is missing, a PIN follows.
  private func expected(_ name: String) -> [String] {
    ConfFixtures.text("\(ConfFixtures.root)/conf/\(name)/expected.tsv")
      .split(separator: "\n").dropFirst().map { line in
        String(line).replacing(#/^([^\t]*)\t([^\t ,]*)[ ,][^\t]*/#) {
          "\($0.output.1)\t\($0.output.2)..."
        }
      }
  }

  @Test func `corpus is there`() { #expect(ConfFixtures.corpus.count >= 25) }

  @Test(arguments: ConfFixtures.corpus)
  func `directory gives the mailboxes Asterisk 22 has`(name: String) {
    let configuration = ConfFixtures.read(corpus: name)
    if name.hasPrefix("invalid-") {
      #expect(configuration.status == .invalid)
      #expect(!configuration.coverage.isComplete)
    } else {
      #expect(configuration.status == .loaded)
      #expect(configuration.coverage.isComplete)
      #expect(rows(configuration) == expected(name))
    }
  }

  @Test(arguments: ConfFixtures.corpus)
  func `no sentence holds a PIN`(name: String) {
    let configuration = ConfFixtures.read(corpus: name)
    let texts =
      configuration.notices.map(\.detail.unmasked)
      + configuration.coverage.problems.map(\.detail.unmasked)
    #expect(texts.allSatisfy { !$0.contains("4821") })
    #expect(configuration.mailboxes.allSatisfy { !"\($0.pin)".contains("4821") })
  }

  @Test func `last option counts since 23`() {
    let newest = ConfFixtures.read(corpus: "general-repeated", version: AsteriskVersion(23))
    #expect(newest.defaults.attach.value)
    #expect(newest.defaults.maxMessages.value == 30)
    let unknown = ConfFixtures.read(corpus: "general-repeated", version: nil)
    #expect(unknown.defaults.maxMessages.value == 30)
    #expect(unknown.has(.versionUnknown) && !newest.has(.versionUnknown))
  }
}
