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
  /// With `verifies` every envelope must be what it was, too; `false` when it must be read.
  mutating func recall(
    _ memo: MailboxMemo, verifies: Bool, in context: borrowing OwnedDescriptor
  ) -> Bool {
    do throws(SystemError) {
      let directory = try opener.open(memo.box.id.mailbox, in: context, asDirectory: true)
      let identity = try directory.identity()
      guard identity.device == settings.device, DirectoryStamp(identity) == memo.stamp else {
        return false
      }
      var recalled = memo.box
      recalled.identity = identity
      var first = 0
      for known in memo.folders {
        let messages = memo.box.messages[first..<first + known.messages]
        guard let folder = try recall(known, messages, verifies: verifies, in: directory) else {
          return false
        }
        // A chmod of a recording changes no time of its folder.
        if !messages.isEmpty, recalled.letsOthersIn(folder),
          try hasOpenRecording(folder, in: directory) != (folder.openRecording != nil)
        {
          return false
        }
        recalled.folders.append(folder)
        first += known.messages
      }
      if let temporary = memo.temporary {
        guard DirectoryStamp(try directory.identity(of: "tmp")) == temporary else { return false }
      }
      guard try hasSameSecretFile(memo.box, in: directory) else { return false }
      box = recalled
      return true
    } catch {
      return false
    }
  }

  private mutating func recall(
    _ known: MailboxMemo.FolderMemo, _ messages: ArraySlice<MessageRecord>, verifies: Bool,
    in mailbox: borrowing OwnedDescriptor
  ) throws(SystemError) -> SpoolFolder? {
    var folder = known.folder
    folder.identity = try withName(of: folder.folder) { (name) throws(SystemError) in
      try mailbox.identity(of: name)
    }
    guard folder.identity.device == settings.device,
      DirectoryStamp(folder.identity) == known.stamp
    else { return nil }
    guard verifies, !messages.isEmpty else { return folder }
    return try digest(of: messages, in: folder.folder, of: mailbox) == folder.envelopeDigest
      ? folder : nil
  }

  /// Whether everybody may read a recording of the folder: the one that was readable before, if one
  /// was, else any.
  private mutating func hasOpenRecording(
    _ folder: SpoolFolder, in mailbox: borrowing OwnedDescriptor
  ) throws(SystemError) -> Bool {
    let raw = mailbox.raw
    let directory = try withName(of: folder.folder) { (name) throws(SystemError) in
      try opener.open(name, in: raw, asDirectory: true)
    }
    if let name = folder.openRecording { return try directory.identity(of: name).isOpenFile }
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
    of messages: ArraySlice<MessageRecord>, in folder: Folder, of mailbox: borrowing OwnedDescriptor
  ) throws(SystemError) -> UInt64 {
    let raw = mailbox.raw
    let directory = try withName(of: folder) { (name) throws(SystemError) in
      try opener.open(name, in: raw, asDirectory: true)
    }
    var digest = EnvelopeDigest()
    for message in messages where message.marks.contains(.hasEnvelope) {
      EnvelopeFileName.write(message.number, to: &nameBuffer)
      digest.add(message.number, try directory.identity(of: nameBuffer))
    }
    return digest.value
  }

  /// Asterisk rewrites `secret.conf` in place, which leaves the directory as it is.
  private func hasSameSecretFile(
    _ box: SpoolMailbox, in mailbox: borrowing OwnedDescriptor
  ) throws(SystemError) -> Bool {
    guard box.hasSecretFile else { return true }
    let identity = try mailbox.identity(of: "secret.conf")
    return box.secretFileIsWorldReadable == (identity.isRegularFile && identity.isWorldReadable)
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
