import Testing
import VmscanModel

@testable import VmscanAssessment

struct DestinationClassifierTests {
  private func classify(
    _ address: ByteText, own: [String] = ["example.com"], inferred: Bool = false,
    _ change: (inout AssessmentSettings) -> Void = { _ in }
  ) -> ClassifiedAddress {
    var settings = AssessmentSettings()
    change(&settings)
    let domains = OwnDomains(domains: own, isInferred: inferred)
    return DestinationClassifier(ownDomains: domains, settings: settings).classify(address)
  }

  @Test(
    arguments: [
      ("alice@example.com", .own), ("Alice@EXAMPLE.Com", .own), ("alice@mail.example.com", .own),
      ("alice@example.com.", .own), (" alice@example.com\t", .own),
      ("alice+vm@example.com", .own), ("\"al ice\"@example.com", .own),
      ("zoë@example.com", .own),
      ("bob@example.de", .external), ("5551234@pager.acme-pagers.net", .external),
      ("bob@notexample.com", .external), ("bob@example.com.evil.net", .external),
      ("bob@[192.0.2.7]", .external), ("bob@[IPv6:2001:db8::1]", .external),
      ("bob@printer.unlistedtop", .external), ("bob@co.uk", .external),
      ("erin.example@gmail.com", .personal), ("bob@GoogleMail.com", .personal),
      ("bob@mail.telenet.be", .personal), ("bob@users.t-online.de", .personal),
      ("bob@privaterelay.appleid.com", .personal), ("bob@duck.com", .personal),
      ("bob@mailinator.com", .disposable), ("bob@deep.sub.mailinator.com", .disposable),
      ("bob@gmaiil.com", .lookAlike), ("bob@gmial.com", .disposable), ("bob@gmail.con", .lookAlike),
      ("bob@mail.gmaiil.com", .lookAlike), ("bob@examp1e.com", .lookAlike),
      ("bob@example.net", .undeliverable), ("bob@sub.example.org", .undeliverable),
      ("bob@host.invalid", .undeliverable), ("bob@x.test", .undeliverable),
      ("bob@corp.local", .undeliverable), ("bob@db.localhost", .undeliverable),
      ("bob@pbx", .undeliverable), ("bob@ai", .undeliverable),
    ] as [(ByteText, DestinationClass)])
  func `says whose an address is`(_ address: ByteText, _ expected: DestinationClass) {
    #expect(classify(address).destinationClass == expected)
  }

  @Test(
    arguments: [
      ("", .empty), (" ", .empty), ("\"a@example.org", .unbalancedQuote),
      ("b@example.org\"", .unbalancedQuote), ("a@example.org;b@example.org", .twoAts),
      ("a@example.org b@example.org", .twoAts), ("a b@example.org", .blank),
      ("a@example.org&b@example.org", .twoAts),
      ("p@example.org|q@example.org", .twoAts), ("\"Alice\" <a@example.org>", .angleBrackets),
      ("<a@example.org>", .angleBrackets), ("a@x@example.org", .twoAts),
      ("@example.org", .noLocalPart), ("a@", .noDomain), (".a@example.org", .localDots),
      ("a.@example.org", .localDots), ("a..b@example.org", .localDots),
      ("a(b)@example.org", .localCharacter), ("a\\b@example.org", .localCharacter),
      ("\"a\"b@example.org", .localCharacter), ("a@[nowhere]", .malformedLiteral),
      ("a@[192.0.2.7", .malformedLiteral), ("a@[192.0.2.300]", .malformedLiteral),
      ("a@192.0.2.7", .numericDomain), ("a\u{1}b@example.org", .control),
      ("With, Comma", .blank), ("a@example.org,b@example.org", .twoAts),
      (ByteText(bytes: [0x61, 0xE9, 0x40, 0x61, 0x2E, 0x64, 0x65]), .notUTF8),
      (ByteText(String(repeating: "a", count: 65) + "@example.org"), .longLocalPart),
      (ByteText("a@" + String(repeating: "abcdefgh.", count: 29) + "org"), .long),
    ] as [(ByteText, AddressFault)])
  func `tells why an address is undeliverable`(_ address: ByteText, _ fault: AddressFault) {
    let result = classify(address)
    #expect(result.destinationClass == .undeliverable)
    #expect(result.reason == fault.reason)
    #expect(result.domain.isEmpty)
  }

  @Test func `64 bytes before the @ and 254 in all are still an address`() {
    let local = String(repeating: "a", count: 64)
    let domain = String(repeating: "abcdefgh.", count: 20) + "example"
    let address = "\(local)@\(domain.prefix(189 - 12)).example.com"
    #expect(classify(ByteText(address)).destinationClass == .own)
  }

  @Test(
    arguments: [
      "root", "not-an-address", "root@localhost", "root@localhost.localdomain",
      "root@[127.0.0.1]", "root@[IPv6:::1]",
    ] as [ByteText])
  func `mail that stays on the mail server is own and local`(_ address: ByteText) {
    let result = classify(address)
    #expect(result.destinationClass == .own)
    #expect(result.isLocal)
    #expect(result.reason.contains("delivered to the mail server's own"))
  }

