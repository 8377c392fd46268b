import VmscanModel

/// Finds the files of a folder again by what they are and not by what they are called.
struct FolderIndex {
  /// One file under the number it has now.
  struct Found: Hashable {
    var number: Int32
    var file: PlannedFile
  }

  private var byInode: [UInt64: [Found]] = [:]
  let snapshot: FolderSnapshot

  init(_ snapshot: FolderSnapshot) {
    self.snapshot = snapshot
    for message in snapshot.messages {
      for file in message.files {
        byInode[file.identity.inode, default: []]
          .append(Found(number: message.number, file: file))
      }
    }
  }

  /// The number under which a file lies now; one of `preferred` when hard links leave a choice.
  func number(of file: PlannedFile, preferring preferred: [Int32]) -> Int32? {
    let found = (byInode[file.identity.inode] ?? []).filter {
      $0.file.suffix == file.suffix && $0.file.identity.isSameContents(as: file.identity)
    }
    for number in preferred where found.contains(where: { $0.number == number }) { return number }
    return found.first?.number
  }

  /// Whether a name is free, or belongs to this very file.
  func isFree(_ file: PlannedFile, number: Int32) -> Bool {
    guard let present = snapshot.message(number)?.files.first(where: { $0.suffix == file.suffix })
    else { return true }
    return present.identity.isSameContents(as: file.identity)
  }
}
