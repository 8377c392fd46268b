import Glibc
import Testing
import VmscanLists
import VmscanModel

struct GeneratedListTests {
  static let sorted: [(name: String, list: SortedLines)] = [
    ("icann", PublicSuffixList.icann), ("icannWildcards", PublicSuffixList.icannWildcards),
    ("icannExceptions", PublicSuffixList.icannExceptions), ("hosted", PublicSuffixList.hosted),
    ("hostedWildcards", PublicSuffixList.hostedWildcards),
    ("disposable", DisposableDomains.domains), ("personal", PersonalDomains.domains),
    ("wellKnown", PersonalDomains.wellKnown),
  ]

  @Test(arguments: sorted.map(\.name))
  func `a list is sorted, unique, lower-case ASCII and every line is found`(_ name: String) throws {
    let list = try #require(Self.sorted.first { $0.name == name }).list
    let lines = list.lines
    #expect(!lines.isEmpty)
    for (line, next) in zip(lines, lines.dropFirst()) {
      if !line.utf8.lexicographicallyPrecedes(next.utf8) { Issue.record("\(line), \(next)") }
    }
    for line in lines {
      let isClean = line.utf8.allSatisfy { byte in
        byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2D
          || byte == 0x2E || byte == 0x5F
      }
      if !isClean || !list.contains(String(line)) { Issue.record("\(line)") }
    }
  }

  @Test func `the counts reports name are the counts of the lists`() {
    #expect(DisposableDomains.entries == DisposableDomains.domains.lines.count)
    #expect(PersonalDomains.entries == PersonalDomains.domains.lines.count)
    #expect(CommonPINs.entries == CommonPINs.ordered.lines.count)
    let suffixes = Self.sorted.prefix(5).reduce(0) { $0 + $1.list.lines.count }
    #expect(PublicSuffixList.entries == suffixes)
    #expect(DataLists.all.count == 5)
    for list in DataLists.all {
      #expect(list.date.wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil, "\(list.name)")
    }
  }

  /// A release may carry lists of 60 days, which `scripts/package` checks; after a year they name
  /// too many services that are gone and miss too many that came.
  @Test(arguments: DataLists.all.map(\.name))
  func `no list is older than a year`(_ name: String) throws {
    let list = try #require(DataLists.all.first { $0.name == name })
    let date = try #require(Timestamp(parsing: list.date))
    let age = (Int64(time(nil)) - date.epochSeconds) / 86400
    #expect(age <= 365, "\(name) is \(age) days old; run: scripts/generate")
  }

  @Test func `every well-known provider is a personal domain and no provider is a suffix`() {
    for line in PersonalDomains.wellKnown.lines {
      #expect(PersonalDomains.domains.contains(String(line)), "\(line)")
    }
    for line in PersonalDomains.domains.lines {
      #expect(!PublicSuffixList.icann.contains(String(line)), "\(line)")
    }
  }

  @Test func `the personal domains are the curated ones`() throws {
    let source = try curated("personal-domains.txt")
    let domains = source.map { $0.hasSuffix(" *") ? String($0.dropLast(2)) : $0 }.sorted()
    let starred = source.filter { $0.hasSuffix(" *") }.map { String($0.dropLast(2)) }.sorted()
    #expect(
      domains == PersonalDomains.domains.lines.map(String.init),
      "PersonalDomains.swift is stale; run: scripts/generate --curated")
    #expect(
      starred == PersonalDomains.wellKnown.lines.map(String.init),
      "PersonalDomains.swift is stale; run: scripts/generate --curated")
  }

  @Test func `the common PINs are the curated ones in their order`() throws {
    let source = try curated("common-pins.txt")
    let embedded =
      ["[common]"] + CommonPINs.ordered.lines.map(String.init) + ["[sample]"]
      + CommonPINs.asteriskSample.lines.map(String.init)
    #expect(source == embedded, "CommonPINs.swift is stale; run: scripts/generate --curated")
  }

  @Test func `the most common PINs of four digits have their published ranks`() {
    let ranks = CommonPINs.ordered.ranks
    #expect(ranks[Array("1234".utf8)] == 1)
    #expect(ranks[Array("1010".utf8)] == 20)
    #expect(ranks[Array("12345".utf8)] == 1)
  }

  private func curated(_ name: String) throws -> [String] {
    try repositoryLines("scripts/generate.d/\(name)").filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }
}
