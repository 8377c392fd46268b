import Glibc
import VmscanModel
import VmscanSystem

/// Copies a file to another file system with owner, mode and times, and reads the copy back.
struct FileCopier: Sendable {
  let files: any FileOperations

  /// Copies to a new name; on failure nothing of the copy is left.
  ///
  /// `attributes`: whose owner, mode and times the copy gets, by default those of the source.
  /// - Throws: `SystemError`, or `FolderRefusal.folderChanged` when the source is another file.
  func copy(
    _ name: ByteText, in source: Descriptor, expecting identity: FileIdentity,
    to newName: ByteText, in target: Descriptor, keeping attributes: FileIdentity? = nil
  ) throws {
    let input = try files.openForReading(name, in: source)
    guard try files.identity(of: input).isSameContents(as: identity) else {
      throw FolderRefusal.folderChanged
    }
    let output = try files.createFile(newName, in: target, mode: 0o600)
    do {
      try fill(output, from: input, attributes ?? identity)
      try verify(newName, in: target, against: name, in: source, size: identity.size)
    } catch let error where error is SystemError || error is FolderRefusal {
      try? files.remove(newName, in: target)
      throw error
    }
  }

  private static let piece = 1 << 18

  private func fill(
    _ output: Descriptor, from input: Descriptor, _ identity: FileIdentity
  ) throws {
    while true {
      let bytes = try files.read(input, limit: Self.piece)
      if bytes.isEmpty { break }
      try files.write(bytes, to: output)
    }
    let present = try files.identity(of: output)
    if present.owner != identity.owner || present.group != identity.group {
      try files.setOwner(output, owner: identity.owner, group: identity.group)
    }
    try files.setMode(output, mode: identity.mode & 0o7777)
    try files.setModified(output, nanoseconds: identity.modified)
    try files.sync(output)
  }

  /// Compares both files byte by byte.
  private func verify(
    _ copy: ByteText, in target: Descriptor, against original: ByteText, in source: Descriptor,
    size: Int64
  ) throws {
    let (left, right) = (
      try files.openForReading(copy, in: target), try files.openForReading(original, in: source)
    )
    var total: Int64 = 0
    while true {
      let (a, b) = (
        try files.read(left, limit: Self.piece), try files.read(right, limit: Self.piece)
      )
      guard a == b else { throw SystemError(code: EIO, attempt: "verify copy", path: copy) }
      total += Int64(a.count)
      if a.isEmpty { break }
    }
    guard total == size else { throw SystemError(code: EIO, attempt: "verify copy", path: copy) }
  }
}
