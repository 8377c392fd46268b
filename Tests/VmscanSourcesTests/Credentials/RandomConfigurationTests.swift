import Testing
import VmscanModel

@testable import VmscanSources

/// What random configurations showed that a real Asterisk does; `scripts/credential-lab` makes them.
struct RandomConfigurationTests {
  private static let old = AsteriskVersion(16, 28)

  private func read(
    _ files: [String: String], version: AsteriskVersion = ConfFixtures.asterisk22
  ) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) { CredentialConfigReader.read(tree.read(version: version)) }
  }

  private static let http = ["http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"]

  // MARK: Types

  @Test func `the types of a SIP section add up`() {
    let found = read(
      [
        "sip.conf": "[general]\nallowguest=no\n[old](!)\ntype=peer\n"
          + "[418](old)\ntype=friend\nhost=dynamic\nsecret=harbor-63\ninsecure=invite\n"
      ], version: Self.old)
    #expect(found.devices.map(\.isOpen) == [true])
  }

  @Test func `an unknown type behind a known one changes nothing in SIP`() {
    let known = "[old](!)\ntype=peer\n[437](old)\ntype=gate\nhost=dynamic\nsecret=a\n"
    #expect(read(["sip.conf": known], version: Self.old).devices.map(\.isLoaded) == [true])
    let unknown = "[437]\ntype=gate\ntype=peer\nhost=dynamic\nsecret=a\n"
    #expect(read(["sip.conf": unknown], version: Self.old).devices.map(\.fault) == [.noType])
  }

  @Test func `the first type of an IAX section counts before release 23 and the last since`() {
    let files = [
      "iax.conf": "[desk](!)\ntype=user\nsecret=granite\n"
        + "[323](desk)\ntype=friend\nhost=dynamic\nsecret=\n[300](desk)\ntype=gate\nhost=dynamic\n"
    ]
    let found = read(files).devices
    #expect(found.map(\.registersOpen) == [false, false])
    #expect(found.map(\.isLoaded) == [true, true])
    let newer = read(files, version: AsteriskVersion(23, 0)).devices
    #expect(newer.map(\.registersOpen) == [true, false])
    #expect(newer.map(\.isLoaded) == [true, false])
  }

  @Test func `an empty IAX password counts only where somebody may come`() {
    func openings(_ more: String) -> [Opening] {
      read(["iax.conf": "[323]\ntype=friend\nhost=dynamic\nsecret=a\nsecret=\n\(more)"])
        .devices.flatMap(\.openings)
    }
    #expect(openings("deny=0.0.0.0/0\n").isEmpty)
    // In clear the list is one password; a registration asks for the last, which is empty.
    #expect(openings("auth=plaintext\n") == [.noCredential])
    #expect(openings("auth=md5,plaintext\n") == [.emptyPassword])
    #expect(openings("deny=0.0.0.0\n") == [.emptyPassword])
  }

  // MARK: The web server

  @Test(arguments: [
    ("[general]\nenabled=yes\n", true), ("[general]\n", true), ("[general]\nENABLED=yes\n", false),
    ("[general]\nenabled=yes\nPretty=yes\n", false), ("[General]\nenabled=yes\n", false),
  ])
  func `ARI is off where a general option has another case`(_ general: String, _ isOn: Bool) {
    let user = "[robot]\nTYPE=user\nPassword=harbor-63\n"
    let files = Self.http.merging(["ari.conf": general + user]) { $1 }
    let served = read(files).listeners.flatMap(\.serves)
    #expect(served.contains("ari") == isOn)
    #expect(read(files, version: Self.old).listeners.flatMap(\.serves).contains("ari"))
  }

  @Test func `releases before 17 serve no metrics`() {
    let files = Self.http.merging(["prometheus.conf": "[general]\nenabled=yes\n"]) { $1 }
    #expect(read(files).accounts.map(\.isOpen) == [true])
    #expect(read(files, version: Self.old).accounts.isEmpty)
  }

  @Test(arguments: [("permit=bad host\n", 0), ("permit=10.0.0.0/8\n", 1), ("auth=gone\n", 0)])
  func `an endpoint that is not loaded or whose auth is not hands out no password`(
    _ line: String, _ count: Int
  ) {
    let found = read(
      Self.http.merging([
        "phoneprov.conf": "[general]\nserveraddr=127.0.0.1\n[lab]\nmime_type => text/plain\n",
        "pjsip.conf": "[226]\ntype=endpoint\ncontext=inside\ntransport=udp\nauth=226\n\(line)"
          + "[226]\ntype=auth\nusername=226\npassword=harbor-63\n"
          + "[p]\ntype=phoneprov\nendpoint=226\nMAC=000000644489\nPROFILE=lab\n",
      ]) { $1 })
    #expect(found.accounts.count { $0.kind == .phoneprov } == count)
  }
}
