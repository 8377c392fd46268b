import VmscanFormats
package import VmscanModel

/// A message folder as it is now, listed for acting and not for reporting.
package struct FolderSnapshot: Sendable {
  package var identity: FileIdentity
  /// Sorted by number.
  package var messages: [SnapshotMessage] = []
  package var strayNames: [ByteText] = []
  /// Entries of messages that are not regular files on the folder's own file system.
  package var unusable: [(name: ByteText, identity: FileIdentity)] = []
  /// An overlay whose files are on other devices than their directory.
  package var isLayered = false
  /// The lock files that are there, by name.
  package var locks: [(name: ByteText, identity: FileIdentity)] = []

  package init(identity: FileIdentity) { self.identity = identity }

  /// What `last_message_index` tells plus one, if there are no stray names.
  package var nextNumber: Int32 { (messages.last?.number ?? -1) + 1 }

  package func message(_ number: Int32) -> SnapshotMessage? {
    var (low, high) = (messages.startIndex, messages.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if messages[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < messages.endIndex && messages[low].number == number ? messages[low] : nil
  }
}

extension FolderSnapshot {
  /// A folder as a walk that kept files has read it.
  ///
  /// `now` is the time lock ages were counted from.
  package init(_ folder: SpoolFolder, of mailbox: SpoolMailbox, now: Timestamp) {
    self.init(identity: folder.identity)
    strayNames = folder.strayNames
    if case .lockFile(let age) = folder.lock {
      var lock = folder.identity
      lock.modified = (now.epochSeconds &- age) &* 1_000_000_000
      locks = [(AsteriskSettings.LockMode.lockfile.lockName, lock)]
    }
    for (index, record) in mailbox.messages.enumerated() where record.folder == folder.folder {
      var files: [PlannedFile] = []
      for file in mailbox.files(ofMessageAt: index) {
        let planned = mailbox.planned(file)
        if file.identity.isRegularFile, file.identity.device == folder.identity.device {
          files.append(planned)
        } else {
          unusable.append((planned.name(number: record.number), file.identity))
        }
      }
      guard !files.isEmpty else { continue }
      messages.append(SnapshotMessage(number: record.number, files: files.sorted()))
    }
  }
}

/// One message of a snapshot.
package struct SnapshotMessage: Sendable, Hashable {
  package var number: Int32
  /// Sorted by suffix.
  package var files: [PlannedFile]

  package init(number: Int32, files: [PlannedFile]) {
    self.number = number
    self.files = files
  }

  package var hasEnvelope: Bool { files.contains(where: \.isEnvelope) }
  package var hasAudio: Bool { files.contains { Self.isAudio($0.suffix) } }
  private static func isAudio(_ suffix: String) -> Bool {
    guard suffix.utf8.first == 0x2E else { return false }
    return AudioFormats.contains(Array(suffix.utf8.dropFirst()).span)
  }

  /// Asterisk counts it, finds it and can play it.
  package var isWhole: Bool { hasEnvelope && hasAudio }

  /// The same files with unchanged contents, whatever the number.
  package func isSame(as files: [PlannedFile]) -> Bool {
    self.files.count == files.count
      && zip(self.files, files).allSatisfy {
        $0.suffix == $1.suffix && $0.identity.isSameContents(as: $1.identity)
      }
  }

  /// Files like these, whatever their inode numbers and the number of the message.
  package func looksLike(_ files: [PlannedFile]) -> Bool {
    self.files.count == files.count
      && zip(self.files, files).allSatisfy {
        $0.suffix == $1.suffix && $0.identity.looksLike($1.identity)
      }
  }

  package func name(_ file: PlannedFile) -> ByteText { file.name(number: number) }
}

extension [PlannedFile] {
  /// Audio and other files first, the envelope last: the order of every move.
  package var inMoveOrder: [PlannedFile] {
    filter { !$0.isEnvelope } + filter(\.isEnvelope)
  }
}

extension PlannedFile {
  /// The file's name under a message number.
  package func name(number: Int32) -> ByteText { ByteText(MessageNumber.stem(number) + suffix) }
}
