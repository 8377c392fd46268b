import Glibc
package import VmscanModel
import VmscanSystem

/// A copy of the history, named `vmscan-20261123T021700Z.db` by the time it was taken.
package struct BackupFile: Sendable, Hashable {
  package var path: String
  package var taken: Timestamp

  package init(directory: String, taken: Timestamp) {
    let compact = "\(taken)".filter { $0 != "-" && $0 != ":" }
    path = "\(directory)/vmscan-\(compact).db"
    self.taken = taken
  }

  /// Backups in a directory, oldest first; files of other names are left alone.
  ///
  /// - Returns: None when the directory does not exist.
  /// - Throws: `StoreError.unopenable` when it cannot be listed.
  package static func list(in directory: String) throws -> [BackupFile] {
    let names: [ByteText]
    do throws(SystemError) {
      names = try DirectoryLister.names(in: ByteText(directory))
    } catch {
      if error.isMissing { return [] }
      throw StoreError.unopenable(path: directory, error: "\(error)")
    }
    return names.compactMap { $0.utf8String.flatMap { BackupFile(name: $0, in: directory) } }
      .sorted { $0.taken < $1.taken }
  }

  private init?(name: String, in directory: String) {
    let text = Array(name.utf8)
    guard name.hasPrefix("vmscan-"), name.hasSuffix("Z.db"), text.count == 26 else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    let stamp =
      "\(part(7..<11))-\(part(11..<13))-\(part(13..<15))T"
      + "\(part(16..<18)):\(part(18..<20)):\(part(20..<22))Z"
    guard let taken = Timestamp(parsing: stamp) else { return nil }
    self.init(directory: directory, taken: taken)
    guard path == "\(directory)/\(name)" else { return nil }
  }
}

extension HistoryStore {
  /// Writes a checked backup into a directory and removes the oldest beyond `keep`.
  ///
  /// Nothing is removed unless the new one is whole.
  ///
  /// - Parameters:
  ///   - directory: Made with mode 0700 when it is missing; what root makes belongs to the owner
  ///     of the directory it is made in.
  ///   - time: The clock, which names the backup.
  ///   - keep: How many stay, at least 1.
  /// - Returns: The new backup and the removed ones.
  /// - Throws: `StoreError`.
  package func backUp(
    into directory: String, at time: Timestamp, keep: Int
  ) throws -> (made: BackupFile, removed: [BackupFile]) {
    let backup = BackupFile(directory: directory, taken: time)
    do throws(SystemError) {
      try InheritedOwner.makeDirectory(directory)
    } catch {
      throw StoreError.unopenable(path: directory, error: "\(error)")
    }
    try backUp(to: backup.path)
    let problems = try HistoryStore.readOnly(path: backup.path).integrityProblems()
    guard problems.isEmpty else {
      throw StoreError.damaged(path: backup.path, detail: problems[0])
    }
    let others = try BackupFile.list(in: directory).filter { $0 != backup }
    var removed: [BackupFile] = []
    for old in others.dropLast(max(1, keep) - 1) {
      guard unlink(old.path) == 0 || errno == ENOENT else {
        throw StoreError.notWritable(path: old.path, error: "\(SystemError.last)")
      }
      removed.append(old)
    }
    return (backup, removed)
  }
}
