/// The mailboxes of a report in packed form, unpacked element by element.
///
/// Ages stand behind what history keeps and are no part of it.
package struct MailboxList: Sendable {
  private var words = ByteArena()
  private var places: [ByteArena.Place] = [] {
    didSet { isSorted = false }
  }
  /// Whether the list is known to be in the order of the identifiers.
  private var isSorted = false

  package init() {}

  package mutating func append(_ mailbox: MailboxReport) { places.append(place(of: mailbox)) }

  /// Takes over all of another list.
  package mutating func append(_ other: MailboxList) {
    guard !isEmpty else { return self = other }
    let shift = words.append(other.words)
    places.reserveCapacity(places.count + other.places.count)
    for var place in other.places {
      place.block += shift
      places.append(place)
    }
  }

  /// Brings the mailboxes into the order of their identifiers.
  package mutating func sort() {
    guard !isSorted else { return }
    let keyed = indices.map { (id: id(at: $0), place: places[$0]) }
    places = keyed.sorted { $0.id < $1.id }.map(\.place)
    isSorted = true
  }

  package func id(at index: Int) -> MailboxID {
    reading(index) { MailboxID(context: try $0.text(), mailbox: try $0.text()) }
  }

  /// The identifier, and facts and recipients as history keeps them.
  package func packed(at index: Int) -> (id: MailboxID, facts: [UInt8], recipients: [UInt8]) {
    reading(index) { unpacker in
      let id = MailboxID(context: try unpacker.text(), mailbox: try unpacker.text())
      return (id, try unpacker.raw(), try unpacker.raw())
    }
  }

  private mutating func place(of mailbox: MailboxReport) -> ByteArena.Place {
    words.append { packer in
      packer.put(mailbox.id.context)
      packer.put(mailbox.id.mailbox)
      packer.put(raw: mailbox.packed)
      packer.put(raw: RecipientFacts.pack(mailbox.recipients))
      for folder in mailbox.folders { packer.put(optional: folder.ages) { $1.pack(into: &$0) } }
    }
  }

  private static func mailbox(from unpacker: inout Unpacker) throws -> MailboxReport {
    let id = MailboxID(context: try unpacker.text(), mailbox: try unpacker.text())
    let facts = try unpacker.raw()
    let recipients = try RecipientFacts.unpack(try unpacker.raw())
    var mailbox = try MailboxReport(id: id, packed: facts, recipients: recipients)
    for place in mailbox.folders.indices {
      guard try unpacker.flag() else { continue }
      mailbox.folders[place].ages = try AgeCounts(from: &unpacker)
    }
    return mailbox
  }

  private func reading<Value>(
    _ index: Int, _ body: (inout Unpacker) throws -> Value
  ) -> Value {
    var unpacker = words.unpacker(at: places[index], of: "a mailbox")
    do {
      return try body(&unpacker)
    } catch {
      preconditionFailure("a list cannot hold what it did not pack: \(error)")
    }
  }
}

extension MailboxList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }

  package subscript(index: Int) -> MailboxReport {
    get {
      reading(index) { try Self.mailbox(from: &$0) }
    }
    set { places[index] = place(of: newValue) }
  }

  package mutating func replaceSubrange(
    _ range: Range<Int>, with elements: some Collection<MailboxReport>
  ) {
    var added: [ByteArena.Place] = []
    for element in elements { added.append(place(of: element)) }
    places.replaceSubrange(range, with: added)
  }
}

extension MailboxList: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: MailboxReport...) { self.init(elements) }
}

extension MailboxList: Equatable {
  package static func == (left: MailboxList, right: MailboxList) -> Bool {
    left.elementsEqual(right)
  }
}
