import VmscanModel

/// Finds the files of a folder again by what they are and not by what they are called.
///
/// Listed once under the lock and then kept up to date with what is done, for listing a folder of
/// thousands of messages anew for each of them would hold Asterisk's lock for minutes.
struct FolderIndex {
  /// One file under the number it has now.
  private struct Found: Hashable {
    var number: Int32
    var file: PlannedFile
  }

  private var byInode: [UInt64: [Found]] = [:]
  private var byNumber: [Int32: [PlannedFile]] = [:]

  init(_ snapshot: FolderSnapshot) {
    for message in snapshot.messages {
      byNumber[message.number] = message.files
      for file in message.files {
        byInode[file.identity.inode, default: []]
          .append(Found(number: message.number, file: file))
      }
    }
  }

  /// The messages as they are now, sorted by number.
  var messages: [SnapshotMessage] {
    byNumber.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
      .map { SnapshotMessage(number: $0.key, files: $0.value.sorted()) }
  }

  /// One more than the highest number.
  var nextNumber: Int32 { (byNumber.filter { !$0.value.isEmpty }.keys.max() ?? -1) + 1 }

  /// The number under which a file lies now; one of `preferred` when hard links leave a choice.
  func number(of file: PlannedFile, preferring preferred: [Int32]) -> Int32? {
    let found = (byInode[file.identity.inode] ?? []).filter {
      $0.file.suffix == file.suffix && $0.file.identity.isSameContents(as: file.identity)
    }
    for number in preferred where found.contains(where: { $0.number == number }) { return number }
    return found.first?.number
  }

  /// Whether an envelope and a recording lie under a number.
  func isWhole(_ number: Int32) -> Bool {
    SnapshotMessage(number: number, files: byNumber[number] ?? []).isWhole
  }

  /// Whether a name is free, or belongs to this very file.
  func isFree(_ file: PlannedFile, number: Int32) -> Bool {
    guard let present = byNumber[number]?.first(where: { $0.suffix == file.suffix })
    else { return true }
    return present.identity.isSameContents(as: file.identity)
  }

  /// The file of this suffix is gone from a number.
  mutating func remove(_ file: PlannedFile, number: Int32) {
    byNumber[number]?.removeAll { $0.suffix == file.suffix }
    byInode[file.identity.inode]?.removeAll {
      $0.number == number && $0.file.suffix == file.suffix
    }
  }

  mutating func move(_ file: PlannedFile, from number: Int32, to other: Int32) {
    remove(file, number: number)
    byNumber[other, default: []].append(file)
    byInode[file.identity.inode, default: []].append(Found(number: other, file: file))
  }
}
