import Glibc
import VmscanModel
import VmscanSystem

/// Copies messages from a quarantine on another file system to where they can be renamed into
/// their folders: a private directory in the spool that is no context, since its name has a dot in
/// front.
///
/// The originals stay in quarantine until the copies are whole in their folder, so nothing here is
/// ever the only copy.
struct RestoreStaging: Sendable {
  static let name: ByteText = ".vmscan-restore"

  let files: any FileOperations
  let quarantine: Quarantine
  let spool: Descriptor

  /// A message ready to be renamed into its folder.
  struct Staged {
    var directory: Descriptor
    /// What the files are there; they keep the number they had.
    var files: [PlannedFile]
    /// They are copies, and the originals must go once these are in place.
    var isCopy: Bool
  }

  /// Whether renaming from the quarantine does not work.
  func isNeeded() throws -> Bool { try !quarantine.isOnDevice(of: files.identity(of: spool)) }

  /// Copies one message, compared byte by byte, with the owner, mode and times it had.
  ///
  /// - Throws: `SystemError` or `FolderRefusal`; nothing of the copy is left then.
  func stage(_ entry: QuarantineEntry, as slot: Int) throws -> Staged {
    guard let place = try quarantine.open(entry.place) else { throw FolderRefusal.folderVanished }
    let work = try files.openOrMakeDirectory(Self.name, in: spool)
    let directory = try files.openOrMakeDirectory(ByteText("\(slot)"), in: work)
    do {
      let copies = try entry.message.files.map { try copy($0, entry, from: place, to: directory) }
      try files.sync(directory)
      return Staged(directory: directory, files: copies, isCopy: true)
    } catch {
      try? discard(slot)
      throw error
    }
  }

  private func copy(
    _ file: PlannedFile, _ entry: QuarantineEntry, from place: Descriptor,
    to directory: Descriptor
  ) throws -> PlannedFile {
    let name = file.name(number: entry.message.number)
    let present = try files.identity(of: name, in: place)
    guard present.isRegularFile, present.size == file.identity.size else {
      throw SystemError(code: EIO, attempt: "restore a file of another size", path: name)
    }
    try FileCopier(files: files).copy(
      name, in: place, expecting: present, to: name, in: directory, keeping: file.identity)
    let copy = try files.identity(of: name, in: directory)
    return PlannedFile(suffix: file.suffix, identity: copy)
  }

  /// Removes what is left of one message's copies.
  func discard(_ slot: Int) throws {
    guard let work = try files.openDirectoryIfPresent(Self.name, in: spool) else { return }
    try files.removeMessages(of: ByteText("\(slot)"), in: work)
    try? files.removeDirectory(Self.name, in: spool)
  }

  /// Removes all copies, also those that an interrupted run left.
  func clear() throws {
    guard let work = try files.openDirectoryIfPresent(Self.name, in: spool) else { return }
    for name in try files.names(in: work) { try files.removeMessages(of: name, in: work) }
    try? files.removeDirectory(Self.name, in: spool)
  }
}
