import VmscanModel
import VmscanSystem

/// Puts one folder right after an interrupted run: every message whole in one place, no gaps.
///
/// Works on what is there now, so that being interrupted again does no harm. Made and used while
/// the folder's lock is held.
struct FolderRecovery {
  private let files: any FileOperations
  private let places: QuarantinePlaces
  private let folder: Descriptor
  private var index: FolderIndex

  /// - Throws: `SystemError`.
  init(_ folder: Descriptor, files: any FileOperations, places: QuarantinePlaces) throws {
    self.files = files
    self.places = places
    self.folder = folder
    index = FolderIndex(try FolderReader(files: files).snapshot(of: folder))
  }

  /// Where a message was found or brought to.
  enum Location: Hashable {
    case folder
    case quarantine
    /// Files that are in neither, by suffix.
    case damaged([String])
  }

  /// Brings the files of a message together, in the quarantine if they were divided.
  mutating func locate(_ intent: MessageIntent) throws -> Location {
    let place = try places.open(intent.place)
    let inPlace =
      try place.map { directory in
        try intent.files.filter { try places.holds($0, of: intent, in: directory) }
      } ?? []
    // A file is in one place only, unless what lies in the quarantine is its copy.
    let numbers = try numbers(
      of: intent.isCopy ? intent.files : intent.files.filter { !inPlace.contains($0) }, intent)
    let inFolder = intent.files.filter { numbers[$0] != nil }
    // Its owner deleted or moved it before it was taken.
    if inFolder.isEmpty && inPlace.isEmpty { return .damaged([]) }
    if inFolder.count == intent.files.count {
      if intent.isCopy, let place { try discard(inPlace, intent, in: place) }
      return .folder
    }
    // None of it was taken: what is there in part is another program's doing, or another message's
    // file under an inode number that was free again, and stays as it is.
    guard let place, !inPlace.isEmpty else { return .damaged(missing(intent, inFolder)) }
    if intent.isCopy {
      guard inPlace.count == intent.files.count else {
        return .damaged(missing(intent, inFolder + inPlace))
      }
      try unlink(inFolder, numbers)
      return .quarantine
    }
    try collect(inFolder, numbers, intent, into: place)
    return try complete(intent, present: inFolder + inPlace, in: place)
  }

  /// The numbers under which files of a message lie in the folder.
  ///
  /// The envelope is known by its contents where the manifest has them, and other files by lying
  /// beside it: a file system that invents inode numbers may have given it a new one meanwhile, and
  /// its own to another file.
  private func numbers(
    of wanted: [PlannedFile], _ intent: MessageIntent
  ) throws -> [PlannedFile: Int32] {
    var found: [PlannedFile: Int32] = [:]
    let envelope = wanted.first(where: \.isEnvelope)
    if let envelope { found[envelope] = try number(of: envelope, intent) }
    let beside = envelope.flatMap { found[$0] }
    for file in wanted where !file.isEnvelope {
      found[file] =
        if let beside, index.has(file, number: beside) { beside } else {
          index.number(of: file, preferring: [intent.number])
        }
    }
    return found
  }

  private func number(of envelope: PlannedFile, _ intent: MessageIntent) throws -> Int32? {
    let byInode = index.number(of: envelope, preferring: [intent.number])
    guard let saved = try places.savedEnvelope(of: intent) else { return byInode }
    let preferred = [byInode, intent.number].compactMap(\.self)
    return try index.numbers(like: envelope, preferring: preferred).first { number in
      let file = try files.openForReading(envelope.name(number: number), in: folder)
      return try files.read(file, limit: saved.count + 1) == saved
    }
  }

  private func missing(_ intent: MessageIntent, _ present: [PlannedFile]) -> [String] {
    intent.files.filter { !present.contains($0) }.map(\.suffix)
  }

  private func discard(
    _ list: [PlannedFile], _ intent: MessageIntent, in place: Descriptor
  ) throws {
    for file in list { try files.remove(file.name(number: intent.number), in: place) }
  }

