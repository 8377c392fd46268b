import VmscanModel

/// Puts one folder right after an interrupted run: every message whole in one place, no gaps.
///
/// Works on what is there now, so that being interrupted again does no harm.
struct FolderRecovery: Sendable {
  let files: any FileOperations
  let quarantine: Quarantine
  private var reader: FolderReader { FolderReader(files: files) }
  private var mover: FolderMover { FolderMover(files: files) }

  /// Where a message was found or brought to.
  enum Location: Hashable {
    case folder
    case quarantine
    /// Files that are in neither, by suffix.
    case damaged([String])
  }

  /// Brings the files of a message together, in the quarantine if they were divided.
  func locate(_ intent: MessageIntent, in folder: Descriptor) throws -> Location {
    let index = FolderIndex(try reader.snapshot(of: folder))
    let place = try quarantine.open(intent.place)
    let inFolder = intent.files.filter {
      index.number(of: $0, preferring: [intent.number]) != nil
    }
    let inPlace =
      try place.map { directory in
        try intent.files.filter { try isPresent($0, intent, in: directory) }
      } ?? []
    if inFolder.count == intent.files.count {
      if intent.isCopy, let place { try discard(inPlace, intent, in: place) }
      return .folder
    }
    guard let place else {
      return inFolder.isEmpty ? .damaged([]) : .damaged(missing(intent, inFolder))
    }
    if intent.isCopy {
      guard inPlace.count == intent.files.count else {
        return .damaged(missing(intent, inFolder + inPlace))
      }
      try unlink(inFolder, intent, index, in: folder)
      return .quarantine
    }
    try collect(inFolder, intent, index, from: folder, into: place)
    return try complete(intent, present: inFolder + inPlace, in: place)
  }

  /// Every file of the message is in the quarantine.
  func isWhole(_ intent: MessageIntent) throws -> Bool {
    guard let place = try quarantine.open(intent.place) else { return false }
    return try intent.files.allSatisfy { try isPresent($0, intent, in: place) }
  }

  private func missing(_ intent: MessageIntent, _ present: [PlannedFile]) -> [String] {
    intent.files.filter { !present.contains($0) }.map(\.suffix)
  }

  private func isPresent(
    _ file: PlannedFile, _ intent: MessageIntent, in directory: Descriptor
  ) throws -> Bool {
    let name = file.name(number: intent.number)
    guard let found = try files.identityIfPresent(of: name, in: directory) else { return false }
    return intent.isCopy
      ? found.size == file.identity.size : found.isSameContents(as: file.identity)
  }

  private func discard(
    _ list: [PlannedFile], _ intent: MessageIntent, in place: Descriptor
  ) throws {
    for file in list { try files.remove(file.name(number: intent.number), in: place) }
  }

  private func unlink(
    _ list: [PlannedFile], _ intent: MessageIntent, _ index: FolderIndex, in folder: Descriptor
  ) throws {
    for file in list.inMoveOrder {
      guard let number = index.number(of: file, preferring: [intent.number]) else { continue }
      try files.remove(file.name(number: number), in: folder)
    }
  }

  private func collect(
    _ list: [PlannedFile], _ intent: MessageIntent, _ index: FolderIndex,
    from folder: Descriptor, into place: Descriptor
  ) throws {
    for file in list.inMoveOrder {
      guard let number = index.number(of: file, preferring: [intent.number]) else { continue }
      try files.move(
        file.name(number: number), in: folder, to: file.name(number: intent.number), in: place)
    }
  }

  /// An envelope that another program overwrote is written again from the manifest.
  private func complete(
    _ intent: MessageIntent, present: [PlannedFile], in place: Descriptor
  ) throws -> Location {
    let absent = intent.files.filter { !present.contains($0) }
    guard let envelope = absent.first, absent.count == 1, envelope.isEnvelope,
      let bytes = try savedEnvelope(intent)
    else { return absent.isEmpty ? .quarantine : .damaged(absent.map(\.suffix)) }
    let file = try files.createFile(
      envelope.name(number: intent.number), in: place, mode: 0o600)
    try files.write(bytes, to: file)
    try files.setMode(file, mode: envelope.identity.mode & 0o7777)
    try files.setModified(file, nanoseconds: envelope.identity.modified)
    try files.sync(file)
    return .quarantine
  }

  private func savedEnvelope(_ intent: MessageIntent) throws -> [UInt8]? {
    try quarantine.manifests(run: intent.place.run, group: intent.place.group)
      .first { $0.place == intent.place }?.messages
      .first { $0.number == intent.number }?.envelope.bytes
  }
}

extension FolderRecovery {
  /// Brings files of one message that were left under two numbers under one again.
  func regroup(_ moves: [FolderBatch.Move], in folder: Descriptor) throws {
    for move in moves {
      let index = FolderIndex(try reader.snapshot(of: folder))
      let preferred = [move.from, move.to]
      var numbers: [PlannedFile: Int32] = [:]
      for file in move.files {
        numbers[file] = index.number(of: file, preferring: preferred)
      }
      guard Set(numbers.values).count > 1 else { continue }
      let target = target(of: move, index)
      for file in move.files.inMoveOrder {
        guard let number = numbers[file], number != target else { continue }
        try files.move(
          file.name(number: number), in: folder, to: file.name(number: target), in: folder)
      }
    }
  }

  /// The new number, the old one, or the next after the last, whichever is free for all files.
  private func target(of move: FolderBatch.Move, _ index: FolderIndex) -> Int32 {
    for number in [move.to, move.from]
    where move.files.allSatisfy({ index.isFree($0, number: number) }) {
      return number
    }
    return index.snapshot.nextNumber
  }

  /// The moves that close the gaps of the folder as it is now.
  func pendingMoves(in folder: Descriptor) throws -> [FolderBatch.Move] {
    FolderBatch.moves(try reader.snapshot(of: folder).messages, without: [])
  }

  func renumber(_ moves: [FolderBatch.Move], in folder: Descriptor) throws {
    for move in moves {
      try mover.move(move.files, from: move.from, in: folder, to: move.to, in: folder)
    }
  }
}
