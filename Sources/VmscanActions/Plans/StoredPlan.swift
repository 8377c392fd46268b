package import VmscanModel
package import VmscanSystem

/// A whole plan in a file that has no name, so that nobody can change it between review and apply.
package struct StoredPlan: Sendable {
  let file: Descriptor
  let files: any FileOperations
  package let review: PlanReview
  package let digest: String

  /// Reads the folders one by one, in the plan's order.
  package struct Folders {
    private var lines: LineReader

    fileprivate init(_ lines: LineReader) { self.lines = lines }

    /// - Throws: `SystemError`, or `PurgeRefusal.planDamaged`.
    package mutating func next() throws -> PlannedFolder? {
      while let line = try lines.next() {
        if line.first == 0x46 { return try PlanFile.folder(line) }
      }
      return nil
    }
  }

  package func folders() -> Folders { Folders(LineReader(file, files: files)) }

  /// Writes the plan to a new private file for review; an existing one is never replaced, and a
  /// part of one is not left behind.
  ///
  /// - Throws: `SystemError`.
  package func write(to name: ByteText, in directory: Descriptor) throws {
    let copy = try files.createFile(name, in: directory, mode: 0o600)
    do {
      var offset: Int64 = 0
      while true {
        let piece = try files.read(file, at: offset, limit: 1 << 16)
        if piece.isEmpty { break }
        try files.write(piece, to: copy)
        offset += Int64(piece.count)
      }
      try files.sync(copy)
    } catch {
      try? files.remove(name, in: directory)
      throw error
    }
  }
}
