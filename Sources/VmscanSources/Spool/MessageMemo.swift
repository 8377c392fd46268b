import VmscanModel

/// The packed form of a folder's messages: mostly differences to the message before, about 16 bytes
/// a message.
enum MessageMemo {
  /// Bits behind those of `MessageMarks`.
  private static let hasOrigtime: UInt8 = 1 << 6
  private static let hasDuration: UInt8 = 1 << 7

  static func pack(_ messages: ArraySlice<MessageRecord>, into packer: inout Packer) {
    var number: Int32 = -1
    var time: Int64 = 0
    for message in messages {
      packer.put(Int64(message.number) - Int64(number))
      packer.put(
        byte: message.marks.rawValue | (message.origtime == nil ? 0 : hasOrigtime)
          | (message.duration == nil ? 0 : hasDuration))
      // What depends on the clock of the scan is found anew.
      packer.put(Int64(message.problems.subtracting(.futureOrigtime).rawValue))
      packer.put(message.bytes)
      packer.put(Int64(message.fileCount))
      if let origtime = message.origtime {
        packer.put(origtime.epochSeconds &- time)
        time = origtime.epochSeconds
      }
      if let duration = message.duration { packer.put(Int64(duration)) }
      packer.put(message.envelopeModified &- time)
      number = message.number
    }
  }

  /// - Throws: `DamagedValue`.
  static func unpack(
    _ count: Int, of folder: Folder, now: Timestamp, from unpacker: inout Unpacker,
    into messages: inout [MessageRecord]
  ) throws {
    guard count >= 0, count <= unpacker.rest else { throw unpacker.damage }
    messages.reserveCapacity(messages.count + count)
    var number: Int64 = -1
    var time: Int64 = 0
    for _ in 0..<count {
      number = number &+ (try unpacker.number())
      guard let checked = Int32(exactly: number) else { throw unpacker.damage }
      var message = MessageRecord(folder: folder, number: checked)
      let marks = try unpacker.byte()
      message.marks = MessageMarks(rawValue: marks & ~(hasOrigtime | hasDuration))
      message.problems = MessageProblems(
        rawValue: UInt32(truncatingIfNeeded: try unpacker.number()))
      message.bytes = try unpacker.number()
      message.fileCount = UInt16(truncatingIfNeeded: try unpacker.number())
      if marks & hasOrigtime != 0 {
        time = time &+ (try unpacker.number())
        message.origtime = Timestamp(time)
        if message.origtime.map({ $0 > now }) ?? false {
          message.problems.insert(.futureOrigtime)
        }
      }
      if marks & hasDuration != 0 { message.duration = try unpacker.int32() }
      message.envelopeModified = time &+ (try unpacker.number())
      messages.append(message)
    }
  }
}
