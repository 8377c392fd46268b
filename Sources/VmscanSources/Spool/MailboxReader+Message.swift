import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

extension MailboxReader {
  /// What the files of one message have shown so far.
  private struct FileFacts {
    var owner: UInt32?
    var hasFile = false
  }

  /// Reads the listed messages of a folder in order of their numbers.
  mutating func readMessages(of folder: inout SpoolFolder, in directory: borrowing OwnedDescriptor)
  {
    let first = box.messages.count
    envelopes = EnvelopeDigest()
    openRecording = nil
    var index = 0
    var (used, highest): (Int32, Int32) = (0, -1)
    while index < entries.keys.count {
      let record = readMessage(at: &index, of: folder.folder, in: directory)
      if record.marks.contains(.hasEnvelope) || record.marks.contains(.hasAudio) {
        used += 1
        highest = record.number
      }
      box.messages.append(record)
    }
    folder.envelopeDigest = envelopes.value
    if let openRecording, box.letsOthersIn(folder) {
      folder.openRecording = openRecording
      folder.problems.insert(.openRecordings)
    }
    if used != highest + 1 { folder.problems.insert(.gap) }
    noteDuplicateIDs(from: first)
  }

  /// Reads the files of one number; `index` goes on to the next.
  private mutating func readMessage(
    at index: inout Int, of folder: Folder, in directory: borrowing OwnedDescriptor
  ) -> MessageRecord {
    let number = FolderEntries.number(entries.keys[index])
    var record = MessageRecord(folder: folder, number: number)
    var facts = FileFacts()
    while index < entries.keys.count, FolderEntries.number(entries.keys[index]) == number {
      let entry = entries.entry(entries.keys[index])
      record.fileCount &+= 1
      if entry.kind == .envelope {
        record.marks.insert(.hasEnvelope)
        readEnvelope(entry, into: &record, &facts, in: directory)
      } else {
        examine(entry, into: &record, &facts, in: directory)
      }
      index += 1
    }
    judge(&record)
    return record
  }

  private func judge(_ record: inout MessageRecord) {
    let hasEnvelope = record.marks.contains(.hasEnvelope)
    let hasAudio = record.marks.contains(.hasAudio)
    if hasEnvelope, !hasAudio { record.problems.insert(.envelopeWithoutAudio) }
    if hasAudio, !hasEnvelope { record.problems.insert(.audioWithoutEnvelope) }
    if record.number >= MessageFileName.unreachable { record.problems.insert(.unreachableNumber) }
    if !entries.claimedNumbers.isEmpty, entries.claimedNumbers.contains(record.number) {
      record.problems.insert(.ambiguousNumber)
    }
  }

  /// Takes in audio and the other files of a message, which are never opened.
  private mutating func examine(
    _ entry: FolderEntries.Entry, into record: inout MessageRecord, _ facts: inout FileFacts,
    in directory: borrowing OwnedDescriptor
  ) {
    if entry.kind == .audio { record.marks.insert(.hasAudio) }
    if entry.kind == .backup { record.problems.insert(.leftoverBackup) }
    do throws(SystemError) {
      let identity = try entries.names.withName(at: entry.nameOffset) {
        (name) throws(SystemError) in try directory.identity(of: name)
      }
      take(identity, entry, into: &record, &facts)
    } catch {
      report(error, name(entry, in: record.folder), "examine the file")
    }
  }

  /// Keeps a file of the message that is read now and will be the last of `box.messages`.
  private mutating func keep(_ identity: FileIdentity, _ entry: FolderEntries.Entry) {
    guard let offset = UInt32(exactly: box.text.count), let suffixLength = entry.suffixLength
    else { return }
    entries.names.append(
      entry.nameOffset, entry.nameLength, from: entry.suffixStart, to: &box.text)
    box.files.append(
      MessageFile(
        message: UInt32(truncatingIfNeeded: box.messages.count),
        suffix: TextSlice(offset: offset, length: suffixLength), identity: identity))
  }

  private mutating func take(
    _ identity: FileIdentity, _ entry: FolderEntries.Entry, into record: inout MessageRecord,
    _ facts: inout FileFacts
  ) {
    if settings.keepsFiles { keep(identity, entry) }
    if let owner = facts.owner, owner != identity.owner { record.problems.insert(.mixedOwners) }
    // Asterisk's user, to whom the mailbox belongs, cannot read, move or delete a closed file of root.
    let mailboxOwner = box.identity.owner
    if identity.owner != mailboxOwner, mailboxOwner != 0,
      identity.owner == 0 || !identity.isWorldReadable
    {
      record.problems.insert(.mixedOwners)
    }
    facts.owner = identity.owner
    guard identity.isRegularFile else {
      let isLink = identity.isSymbolicLink
      record.problems.insert(isLink ? .symbolicLink : .irregularFile)
      report(
        .notFollowed, name(entry, in: record.folder),
        isLink ? "is a symbolic link, which is not followed" : "is no regular file",
        hidesData: entry.kind == .envelope)
      return
    }
    record.bytes &+= identity.size
    if identity.links > 1 { record.problems.insert(.hardLinked) }
    guard entry.kind == .audio else { return }
    if identity.size == 0 { record.problems.insert(.emptyAudio) }
    guard identity.isWorldReadable else { return }
    record.problems.insert(.worldReadableAudio)
    if openRecording == nil { openRecording = entries.name(entry) }
  }

  private mutating func readEnvelope(
    _ entry: FolderEntries.Entry, into record: inout MessageRecord, _ facts: inout FileFacts,
    in directory: borrowing OwnedDescriptor
  ) {
    guard entry.type == .file else {
      examineBeforeOpening(entry, into: &record, &facts, in: directory)
      return
    }
    var isCounted = false
    do throws(SystemError) {
      let file = try entries.names.withName(at: entry.nameOffset) { (name) throws(SystemError) in
        try opener.open(name, in: directory.raw, asDirectory: false)
      }
      let identity = try file.identity()
      take(identity, entry, into: &record, &facts)
      isCounted = true
      envelopes.add(record.number, identity)
      guard identity.isRegularFile else {
        record.problems.insert(.unreadableEnvelope)
        return
      }
      record.envelopeModified = identity.modifiedSeconds
      let count = try file.read(into: &envelopeBytes, expecting: identity.size)
      if count == envelopeBytes.count {
        report(.partial, name(entry, in: record.folder), "is read up to \(count) bytes")
      }
      parse(count, writtenAt: identity.modified, into: &record)
    } catch {
      record.problems.insert(.unreadableEnvelope)
      report(error, name(entry, in: record.folder), "read the envelope")
      if error.code != ENOENT, !isCounted { examine(entry, into: &record, &facts, in: directory) }
    }
  }

  /// A link, pipe or device in an envelope's place must not be opened.
  private mutating func examineBeforeOpening(
    _ entry: FolderEntries.Entry, into record: inout MessageRecord, _ facts: inout FileFacts,
    in directory: borrowing OwnedDescriptor
  ) {
    if entry.type == .unknown,
      let identity = try? directory.identity(of: entries.name(entry)), identity.isRegularFile
    {
      var regular = entry
      regular.type = .file
      readEnvelope(regular, into: &record, &facts, in: directory)
      return
    }
    record.problems.insert(.unreadableEnvelope)
    examine(entry, into: &record, &facts, in: directory)
  }
}