  private mutating func unlink(
    _ list: [PlannedFile], _ numbers: [PlannedFile: Int32]
  ) throws {
    for file in list.inMoveOrder {
      guard let number = numbers[file] else { continue }
      try files.remove(file.name(number: number), in: folder)
      index.remove(file, number: number)
    }
  }

  private mutating func collect(
    _ list: [PlannedFile], _ numbers: [PlannedFile: Int32], _ intent: MessageIntent,
    into place: Descriptor
  ) throws {
    for file in list.inMoveOrder {
      guard let number = numbers[file] else { continue }
      try files.move(
        file.name(number: number), in: folder, to: file.name(number: intent.number), in: place)
      index.remove(file, number: number)
    }
  }

  /// An envelope that another program overwrote is written again from the manifest.
  private func complete(
    _ intent: MessageIntent, present: [PlannedFile], in place: Descriptor
  ) throws -> Location {
    let absent = intent.files.filter { !present.contains($0) }
    guard let envelope = absent.first, absent.count == 1, envelope.isEnvelope,
      let bytes = try places.savedEnvelope(of: intent)
    else { return absent.isEmpty ? .quarantine : .damaged(absent.map(\.suffix)) }
    let file = try files.createFile(
      envelope.name(number: intent.number), in: place, mode: 0o600)
    try files.write(bytes, to: file)
    try files.setMode(file, mode: envelope.identity.mode & 0o7777)
    try files.setModified(file, nanoseconds: envelope.identity.modified)
    try files.sync(file)
    return .quarantine
  }
}

extension FolderRecovery {
  /// Brings files of one message that were left under two numbers under one again.
  ///
  /// - Returns: The moves of messages of which only a part is there.
  mutating func regroup(_ moves: [FolderBatch.Move]) throws -> [FolderBatch.Move] {
    var torn: [FolderBatch.Move] = []
    for move in moves {
      let numbers = numbers(of: move)
      if !numbers.isEmpty, numbers.count < move.files.count { torn.append(move) }
      // Whole under either number, they are messages of their own: inode numbers were used again.
      guard Set(numbers.values).count > 1, !numbers.values.allSatisfy(index.isWhole) else {
        continue
      }
      let target = target(of: move, numbers)
      for file in move.files.inMoveOrder {
        guard let number = numbers[file], number != target else { continue }
        try files.move(
          file.name(number: number), in: folder, to: file.name(number: target), in: folder)
        index.move(file, from: number, to: target)
      }
    }
    return torn
  }

  /// Where the files of a move lie: under the one of its two numbers that alone has such a file.
  ///
  /// A file that both have lies with the others. The second is then the next message's, which may have
  /// the old number already, or the last one's, which may have left the new one in part.
  private func numbers(of move: FolderBatch.Move) -> [PlannedFile: Int32] {
    let both = [move.from, move.to]
    var numbers: [PlannedFile: Int32] = [:]
    for file in move.files {
      let like = both.filter { index.has(file, number: $0) }
      if like.count == 1 { numbers[file] = like[0] }
    }
    let certain = Set(numbers.values)
    for file in move.files where numbers[file] == nil {
      let isInBoth = both.allSatisfy { index.has(file, number: $0) }
      numbers[file] =
        isInBoth && certain.count == 1
        ? certain.first : index.number(of: file, preferring: both)
    }
    return numbers
  }

  /// The new number, the old one, or the next after the last, whichever is free for all files.
  private func target(of move: FolderBatch.Move, _ numbers: [PlannedFile: Int32]) -> Int32 {
    for number in [move.to, move.from]
    where move.files.allSatisfy({ numbers[$0] == number || index.isFree($0, number: number) }) {
      return number
    }
    return index.nextNumber
  }

  /// The moves that close the gaps of the folder as it is now.
  var pendingMoves: [FolderBatch.Move] { FolderBatch.moves(index.messages, without: []) }

  func renumber(_ moves: [FolderBatch.Move]) throws {
    let mover = FolderMover(files: files)
    for move in moves {
      try mover.move(move.files, from: move.from, in: folder, to: move.to, in: folder)
    }
  }
}
