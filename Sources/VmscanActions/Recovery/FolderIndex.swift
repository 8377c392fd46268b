import VmscanModel

/// Finds the files of a folder again by what they are and not by what they are called.
///
/// The device is not compared: every file of a snapshot is on its folder's own, and a file system that
/// was mounted anew has another number. Listed once under the lock and then kept up to date with what
/// is done, for listing a folder of thousands of messages anew for each of them would hold Asterisk's
/// lock for minutes.
struct FolderIndex {
  /// One file under the number it has now.
  private struct Found: Hashable {
    var number: Int32
    var file: PlannedFile
  }

  /// What a file keeps whatever becomes of its name and its inode number.
  private struct Likeness: Hashable {
    var suffix: String
    var size: Int64
    var modified: Int64

    init(_ file: PlannedFile) {
      suffix = file.suffix
      size = file.identity.size
      modified = file.identity.modified
    }
  }

  private var byInode: [UInt64: [Found]] = [:]
  private var byLikeness: [Likeness: Set<Int32>] = [:]
  private var byNumber: [Int32: [PlannedFile]] = [:]

  init(_ snapshot: FolderSnapshot) {
    for message in snapshot.messages {
      byNumber[message.number] = message.files
      for file in message.files { insert(file, number: message.number) }
    }
  }

  private mutating func insert(_ file: PlannedFile, number: Int32) {
    byInode[file.identity.inode, default: []].append(Found(number: number, file: file))
    byLikeness[Likeness(file), default: []].insert(number)
  }

  /// The messages as they are now, sorted by number.
  var messages: [SnapshotMessage] {
    byNumber.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
      .map { SnapshotMessage(number: $0.key, files: $0.value.sorted()) }
  }

  /// One more than the highest number.
  var nextNumber: Int32 { (byNumber.filter { !$0.value.isEmpty }.keys.max() ?? -1) + 1 }

  /// The number under which a file lies now, by its inode; one of `preferred` when hard links leave
  /// a choice.
  func number(of file: PlannedFile, preferring preferred: [Int32]) -> Int32? {
    let found = (byInode[file.identity.inode] ?? []).filter {
      $0.file.suffix == file.suffix && $0.file.identity.looksLike(file.identity)
    }
    for number in preferred where found.contains(where: { $0.number == number }) { return number }
    return found.first?.number
  }

  /// The numbers under which a file like this one lies, whatever its inode; those first that are
  /// `preferred`.
  func numbers(like file: PlannedFile, preferring preferred: [Int32]) -> [Int32] {
    let found = (byLikeness[Likeness(file)] ?? []).filter { has(file, number: $0) }
    return preferred.filter(found.contains) + found.subtracting(preferred).sorted()
  }

  /// Whether a file like this one lies under a number, whatever its inode.
  func has(_ file: PlannedFile, number: Int32) -> Bool {
    byNumber[number]?.contains {
      $0.suffix == file.suffix && $0.identity.looksLike(file.identity)
    } == true
  }

  /// Whether an envelope and a recording lie under a number.
  func isWhole(_ number: Int32) -> Bool {
    SnapshotMessage(number: number, files: byNumber[number] ?? []).isWhole
  }

  /// Whether the name that a file would have under a number is free.
  func isFree(_ file: PlannedFile, number: Int32) -> Bool {
    byNumber[number]?.contains { $0.suffix == file.suffix } != true
  }

  /// The file of this suffix is gone from a number.
  ///
  /// - Returns: It as it was there: its inode number may be another than the one that was planned.
  @discardableResult
  mutating func remove(_ file: PlannedFile, number: Int32) -> PlannedFile? {
    guard let place = byNumber[number]?.firstIndex(where: { $0.suffix == file.suffix }),
      let present = byNumber[number]?.remove(at: place)
    else { return nil }
    byInode[present.identity.inode]?.removeAll {
      $0.number == number && $0.file.suffix == file.suffix
    }
    byLikeness[Likeness(present)]?.remove(number)
    return present
  }

  mutating func move(_ file: PlannedFile, from number: Int32, to other: Int32) {
    let present = remove(file, number: number) ?? file
    byNumber[other, default: []].append(present)
    insert(present, number: other)
  }
}
