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
  package var hasAudio: Bool { files.contains { AudioExtension.isAudio(suffix: $0.suffix) } }
  /// Asterisk counts it, finds it and can play it.
  package var isWhole: Bool { hasEnvelope && hasAudio }

  /// The same files with unchanged contents, whatever the number.
  package func isSame(as files: [PlannedFile]) -> Bool {
    self.files.count == files.count
      && zip(self.files, files).allSatisfy {
        $0.suffix == $1.suffix && $0.identity.isSameContents(as: $1.identity)
      }
  }

  /// Audio and other files first, the envelope last: the order of every move.
  package var filesInMoveOrder: [PlannedFile] { files.inMoveOrder }

  package func name(_ file: PlannedFile) -> ByteText { file.name(number: number) }
}

extension [PlannedFile] {
  package var inMoveOrder: [PlannedFile] {
    filter { !$0.isEnvelope } + filter(\.isEnvelope)
  }
}

extension PlannedFile {
  /// The file's name under a message number.
  package func name(number: Int32) -> ByteText { ByteText(MessageNumber.stem(number) + suffix) }
}
