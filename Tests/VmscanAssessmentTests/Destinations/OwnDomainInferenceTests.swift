import Testing
import VmscanModel

@testable import VmscanAssessment

struct OwnDomainInferenceTests {
  private func infer(
    _ addresses: [ByteText], server: [ByteText] = [], host: String = "",
    _ change: (inout AssessmentSettings) -> Void = { _ in }
  ) -> OwnDomains {
    var settings = AssessmentSettings()
    change(&settings)
    return OwnDomainInference.infer(
      addresses: addresses, serverEmails: server, hostName: host, settings: settings)
  }

  @Test func `settings are taken as they are, normalised`() {
    let own = infer(["a@acme.be"], host: "pbx.acme.be") {
      $0.ownDomains = ["@Voip.Example.com", "voip.example.com", "bücher.de"]
    }
    #expect(
      own == OwnDomains(domains: ["voip.example.com", "xn--bcher-kva.de"], isInferred: false))
  }

  @Test func `the most common organisation wins over personal, disposable and broken addresses`() {
    let own = infer([
      "a@acme.be", "b@mail.acme.be", "c@gmail.com", "d@gmail.com", "e@gmail.com",
      "f@mailinator.com", "g@other.be", "nobody", "\"x@other.be", "y@[192.0.2.1]", "z@x.invalid",
    ])
    #expect(own == OwnDomains(domains: ["acme.be"], isInferred: true))
  }

  @Test func `one address on many mailboxes counts once`() {
    let own = infer([
      "vm@archive.be", "VM@archive.be", " vm@archive.be", "a@acme.be", "b@acme.be",
    ])
    #expect(own.domains == ["acme.be"])
  }

  @Test func `a tie is decided by the sender address or the host, else not at all`() {
    let tied: [ByteText] = ["a@acme.be", "b@other.be"]
    #expect(infer(tied).domains == [])
    #expect(infer(tied, server: ["asterisk@pbx.acme.be"]).domains == ["acme.be"])
    #expect(infer(tied, host: "pbx.other.be").domains == ["other.be"])
  }

  @Test func `sender address and host add theirs`() {
    let own = infer(["a@acme.be"], server: ["asterisk", "vm@acme.org"], host: "pbx.acme.net")
    #expect(own.domains == ["acme.be", "acme.net", "acme.org"])
  }

  @Test(
    arguments: [
      "pbx", "localhost", "localhost.localdomain", "pbx.lan", "192.0.2.1", "", "pbx.telenet.be",
      "host.invalid", "bad host",
    ])
  func `a host name that names no organisation adds nothing`(_ host: String) {
    #expect(infer([], host: host).domains == [])
  }

  @Test func `a rented machine is own, its landlord is not`() {
    let host = "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com"
    #expect(infer([], host: host).domains == [host])
    #expect(infer([], host: "pbx.corp.local").domains == ["corp.local"])
  }

  @Test func `personal senders are never own, not even when the site says who is personal`() {
    #expect(infer([], server: ["boss@gmail.com"]).domains == [])
    let own = infer(["a@club.be", "b@club.be", "c@acme.be"]) { $0.personalDomains = ["club.be"] }
    #expect(own.domains == ["acme.be"])
  }

  @Test func `reserved documentation names can be own, as in the samples`() {
    let own = infer(
      ["alice@example.com", "bob@example.com", "zoe@example.org", "frank.example@gmail.com"],
      server: ["asterisk@pbx.example.com", "voicemail@example.org"], host: "pbx")
    #expect(own.domains == ["example.com", "example.org"])
  }
}
