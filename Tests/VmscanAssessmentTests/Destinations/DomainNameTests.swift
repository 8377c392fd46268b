import Testing
import VmscanModel

@testable import VmscanAssessment

struct DomainNameTests {
  @Test(
    arguments: [
      ("Example.COM", "example.com"), ("example.com.", "example.com"),
      ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.example", "xn--bcher-kva.example"),
      ("bu\u{308}cher.example", "xn--bcher-kva.example"),
      ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
      ("xn--Bcher-KVA.example", "xn--bcher-kva.example"),
      ("食狮。公司．cn", "xn--85x722f.xn--55qx5d.cn"), ("ｇｍａｉｌ.com", "gmail.com"),
      ("r3---sn-5.example.com", "r3---sn-5.example.com"),
      ("my_host.example.com", "my_host.example.com"),
    ])
  func `spellings of one domain compare equal`(_ spelled: String, _ expected: String) throws {
    #expect(try DomainName(parsing: spelled.utf8).text == expected)
  }

  static let label64 = String(repeating: "a", count: 64)

  @Test(
    arguments: [
      ("", .noDomain), (".", .emptyLabel), (".example.com", .emptyLabel),
      ("example..com", .emptyLabel), ("example.com..", .emptyLabel), ("-a.example.com", .hyphen),
      ("a-.example.com", .hyphen), ("exa mple.com", .domainCharacter),
      ("example.com;b", .domainCharacter), ("example.c|m", .domainCharacter),
      ("\(label64).com", .longLabel), ("192.168.1.1", .numericDomain),
      ("xn--.example.com", .malformedIDN), ("xn--99999999999.com", .malformedIDN),
      ("xn--abc-.com", .malformedIDN), ("exa\u{200B}mple.com", .invisible),
      (Array(repeating: "abcdefg", count: 33).joined(separator: "."), .longDomain),
    ] as [(String, AddressFault)])
  func `refuses what is no domain`(_ text: String, _ fault: AddressFault) {
    #expect(throws: fault) { try DomainName(parsing: text.utf8) }
  }

  @Test func `refuses bytes that are not UTF-8`() {
    #expect(throws: AddressFault.notUTF8) {
      try DomainName(parsing: [0x62, 0xFC, 0x2E, 0x64, 0x65])
    }
  }

  @Test(arguments: [" @Example.com ", "*.example.com", "example.com.", "EXAMPLE.com"])
  func `a setting may be written loosely`(_ setting: String) {
    #expect(DomainName(setting: setting)?.text == "example.com")
  }

  @Test func `suffixes go down to the last label`() throws {
    let name = try DomainName(parsing: "a.b.example.com".utf8)
    let texts = name.suffixes.map { String(decoding: $0, as: UTF8.self) }
    #expect(texts == ["a.b.example.com", "b.example.com", "example.com", "com"])
  }

  @Test func `what was parsed parses to itself, for random bytes`() throws {
    let seed: UInt64 = 7
    var generator = SeededRandom(state: seed)
    let pieces: [[UInt8]] = [
      Array("xn--".utf8), Array("ü".utf8), Array("。".utf8), Array("A".utf8), [0x2E], [0x2D], [0xC3],
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...8, using: &generator)).flatMap { _ -> [UInt8] in
        Bool.random(using: &generator)
          ? pieces.randomElement(using: &generator) ?? []
          : [UInt8.random(in: 0...255, using: &generator)]
      }
      guard let name = try? DomainName(parsing: bytes) else { continue }
      if try DomainName(parsing: name.ascii) != name || !name.ascii.allSatisfy({ $0 < 0x80 }) {
        Issue.record("seed \(seed), bytes \(bytes)")
      }
    }
  }
}
