import Glibc
import VmscanFormats
import VmscanModel
import VmscanOdbc

/// The values of one row, which are good until the next is fetched.
struct RowFields {
  var path: UnsafeBufferPointer<UInt8>?
  var number: Int64?
  var callerID: UnsafeBufferPointer<UInt8>?
  var origtime: Int64?
  var duration: Int64?
  var length: Int64?
  var flag: UnsafeBufferPointer<UInt8>?
  /// A caller's channel has a context; a recording that was put in place from outside need not.
  var isWithoutContext: Bool
  var messageID: UnsafeBufferPointer<UInt8>?
  /// There is a time or a length that is no whole number of seconds.
  var isOddlyTimed = false
}

extension RowFields {
  /// Takes the values in the order of `MessageColumn`.
  init(hasContext: Bool, _ value: (Int) -> UnsafeBufferPointer<UInt8>?) {
    func bytes(_ column: MessageColumn) -> UnsafeBufferPointer<UInt8>? { value(column.rawValue) }
    func digits(_ column: MessageColumn) -> Int64? { bytes(column).flatMap(OdbcRows.number) }
    path = bytes(.dir)
    number = digits(.msgnum)
    callerID = bytes(.callerid)
    origtime = digits(.origtime)
    duration = digits(.duration)
    length = digits(.length)
    flag = bytes(.flag)
    isWithoutContext = hasContext && bytes(.context)?.isEmpty ?? true
    messageID = bytes(.messageID)
    isOddlyTimed =
      origtime == nil && bytes(.origtime)?.isEmpty == false
      || duration == nil && bytes(.duration)?.isEmpty == false
  }
}

/// A few mailboxes whose rows arrive in any order; memory holds no more than these.
struct RowPage {
  /// Bytes of a caller and a `msg_id`, mostly.
  private static let commonText = 48

  /// The `dir` of every folder.
  let paths: [ByteText]
  private let places: [ByteText: (box: Int, folder: Folder)]
  private let now: Timestamp
  private let table: ByteText
  private var boxes: [SpoolMailbox]
  private var unnumbered: [Int]
  private var oddlyTimed: [Int]
  private var last: (path: ByteText, place: (box: Int, folder: Folder)?) = ("", nil)

  init(_ mailboxes: ArraySlice<RowListing.Mailbox>, table: ByteText, now: Timestamp) {
    self.now = now
    self.table = table
    var (paths, places): ([ByteText], [ByteText: (box: Int, folder: Folder)]) = ([], [:])
    boxes = []
    boxes.reserveCapacity(mailboxes.count)
    for mailbox in mailboxes {
      for (path, folder) in mailbox.folders {
        paths.append(path)
        places[path] = (boxes.count, folder)
      }
      var box = SpoolMailbox(id: mailbox.id, identity: .none)
      box.table = table
      box.greetings = mailbox.greetings
      box.messages.reserveCapacity(mailbox.rows)
      box.text.reserveCapacity(mailbox.rows * Self.commonText)
      boxes.append(box)
    }
    self.paths = paths
    self.places = places
    unnumbered = [Int](repeating: 0, count: boxes.count)
    oddlyTimed = unnumbered
  }

  /// Takes in a row; one whose path is spelled in another way belongs to another mailbox.
  mutating func add(_ row: RowFields) {
    guard let path = row.path, let place = place(of: path) else { return }
    guard let number = row.number.flatMap({ Int32(exactly: $0) }) else {
      unnumbered[place.box] += 1
      return
    }
    guard number >= 0 else { return }
    if row.isOddlyTimed { oddlyTimed[place.box] += 1 }
    var record = MessageRecord(folder: place.folder, number: number)
    record.marks.insert(.hasEnvelope)
    record.origtime = row.origtime.flatMap { $0 > 0 ? Timestamp($0) : nil }
    record.duration = row.duration.flatMap { $0 >= 0 ? Int32(exactly: $0) : nil }
    if let length = row.length {
      record.bytes = length
      record.marks.insert(.hasAudio)
      if length == 0 { record.problems.insert(.emptyAudio) }
    }
    if Self.equals(row.flag, "Urgent") { record.marks.insert(.urgent) }
    if row.isWithoutContext, record.origtime != nil { record.marks.insert(.externalRecording) }
    Self.add(&record, of: row, now, to: &boxes[place.box])
  }

  /// The mailbox is looked up once for all that is kept of a row.
  private static func add(
    _ record: inout MessageRecord, of row: RowFields, _ now: Timestamp, to box: inout SpoolMailbox
  ) {
    record.messageID = keep(row.messageID, in: &box.text)
    record.callerID = keep(row.callerID, in: &box.text)
    note(&record, now)
    box.messages.append(record)
  }

  private static func note(_ record: inout MessageRecord, _ now: Timestamp) {
    if record.messageID.length == 0 { record.problems.insert(.missingMessageID) }
    if record.number >= MessageFileName.unreachable { record.problems.insert(.unreachableNumber) }
    guard let time = record.origtime else {
      record.problems.insert(.missingOrigtime)
      // What a row has after two callers were given the same number.
      if record.messageID.length == 0 { record.problems.insert(.damagedEnvelope) }
      return
    }
    if time > now { record.problems.insert(.futureOrigtime) }
  }

