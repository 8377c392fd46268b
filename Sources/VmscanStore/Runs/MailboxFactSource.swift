import VmscanModel

/// The mailboxes of a run as facts; in report order, which is key order.
struct MailboxFactSource: FactSource {
  let mailboxes: MailboxList

  init(_ mailboxes: MailboxList) { self.mailboxes = mailboxes }

  var count: Int { mailboxes.count }

  func putKey(_ index: Int, into key: inout Packer) {
    FactKey.put(mailboxes.id(at: index), into: &key)
  }

  func putValue(_ index: Int, into value: inout Packer) {
    value.put(packed: mailboxes.packed(at: index).facts)
  }

  /// A report that names a mailbox twice is refused: one of them would be lost.
  func refuseRepetition() throws {
    for index in mailboxes.indices.dropFirst()
    where mailboxes.id(at: index) <= mailboxes.id(at: index - 1) {
      throw StoreError.ambiguousReport("'\(ByteText(bytes: key(index)))'")
    }
  }
}

/// The recipients of the mailboxes that have any.
struct RecipientFactSource: FactSource {
  private let all: MailboxFactSource
  private let places: [Int]

  init(_ all: MailboxFactSource) {
    self.all = all
    // An empty list is packed as its count alone.
    places = all.mailboxes.indices.filter { all.mailboxes.packed(at: $0).recipients != [0] }
  }

  var count: Int { places.count }

  func putKey(_ index: Int, into key: inout Packer) { all.putKey(places[index], into: &key) }

  func putValue(_ index: Int, into value: inout Packer) {
    value.put(packed: all.mailboxes.packed(at: places[index]).recipients)
  }
}
