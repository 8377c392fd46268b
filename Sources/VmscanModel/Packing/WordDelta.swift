/// Bytes told by how they differ, word by word, from other bytes.
///
/// The sentences of a rule differ in their figures and names. Told are steps: a byte of 0x80 + n
/// stands for n words that are the other's at the same places, any other byte for a word of as many
/// bytes, which follow; 0x7F says that the length of the word follows as a number. Words end behind
/// blanks and slashes.
package enum WordDelta {
  private static let longest = 0x7F

  /// Packs the steps that make the bytes of the others.
  package static func put(
    _ bytes: UnsafeRawBufferPointer, against other: UnsafeRawBufferPointer,
    into packer: inout Packer
  ) {
    var (words, others) = (Words(bytes), Words(other))
    var same = 0
    func tell() {
      if same > 0 { packer.put(byte: UInt8(0x80 + same)) }
      same = 0
    }
    while let word = words.next() {
      if let otherWord = others.next(), ByteOrder.compare(word, otherWord) == 0 {
        same += 1
        if same == longest { tell() }
      } else {
        tell()
        packer.put(byte: UInt8(min(word.count, longest)))
        if word.count >= longest { packer.put(word.count) }
        packer.put(packed: word)
      }
    }
    tell()
  }

  /// The bytes that `put` was given; the steps and the other bytes must be those of one `put`.
  package static func expand(
    _ steps: UnsafeRawBufferPointer, against other: UnsafeRawBufferPointer
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: other.count + steps.count) { bytes, count in
      let output = UnsafeMutableRawBufferPointer(bytes)
      func put(_ words: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: output[count...]).copyMemory(from: words)
        count += words.count
      }
      var others = Words(other)
      var at = 0
      while at < steps.count {
        let step = Int(steps[at])
        at += 1
        if step > longest {
          put(others.next(step - 0x80))
        } else {
          let length = step == longest ? steps.number(at: &at) : step
          put(UnsafeRawBufferPointer(rebasing: steps[at..<at + length]))
          at += length
          _ = others.next()
        }
      }
    }
  }

  private struct Words {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next word; `nil` behind the last.
    mutating func next() -> UnsafeRawBufferPointer? { at < bytes.count ? next(1) : nil }

    /// The next words, as many as there are.
    mutating func next(_ count: Int) -> UnsafeRawBufferPointer {
      let start = at
      for _ in 0..<count {
        while at < bytes.count, !Self.isEnd(bytes[at]) { at += 1 }
        at = min(at + 1, bytes.count)
      }
      return UnsafeRawBufferPointer(rebasing: bytes[start..<at])
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2F }
  }
}

extension UnsafeRawBufferPointer {
  /// Reads a whole number of `Packer` and moves behind it.
  func number(at: inout Int) -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while self[at] >= 0x80 {
      number |= UInt64(self[at] & 0x7F) << shift
      shift += 7
      at += 1
    }
    number |= UInt64(self[at]) << shift
    at += 1
    return Int(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
  }

  /// The place of bytes that have their length before them; moves behind them.
  func stretch(at: inout Int) -> Range<Int> {
    let count = number(at: &at)
    defer { at += count }
    return at..<at + count
  }
}
