import VmscanModel

/// The packed form of a folder's messages: mostly differences to the message before, about 11 bytes
/// a message.
enum MessageMemo {
  /// Bits behind those of `MessageMarks`.
  private static let hasOrigtime: UInt8 = 1 << 6
  private static let hasDuration: UInt8 = 1 << 7

  /// What is mostly the same in all messages of a folder, whose numbers follow one another.
  private struct Kind: Equatable {
    var step: Int64 = 1
    /// With `hasOrigtime` and `hasDuration`.
    var marks: UInt8 = 0
    var problems: Int64 = 0
    var files: Int64 = 0

    init() {}

    init(_ message: MessageRecord, after number: Int32) {
      step = Int64(message.number) - Int64(number)
      marks =
        message.marks.rawValue | (message.origtime == nil ? 0 : hasOrigtime)
        | (message.duration == nil ? 0 : hasDuration)
      // What depends on the clock of the scan is found anew.
      problems = Int64(message.problems.subtracting(.futureOrigtime).rawValue)
      files = Int64(message.fileCount)
    }

    func pack(into packer: inout Packer) {
      packer.put(step)
      packer.put(byte: marks)
      packer.put(problems)
      packer.put(files)
    }

    init(from unpacker: inout Unpacker) throws {
      step = try unpacker.number()
      marks = try unpacker.byte()
      problems = try unpacker.number()
      files = try unpacker.number()
    }
  }

  static func pack(_ messages: ArraySlice<MessageRecord>, into packer: inout Packer) {
    var number: Int32 = -1
    var time: Int64 = 0
    var last = Kind()
    for message in messages {
      let kind = Kind(message, after: number)
      // The lowest bit says that the kind stands behind it.
      packer.put(message.bytes << 1 | (kind == last ? 0 : 1))
      if kind != last { kind.pack(into: &packer) }
      if let origtime = message.origtime {
        packer.put(origtime.epochSeconds &- time)
        time = origtime.epochSeconds
      }
      if let duration = message.duration { packer.put(Int64(duration)) }
      packer.put(message.envelopeModified &- time)
      number = message.number
      last = kind
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
    var kind = Kind()
    for _ in 0..<count {
      let head = try unpacker.number()
      if head & 1 != 0 { kind = try Kind(from: &unpacker) }
      number = number &+ kind.step
      guard let checked = Int32(exactly: number) else { throw unpacker.damage }
      var message = MessageRecord(folder: folder, number: checked)
      message.marks = MessageMarks(rawValue: kind.marks & ~(hasOrigtime | hasDuration))
      message.problems = MessageProblems(rawValue: UInt32(truncatingIfNeeded: kind.problems))
      message.fileCount = UInt16(truncatingIfNeeded: kind.files)
      message.bytes = head >> 1
      if kind.marks & hasOrigtime != 0 {
        time = time &+ (try unpacker.number())
        message.origtime = Timestamp(time)
        if message.origtime.map({ $0 > now }) ?? false {
          message.problems.insert(.futureOrigtime)
        }
      }
      if kind.marks & hasDuration != 0 { message.duration = try unpacker.int32() }
      message.envelopeModified = time &+ (try unpacker.number())
      messages.append(message)
    }
  }
}
