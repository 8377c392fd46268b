import Testing

@testable import VmscanAssessment

struct RegistrableDomainTests {
  static let vectors: [(domain: String, expected: String?)] = {
    let lines = (try? repositoryLines("Tests/Fixtures/psl/test_psl.txt")) ?? []
    return lines.compactMap { line in
      guard let found = line.wholeMatch(of: /checkPublicSuffix\('([^']+)', (?:null|'([^']+)')\);/)
      else { return nil }
      return (String(found.1), found.2.map(String.init))
    }
  }()

  @Test func `the vectors are there`() { #expect(Self.vectors.count == 77) }

  @Test(arguments: vectors) func `matches the vectors of the list, rules of registries alone`(
    _ vector: (domain: String, expected: String?)
  ) throws {
    let expected = try vector.expected.map { try DomainName(parsing: $0.utf8).text }
    #expect(registered(vector.domain) == expected)
  }

  @Test(
    arguments: [
      ("voip.example.co.uk", "example.co.uk"), ("example.co.uk", "example.co.uk"),
      ("co.uk", nil), ("com", nil), ("pbx", nil),
      ("shop.uk.com", "shop.uk.com"), ("mail.shop.uk.com", "shop.uk.com"),
      ("uk.com", "uk.com"), ("someone.github.io", "someone.github.io"),
      ("github.io", "github.io"), ("pbx.corp.local", "corp.local"),
      (
        "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com",
        "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com"
      ),
    ] as [(String, String?)])
  func `an organisation begins below a hosting firm's name`(_ name: String, _ expected: String?) {
    let found = RegistrableDomain.organisation(Array(name.utf8)[...])
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  private func registered(_ domain: String) -> String? {
    guard let name = try? DomainName(parsing: domain.utf8) else { return nil }
    return RegistrableDomain.registered(name.ascii[...])
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
