import VmscanModel

/// Places of texts in a list that grows; a short text, as most mailbox numbers are, is found without
/// a look at any other text.
struct PlaceTable {
  private static let least = 1 << 12
  /// Odd and different in every run, so that nobody can choose texts that all fall together.
  private static let factor = UInt64.random(in: 0 ... .max) | 1

  /// A text of at most seven bytes and its length as one number, 0 for none, at the place that its
  /// product with the factor names, or behind it.
  private var slots = [(text: UInt64, place: Int32)](repeating: (0, 0), count: Self.least)
  private var count = 0
  private var longer: [ByteText: Int] = [:]

  /// The place of a text; the next one, which becomes its own, when it has none.
  mutating func place(of text: ArraySlice<UInt8>, next: Int) -> Int {
    guard let word = Self.word(of: text) else {
      let text = ByteText(bytes: text)
      if let place = longer[text] { return place }
      longer[text] = next
      return next
    }
    let slot = Self.slot(of: word, in: slots)
    guard slots[slot].text == 0 else { return Int(slots[slot].place) }
    slots[slot] = (word, Int32(next))
    count += 1
    if count > slots.count / 2 { grow() }
    return next
  }

  private static func word(of text: ArraySlice<UInt8>) -> UInt64? {
    guard (1...7).contains(text.count) else { return nil }
    var word = UInt64(text.count)
    for byte in text { word = word << 8 | UInt64(byte) }
    return word
  }

  private static func slot(of word: UInt64, in slots: [(text: UInt64, place: Int32)]) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (word &* factor) >> 32) & mask
    while slots[slot].text != 0, slots[slot].text != word { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var larger = [(text: UInt64, place: Int32)](repeating: (0, 0), count: slots.count * 2)
    for known in slots where known.text != 0 {
      larger[Self.slot(of: known.text, in: larger)] = known
    }
    slots = larger
  }
}
