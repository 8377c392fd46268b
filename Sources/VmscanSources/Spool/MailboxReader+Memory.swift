import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

extension MailboxReader {
  /// The mailbox read last, if it may be believed until its directories change.
  func memo() -> MailboxMemo? {
    guard consistency == .settled else { return nil }
    return MailboxMemo(box, temporary: temporaryIdentity, seen: seen)
  }

  /// Takes over a remembered mailbox into `box` when its directories are what they were.
  ///
  /// Nothing is opened: a path below the context leads where it led, or to a directory with another
  /// stamp. With `verifies` every envelope must be what it was, too; `false` when the mailbox must be
  /// read.
  mutating func recall(
    _ memo: MailboxMemo, verifies: Bool, in context: borrowing OwnedDescriptor
  ) -> Bool {
    do throws(SystemError) {
      var path = EntryPath(memo.box.id.mailbox)
      let identity = try context.identity(of: path.terminated)
      guard identity.device == settings.device, DirectoryStamp(identity) == memo.stamp else {
        return false
      }
      var recalled = memo.box
      recalled.identity = identity
      var first = 0
      for known in memo.folders {
        let messages = memo.box.messages[first..<first + known.messages]
        first += known.messages
        var folder = known.folder
        folder.identity = try context.identity(of: path.with(folder.folder))
        guard folder.identity.device == settings.device,
          DirectoryStamp(folder.identity) == known.stamp
        else { return false }
        // A chmod of a recording changes no time of its folder.
        if !messages.isEmpty, recalled.letsOthersIn(folder) {
          guard try hasOpenRecording(folder, &path, in: context) == (folder.openRecording != nil)
          else { return false }
        }
        if verifies, !messages.isEmpty,
          try digest(of: messages, in: folder.folder, path, in: context) != folder.envelopeDigest
        {
          return false
        }
        recalled.folders.append(folder)
      }
      if let temporary = memo.temporary {
        guard DirectoryStamp(try context.identity(of: path.with("tmp"))) == temporary else {
          return false
        }
      }
      guard try hasSameSecretFile(memo.box, &path, in: context) else { return false }
      box = recalled
      return true
    } catch {
      return false
    }
  }

  private mutating func open(
    _ folder: Folder, of mailbox: ByteText, in context: borrowing OwnedDescriptor
  ) throws(SystemError) -> OwnedDescriptor {
    let mailbox = try opener.open(mailbox, in: context, asDirectory: true)
    return try withName(of: folder) { (name) throws(SystemError) in
      try opener.open(name, in: mailbox.raw, asDirectory: true)
    }
  }

  /// Whether everybody may read a recording of the folder: the one that was readable before, if one
  /// was, else any.
  private mutating func hasOpenRecording(
    _ folder: SpoolFolder, _ path: inout EntryPath, in context: borrowing OwnedDescriptor
  ) throws(SystemError) -> Bool {
    if let name = folder.openRecording {
      return try context.identity(of: path.with(folder.folder, name)).isOpenFile
    }
    let directory = try open(folder.folder, of: path.mailbox, in: context)
    var isOpen = false
    var failure: SystemError?
    var terminated = nameBuffer
    nameBuffer = []
    try lister.forEachEntry(of: directory) { name, _ in
      guard !isOpen, failure == nil, MessageFileName(name).kind == .audio else { return }
      name.withUnsafeBufferPointer { name in
        terminated.removeAll(keepingCapacity: true)
        terminated.append(contentsOf: UnsafeRawBufferPointer(name).bindMemory(to: CChar.self))
        terminated.append(0)
        do throws(SystemError) {
          isOpen = try directory.identity(of: terminated).isOpenFile
        } catch {
          failure = error
        }
      }
    }
    nameBuffer = terminated
    if let failure { throw failure }
    return isOpen
  }

  private mutating func digest(
    of messages: ArraySlice<MessageRecord>, in folder: Folder, _ path: EntryPath,
    in context: borrowing OwnedDescriptor
  ) throws(SystemError) -> UInt64 {
    let directory = try open(folder, of: path.mailbox, in: context)
    var digest = EnvelopeDigest()
    for message in messages where message.marks.contains(.hasEnvelope) {
      EnvelopeFileName.write(message.number, to: &nameBuffer)
      digest.add(message.number, try directory.identity(of: nameBuffer))
    }
    return digest.value
  }

  /// Asterisk rewrites `secret.conf` in place, which leaves the directory as it is.
  private func hasSameSecretFile(
    _ box: SpoolMailbox, _ path: inout EntryPath, in context: borrowing OwnedDescriptor
  ) throws(SystemError) -> Bool {
    guard box.hasSecretFile else { return true }
    let identity = try context.identity(of: path.with("secret.conf"))
    return box.secretFileIsWorldReadable == (identity.isRegularFile && identity.isWorldReadable)
  }
}

/// The path of an entry of a mailbox below its context, as a C string in memory that is used again.
private struct EntryPath {
  let mailbox: ByteText
  private(set) var terminated: [CChar] = []
  /// Where the name of an entry begins.
  private let end: Int

  init(_ mailbox: ByteText) {
    self.mailbox = mailbox
    terminated.reserveCapacity(64)
    for byte in mailbox.bytes { terminated.append(CChar(bitPattern: byte)) }
    end = terminated.count
    terminated.append(0)
  }

  mutating func with(_ folder: Folder) -> [CChar] {
    begin()
    withName(of: folder) { append($0) }
    return terminated
  }

  mutating func with(_ name: StaticString) -> [CChar] {
    begin()
    append(UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self))
    return terminated
  }

  mutating func with(_ folder: Folder, _ name: ByteText) -> [CChar] {
    begin()
    withName(of: folder) { append($0) }
    terminated[terminated.count - 1] = 0x2F
    for byte in name.bytes { terminated.append(CChar(bitPattern: byte)) }
    terminated.append(0)
    return terminated
  }

  private mutating func begin() {
    terminated.removeSubrange(end...)
    terminated.append(0x2F)
  }

  private mutating func append(_ name: UnsafePointer<CChar>) {
    terminated.append(contentsOf: UnsafeBufferPointer(start: name, count: strlen(name) + 1))
  }
}

extension FileIdentity {
  fileprivate var isOpenFile: Bool { isRegularFile && isWorldReadable }
}

/// `msgNNNN.txt` as Asterisk prints it (`"msg%04d"`).
enum EnvelopeFileName {
  /// Writes the name with a NUL behind it.
  static func write(_ number: Int32, to buffer: inout [CChar]) {
    buffer.removeAll(keepingCapacity: true)
    for byte in "msg".utf8 { buffer.append(CChar(byte)) }
    var scale: Int32 = 1000
    while scale <= number / 10 { scale *= 10 }
    while scale > 0 {
      buffer.append(CChar(0x30 + number / scale % 10))
      scale /= 10
    }
    for byte in ".txt\0".utf8 { buffer.append(CChar(byte)) }
  }
}
