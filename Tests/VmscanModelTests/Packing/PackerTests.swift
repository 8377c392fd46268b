import Testing
import VmscanModel

struct PackerTests {
  @Test(arguments: [Int64.min, -1, 0, 1, 63, 64, -64, -65, 1 << 40, Int64.max])
  func `whole numbers come back`(number: Int64) throws {
    var packer = Packer()
    packer.put(number)
    var unpacker = Unpacker(packer.bytes, of: "a number")
    #expect(try unpacker.number() == number)
    #expect(unpacker.isAtEnd)
  }

  static let overlong: [[UInt8]] = [
    Array(repeating: 0xFF, count: 9) + [0x02], Array(repeating: 0x80, count: 11), [0x80], [],
  ]

  @Test(arguments: overlong)
  func `a number that does not fit is refused`(bytes: [UInt8]) {
    var unpacker = Unpacker(bytes, of: "a number")
    #expect(throws: DamagedValue("a number")) { try unpacker.number() }
  }

  @Test func `text, lists and choices come back`() throws {
    var packer = Packer()
    packer.put(ByteText(bytes: [0, 0xFF, 0x41]))
    packer.put("Ünïcode")
    packer.put(list: [1, 2, 3]) { $0.put($1) }
    packer.put(EmailGrade.failed)
    packer.put(optional: Timestamp?.none) { $0.put($1) }
    var unpacker = Unpacker(packer.bytes, of: "values")
    #expect(try unpacker.text() == ByteText(bytes: [0, 0xFF, 0x41]))
    #expect(try unpacker.string() == "Ünïcode")
    #expect(try unpacker.list { try $0.int() } == [1, 2, 3])
    #expect(try unpacker.choice(EmailGrade.self) == .failed)
    #expect(try unpacker.optional { try $0.time() } == nil)
    #expect(unpacker.isAtEnd)
  }

  /// Around the lengths that take another number of bytes than the two kept for them.
  @Test(arguments: [0, 1, 63, 64, 100, 8191, 8192, 70_000])
  func `a length is found before what was written first`(count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    var packer = Packer()
    packer.put(raw: content)
    packer.put(7)
    let written = withUnsafeTemporaryAllocation(byteCount: count + 20, alignment: 1) { room in
      var cursor = PackCursor(room.baseAddress!, room: room.count)
      cursor.putWithLength { $0.put(bytes: content, 0..<count) }
      cursor.put(7)
      return Array(UnsafeRawBufferPointer(room).prefix(cursor.count))
    }
    #expect(written == packer.bytes)
  }
}
