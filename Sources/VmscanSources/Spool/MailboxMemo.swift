import VmscanModel

/// A mailbox as it was read, with what must be unchanged for it to be believed again.
///
/// Holds no text of any message: neither callers nor identifiers.
struct MailboxMemo {
  /// Goes up when the form or the meaning of what is read changes.
  private static let form: UInt8 = 5

  struct FolderMemo {
    var folder: SpoolFolder
    var stamp: DirectoryStamp
    var messages: Int
  }

  /// Moment before the mailbox was read, in nanoseconds.
  var seen: Int64
  var stamp: DirectoryStamp
  /// Of `tmp/`, which was empty; `nil` when there was none.
  var temporary: DirectoryStamp?
  var folders: [FolderMemo]
  /// Everything but identities; messages without text.
  var box: SpoolMailbox

  /// Takes down a mailbox that was read whole and in which nothing depends on the moment: no
  /// problem, no lock, no recording in progress; `nil` for any other.
  init?(
    _ box: SpoolMailbox, temporary: FileIdentity?, seen: Int64
  ) {
    stamp = DirectoryStamp(box.identity)
    self.temporary = temporary.map { DirectoryStamp($0) }
    guard box.problems.isEmpty, box.temporaryFiles.isEmpty, stamp.isSettled(at: seen),
      self.temporary?.isSettled(at: seen) ?? true
    else { return nil }
    self.seen = seen
    self.box = box
    folders = []
    var place = 0
    for folder in box.folders {
      let stamp = DirectoryStamp(folder.identity)
      let isPlain = folder.problems.isDisjoint(with: [.unreadable, .staleLock, .foreignLock])
      guard isPlain, folder.lock == .none, stamp.isSettled(at: seen) else { return nil }
      let start = place
      while place < box.messages.count, box.messages[place].folder == folder.folder {
        // Mending these changes no time of the directory, and must show.
        guard
          box.messages[place].problems.isDisjoint(with: [.mixedOwners, .hardLinked, .emptyAudio])
        else { return nil }
        place += 1
      }
      folders.append(FolderMemo(folder: folder, stamp: stamp, messages: place - start))
    }
    guard place == box.messages.count else { return nil }
  }

  func packed(_ settings: SpoolSettings) -> [UInt8] {
    var packer = Packer()
    Self.putHead(settings, into: &packer)
    packer.put(seen)
    stamp.pack(below: .none, into: &packer)
    packer.put(optional: temporary) { $1.pack(below: stamp, into: &$0) }
    packer.put(byte: box.greetings.rawValue)
    packer.put(box.greetingsModified)
    packer.put(box.hasSecretFile)
    packer.put(box.secretFileIsWorldReadable)
    packer.put(list: box.unknownEntries) { $0.put($1) }
    var place = 0
    packer.put(list: folders) { packer, memo in
      memo.pack(below: stamp, into: &packer)
      MessageMemo.pack(box.messages[place..<place + memo.messages], into: &packer)
      place += memo.messages
    }
    return packer.bytes
  }

  /// `nil` when the row was written under other circumstances or is damaged.
  init?(_ row: RememberedMailbox, settings: SpoolSettings) {
    do {
      var unpacker = Unpacker(row.content, of: "a remembered mailbox")
      guard try Self.hasHead(settings, &unpacker) else { return nil }
      seen = try unpacker.number()
      let stamp = try DirectoryStamp(below: .none, from: &unpacker)
      self.stamp = stamp
      temporary = try unpacker.optional { try DirectoryStamp(below: stamp, from: &$0) }
      var box = SpoolMailbox(id: row.id, identity: .none)
      box.greetings = Greetings(rawValue: try unpacker.byte())
      box.greetingsModified = try unpacker.optional { try $0.time() }
      box.hasSecretFile = try unpacker.flag()
      box.secretFileIsWorldReadable = try unpacker.flag()
      for _ in 0..<(try unpacker.count()) { box.unknownEntries.append(try unpacker.text()) }
      folders = []
      for _ in 0..<(try unpacker.count()) {
        let memo = try FolderMemo(below: stamp, from: &unpacker)
        try MessageMemo.unpack(
          memo.messages, of: memo.folder.folder, now: settings.now, from: &unpacker,
          into: &box.messages)
        folders.append(memo)
      }
      guard unpacker.isAtEnd else { return nil }
      self.box = box
    } catch {
      return nil
    }
  }

  private static func putHead(_ settings: SpoolSettings, into packer: inout Packer) {
    packer.put(byte: form)
    packer.put(settings.lockMode == .flock)
    packer.put(settings.lastValueWins)
    packer.put(Int64(bitPattern: settings.device))
  }

  private static func hasHead(
    _ settings: SpoolSettings, _ unpacker: inout Unpacker
  ) throws -> Bool {
    guard try unpacker.byte() == form else { return false }
    let isFlock = try unpacker.flag()
    let lastValueWins = try unpacker.flag()
    let device = UInt64(bitPattern: try unpacker.number())
    return isFlock == (settings.lockMode == .flock) && lastValueWins == settings.lastValueWins
      && device == settings.device
  }
}

extension SpoolMailbox {
  /// Everybody on the machine comes to the files of a folder, as far as its mailbox decides.
  func letsOthersIn(_ folder: SpoolFolder) -> Bool {
    identity.mode & folder.identity.mode & 0o001 != 0
  }
}

extension MailboxMemo.FolderMemo {
  fileprivate func pack(below mailbox: DirectoryStamp, into packer: inout Packer) {
    packer.put(folder.folder)
    stamp.pack(below: mailbox, into: &packer)
    packer.put(Int64(folder.countedByAsterisk))
    packer.put(Int64(folder.shownByAsterisk))
    packer.put(Int64(folder.highestNumber))
    packer.put(Int64(folder.problems.rawValue))
    packer.put(list: folder.strayNames) { $0.put($1) }
    packer.put(Int64(bitPattern: folder.envelopeDigest))
    packer.put(optional: folder.openRecording) { $0.put($1) }
    packer.put(messages)
  }

  fileprivate init(below mailbox: DirectoryStamp, from unpacker: inout Unpacker) throws {
    folder = SpoolFolder(folder: try unpacker.folder(), identity: .none)
    stamp = try DirectoryStamp(below: mailbox, from: &unpacker)
    folder.countedByAsterisk = try unpacker.int32()
    folder.shownByAsterisk = try unpacker.int32()
    folder.highestNumber = try unpacker.int32()
    folder.problems = FolderProblems(rawValue: UInt16(truncatingIfNeeded: try unpacker.number()))
    for _ in 0..<(try unpacker.count()) { folder.strayNames.append(try unpacker.text()) }
    folder.envelopeDigest = UInt64(bitPattern: try unpacker.number())
    folder.openRecording = try unpacker.optional { try $0.text() }
    messages = try unpacker.int()
  }
}