  @Test func `a full result for an address in a subdomain`() {
    #expect(
      classify(" Alice@Mail.Example.com ")
        == ClassifiedAddress(
          address: "Alice@Mail.Example.com", localPart: "Alice", domain: "mail.example.com",
          registrableDomain: "example.com", destinationClass: .own,
          reason: "mail.example.com belongs to example.com, an own domain"))
  }

  @Test(
    arguments: [
      ("bob@gmail.com", "gmail.com is a personal mail provider"),
      ("bob@mailinator.com", "mailinator.com is a throw-away mail service"),
      ("bob@gmaiil.com", "gmaiil.com is one edit away from gmail.com"),
      (
        "bob@gmial.com",
        "gmial.com is a throw-away mail service, and is one edit away from gmail.com"
      ),
      ("bob@acme.be", "acme.be is another organisation"),
      ("bob@example.net", "example.net is reserved for documentation"),
      ("bob@pbx", "pbx is no full domain name"),
      ("bob", "no @, delivered to the mail server's own domain"),
    ] as [(ByteText, String)])
  func `gives the reason in plain words`(_ address: ByteText, _ reason: String) {
    #expect(classify(address).reason == reason)
  }

  @Test func `an inferred own domain is said to be inferred`() {
    let reason = classify("a@example.com", inferred: true).reason
    #expect(reason == "example.com is an inferred own domain")
  }

  @Test(
    arguments: [
      ("voip.example.co.uk", "bob@example.co.uk", .own),
      ("voip.example.co.uk", "bob@sales.example.co.uk", .own),
      ("voip.example.co.uk", "bob@other.co.uk", .external),
      ("co.uk", "bob@other.co.uk", .external), ("co.uk", "bob@co.uk", .own),
      ("shop.uk.com", "bob@rival.uk.com", .external), ("shop.uk.com", "bob@mail.shop.uk.com", .own),
      ("acme.telenet.be", "bob@telenet.be", .personal),
      ("acme.telenet.be", "bob@mail.acme.telenet.be", .own),
      ("telenet.be", "bob@acme.telenet.be", .own),
      ("pbx", "bob@pbx", .own), ("corp.local", "bob@corp.local", .own),
      ("bücher.de", "bob@xn--bcher-kva.de", .own), ("xn--bcher-kva.de", "bob@BÜCHER.de", .own),
      ("@Example.COM", "bob@example.com", .own), ("gmail.com", "bob@gmail.com", .own),
      ("mailinator.com", "bob@mailinator.com", .own), ("example.test", "bob@example.test", .own),
      ("", "bob@acme.be", .external), ("not a domain", "bob@acme.be", .external),
    ] as [(String, ByteText, DestinationClass)])
  func `own domains are matched by organisation and come first`(
    _ own: String, _ address: ByteText, _ expected: DestinationClass
  ) {
    #expect(classify(address, own: [own]).destinationClass == expected)
    let approved = classify(address, own: []) { $0.approvedDomains = [own] }.destinationClass
    #expect(approved == (expected == .own ? .approved : expected))
  }

  @Test func `own beats approved`() {
    let result = classify("a@example.com") { $0.approvedDomains = ["example.com"] }
    #expect(result.destinationClass == .own)
  }

  @Test func `a site adds to the lists and takes from them`() {
    func classOf(_ address: ByteText) -> DestinationClass {
      classify(address) {
        $0.personalDomains = ["club.be", "mailinator.com"]
        $0.notPersonalDomains = ["gmail.com", "staff.telenet.be"]
        $0.disposableDomains = ["burner.be", "hotmail.com"]
        $0.notDisposableDomains = ["sharklasers.com"]
      }.destinationClass
    }
    #expect(classOf("a@x.club.be") == .personal)
    #expect(classOf("a@mailinator.com") == .personal)
    #expect(classOf("a@gmail.com") == .external)
    #expect(classOf("a@staff.telenet.be") == .external)
    #expect(classOf("a@telenet.be") == .personal)
    #expect(classOf("a@burner.be") == .disposable)
    #expect(classOf("a@hotmail.com") == .disposable)
    #expect(classOf("a@sharklasers.com") == .external)
  }

  @Test func `a domain in both built-in lists is personal, as curated`() {
    #expect(classify("a@opayq.com").destinationClass == .personal)
  }

  @Test func `random bytes never crash it and always have a reason`() {
    let seed: UInt64 = 5321
    var generator = SeededRandom(state: seed)
    let pieces = ["@", ".", "example.com", "\"", "xn--", "[", "]", "ü", "\\", "gmail.com", " "]
      .map { Array($0.utf8) }
    var settings = AssessmentSettings()
    settings.approvedDomains = ["partner.be"]
    let classifier = DestinationClassifier(
      ownDomains: OwnDomains(domains: ["example.com"], isInferred: false), settings: settings)
    for _ in 0..<30_000 {
      let bytes = (0..<Int.random(in: 0...9, using: &generator)).flatMap { _ -> [UInt8] in
        Bool.random(using: &generator)
          ? pieces.randomElement(using: &generator) ?? []
          : [UInt8.random(in: 0...255, using: &generator)]
      }
      let result = classifier.classify(ByteText(bytes: bytes))
      if result.reason.isEmpty || classifier.classify(result.address) != result {
        Issue.record("seed \(seed), bytes \(bytes)")
      }
    }
  }
}
