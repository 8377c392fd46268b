import Testing
import VmscanModel

@testable import VmscanAssessment

struct OwnerMatcherTests {
  static func box(_ number: Int, _ context: ByteText = "default") -> MailboxID {
    MailboxID(context: context, mailbox: ByteText("\(number)"))
  }

  static let owners: [OwnerMatcher.Owner] = [
    (box(1001), "Alice Example"), (box(1002), "Bob Example"), (box(1003), "Carol van der Berg"),
    (box(1004), "Jürgen Müller"), (box(1005), "John Doe"), (box(1006), "Jane Doe"),
    (box(1007), "Sales Queue"), (box(1008), ""), (box(1009), "Extension 1009"),
    (box(1010), ByteText(bytes: Array("Zo".utf8) + [0xEB] + Array(" Adams".utf8))),
    (box(1011), "O'Brien, Pat"), (box(1012), "Dara O’Neill"), (box(1001, "sales"), "Alice Example"),
  ]

  private func better(_ address: ByteText, of number: Int) -> Int? {
    let fullName = Self.owners.first { $0.id == Self.box(number) }?.fullName ?? "Nobody Special"
    return OwnerMatcher(owners: Self.owners)
      .betterOwner(for: address, of: Self.box(number), fullName: fullName)
      .flatMap { Int($0.id.mailbox.description) }
  }

  @Test(
    arguments: [
      ("alice@example.com", 1002, 1001), ("Alice.Example@gmail.com", 1002, 1001),
      ("aexample@example.com", 1005, 1001), ("carol.vanderberg@example.com", 1001, 1003),
      ("cberg@example.com", 1001, 1003), ("vandenberg@example.com", 1001, nil),
      ("juergen.mueller@example.com", 1001, 1004), ("jurgen.muller@example.com", 1001, 1004),
      ("jmüller@example.com", 1001, 1004), ("jdoe@example.com", 1001, nil),
      ("john.doe@example.com", 1006, 1005), ("doe@example.com", 1001, nil),
      ("zoe.adams+vm@example.com", 1001, 1010), ("pat.obrien@example.com", 1001, 1011),
      ("dara.oneill@example.com", 1001, 1012), ("alice2@example.com", 1002, 1001),
      ("bob@example.com", 2000, 1002),
    ] as [(ByteText, Int, Int?)])
  func `the name in the address finds the one owner it fits`(
    _ address: ByteText, _ mailbox: Int, _ expected: Int?
  ) {
    #expect(better(address, of: mailbox) == expected)
  }

  @Test(
    arguments: [
      ("alice@example.com", 1001), ("alice.example@example.com", 1001), ("bob.e@example.com", 1002),
      ("sales@example.com", 1001), ("info@example.com", 1001), ("alice@example.com", 1008),
      ("alice@example.com", 1009), ("", 1001), ("@", 1001), ("4321@example.com", 1001),
      ("nobody@example.com", 1001),
    ] as [(ByteText, Int)])
  func `the own name, a role, a nameless mailbox or no name at all is no case`(
    _ address: ByteText, _ mailbox: Int
  ) {
    #expect(better(address, of: mailbox) == nil)
  }

  @Test func `the same person's other mailbox is not somebody else`() {
    let matcher = OwnerMatcher(owners: Self.owners)
    let found = matcher.betterOwner(
      for: "alice@example.com", of: Self.box(1001, "sales"), fullName: "Alice Example")
    #expect(found == nil)
  }

  @Test func `a surname shared with the own name does not count`() {
    let matcher = OwnerMatcher(owners: [(Self.box(1), "Ann Smith"), (Self.box(2), "Tom Jones")])
    let found = matcher.betterOwner(
      for: "smith@example.com", of: Self.box(3), fullName: "Joe Smith")
    #expect(found == nil)
  }

  @Test(arguments: ["al@example.com", "ng@example.com", "ang@example.com"] as [ByteText])
  func `two or three letters fit too many people`(_ address: ByteText) {
    let matcher = OwnerMatcher(owners: [(Self.box(1), "Al Ng"), (Self.box(2), "Tom Jones")])
    let found = matcher.betterOwner(for: address, of: Self.box(2), fullName: "Tom Jones")
    #expect(found == nil)
  }

  @Test func `the order of owners does not matter`() {
    let addresses: [ByteText] = ["alice@a.be", "jdoe@a.be", "bob@a.be", "carol@a.be"]
    let forward = OwnerMatcher(owners: Self.owners)
    let backward = OwnerMatcher(owners: Self.owners.reversed())
    for address in addresses {
      let one = forward.betterOwner(for: address, of: Self.box(9), fullName: "Nobody Special")
      let other = backward.betterOwner(for: address, of: Self.box(9), fullName: "Nobody Special")
      #expect(one?.id == other?.id, "\(address)")
    }
  }
}