  /// The mailboxes with their messages in order and what Asterisk counts of them.
  consuming func finished() -> [SpoolMailbox] {
    for index in boxes.indices {
      Self.finish(&boxes[index])
      if unnumbered[index] > 0 {
        note(.unsafeName, "\(unnumbered[index], "row") without a number as msgnum", in: index)
      }
      if oddlyTimed[index] > 0 {
        note(
          .partial,
          """
          \(oddlyTimed[index], "row") whose origtime or duration is no whole number of seconds, as \
          Asterisk writes it; give these columns the type integer
          """, in: index)
      }
    }
    return boxes
  }

  private mutating func note(_ kind: SourceProblem.Kind, _ detail: Sentence, in box: Int) {
    boxes[box].problems.append(
      SourceProblem(kind, path: table, detail: detail, mailbox: boxes[box].id))
  }

  private static func finish(_ box: inout SpoolMailbox) {
    func comesBefore(_ left: MessageRecord, _ right: MessageRecord) -> Bool {
      left.folder == right.folder ? left.number < right.number : left.folder < right.folder
    }
    if !zip(box.messages, box.messages.dropFirst()).allSatisfy({ !comesBefore($1, $0) }) {
      box.messages.sort(by: comesBefore)
    }
    var first = 0
    while first < box.messages.count {
      let folder = box.messages[first].folder
      let end = box.messages[first...].firstIndex { $0.folder != folder } ?? box.messages.count
      var found = SpoolFolder(folder: folder, identity: .none)
      found.countedByAsterisk = Int32(clamping: end - first)
      found.shownByAsterisk = found.countedByAsterisk
      found.highestNumber = box.messages[end - 1].number
      if Int(found.highestNumber) + 1 != end - first { found.problems.insert(.gap) }
      box.folders.append(found)
      markDuplicates(first..<end, in: &box)
      first = end
    }
  }

  /// Messages of one folder that have the same `msg_id`, or the same number in a table without key.
  private static func markDuplicates(_ range: Range<Int>, in box: inout SpoolMailbox) {
    guard range.count > 1 else { return }
    for index in range.dropFirst()
    where box.messages[index].number == box.messages[index - 1].number {
      box.messages[index].problems.insert(.ambiguousNumber)
      box.messages[index - 1].problems.insert(.ambiguousNumber)
    }
    guard !ascends(range, in: box) else { return }
    var hashes = range.compactMap { index -> (hash: UInt64, index: Int)? in
      let slice = box.messages[index].messageID
      guard slice.length > 0 else { return nil }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      let start = Int(slice.offset)
      for offset in start..<start + Int(slice.length) {
        hash = (hash ^ UInt64(box.text[offset])) &* 0x100_0000_01B3
      }
      return (hash, index)
    }
    hashes.sort { $0.hash < $1.hash }
    for place in hashes.indices.dropFirst() where hashes[place].hash == hashes[place - 1].hash {
      let (left, right) = (hashes[place - 1].index, hashes[place].index)
      guard box.string(box.messages[left].messageID) == box.string(box.messages[right].messageID)
      else { continue }
      box.messages[left].problems.insert(.duplicateMessageID)
      box.messages[right].problems.insert(.duplicateMessageID)
    }
  }

  /// Whether every `msg_id` is greater than the one before, so that none is there twice: Asterisk
  /// begins it with the time.
  private static func ascends(_ range: Range<Int>, in box: SpoolMailbox) -> Bool {
    box.text.withUnsafeBytes { text in
      box.messages.withUnsafeBufferPointer { messages in
        func id(_ index: Int) -> UnsafeRawBufferPointer {
          let slice = messages[index].messageID
          let start = Int(slice.offset)
          return UnsafeRawBufferPointer(rebasing: text[start..<start + Int(slice.length)])
        }
        return range.dropFirst().allSatisfy { ByteOrder.compare(id($0 - 1), id($0)) < 0 }
      }
    }
  }

  /// Rows of one folder mostly come one after the other.
  private mutating func place(
    of path: UnsafeBufferPointer<UInt8>
  ) -> (box: Int, folder: Folder)? {
    let isSame = last.path.bytes.withUnsafeBufferPointer { known in
      guard known.count == path.count, let one = known.baseAddress, let other = path.baseAddress
      else { return known.isEmpty && path.isEmpty }
      return memcmp(one, other, known.count) == 0
    }
    if isSame { return last.place }
    let text = ByteText(bytes: Array(path))
    last = (text, places[text])
    return last.place
  }

  private static func keep(
    _ value: UnsafeBufferPointer<UInt8>?, in text: inout [UInt8]
  ) -> TextSlice {
    guard let value, !value.isEmpty, let offset = UInt32(exactly: text.count) else {
      return .empty
    }
    text.append(contentsOf: value)
    return TextSlice(offset: offset, length: UInt16(clamping: value.count))
  }

  private static func equals(_ value: UnsafeBufferPointer<UInt8>?, _ text: StaticString) -> Bool {
    guard let value, value.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { value.elementsEqual($0) }
  }
}
