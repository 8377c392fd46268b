/// Byte strings of any length one behind the other, in blocks that are never moved.
///
/// A large list of values costs no allocation for each of them and never the double of its size.
struct ByteArena: Sendable {
  struct Place: Sendable {
    var block: UInt16
    var offset: UInt16
    var length: UInt32
  }

  /// Half of what an offset can tell; with it 65,535 blocks hold 2 GiB.
  private static let blockSize = 1 << 15
  private(set) var blocks: [[UInt8]] = []

  /// The number of the block that what is appended next comes into.
  mutating func open() -> Int {
    if blocks.last.map({ $0.count > Self.blockSize - 1024 }) ?? true {
      var block: [UInt8] = []
      block.reserveCapacity(Self.blockSize)
      blocks.append(block)
    }
    return blocks.count - 1
  }

  /// Keeps what the body packs.
  mutating func append(_ body: (inout Packer) -> Void) -> Place {
    let block = open()
    var last: [UInt8] = []
    swap(&last, &blocks[block])
    let offset = last.count
    var packer = Packer(continuing: consume last)
    body(&packer)
    let length = packer.bytes.count - offset
    blocks[block] = packer.bytes
    return Place(block: UInt16(block), offset: UInt16(offset), length: UInt32(length))
  }

  /// Takes over all of another arena; the number to add to the blocks of its places.
  mutating func append(_ other: ByteArena) -> UInt16 {
    let shift = UInt16(blocks.count)
    blocks += other.blocks
    return shift
  }

  func unpacker(at place: Place, of what: String) -> Unpacker {
    Unpacker(blocks[Int(place.block)], from: Int(place.offset), of: what)
  }

  /// Hands over all bytes of a block without a copy.
  func withBlock<Result>(
    _ number: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try blocks[number].withUnsafeBytes(body)
  }

  /// Hands over the bytes at a place without a copy.
  func withBytes<Result>(
    at place: Place, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withBlock(Int(place.block)) { block in
      let start = Int(place.offset)
      return try body(
        UnsafeRawBufferPointer(rebasing: block[start..<start + Int(place.length)]))
    }
  }
}
