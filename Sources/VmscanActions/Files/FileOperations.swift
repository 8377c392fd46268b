import VmscanFormats
package import VmscanModel
package import VmscanSystem

/// One line about any error: its own text, the first line when it has several.
func firstLine(_ error: any Error) -> String {
  String("\(error)".prefix { $0 != "\n" })
}

/// Every call on the file system that this target makes, relative to open directories.
///
/// Names are single path components and symbolic links are never followed. The second conformer
/// lets tests fail or stop at any step.
package protocol FileOperations: Sendable {
  /// Opens a directory; a `nil` parent takes `name` as a path.
  func openDirectory(_ name: ByteText, in parent: Descriptor?) throws -> Descriptor
  func openForReading(_ name: ByteText, in directory: Descriptor) throws -> Descriptor
  /// Every name but `.` and `..`, in no order.
  func names(in directory: Descriptor) throws -> [ByteText]
  /// What the name stands for; a link itself, not its target.
  func identity(of name: ByteText, in directory: Descriptor) throws -> FileIdentity
  func identity(of descriptor: Descriptor) throws -> FileIdentity
  /// At most `limit` bytes from the present position.
  func read(_ descriptor: Descriptor, limit: Int) throws -> [UInt8]
  /// At most `limit` bytes from a place in the file; the present position stays.
  func read(_ descriptor: Descriptor, at offset: Int64, limit: Int) throws -> [UInt8]

  func makeDirectory(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws
  /// Creates a file for reading and writing; fails when the name is taken.
  func createFile(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws -> Descriptor
  /// Opens a file for writing, creating it when it is missing.
  func openOrCreate(_ name: ByteText, in directory: Descriptor, mode: UInt32) throws -> Descriptor
  func write(_ bytes: [UInt8], to descriptor: Descriptor) throws
  func sync(_ descriptor: Descriptor) throws
  /// Brings directories and files of one file system to the disk, all at once where that is faster.
  func sync(_ descriptors: [Descriptor]) throws
  func truncate(_ descriptor: Descriptor) throws
  /// Renames, never replacing; `EXDEV` across file systems.
  func move(
    _ name: ByteText, in directory: Descriptor, to newName: ByteText, in newDirectory: Descriptor
  ) throws
  /// Renames over an entry of the same directory, which is gone then (`rename`).
  func replace(_ name: ByteText, with newName: ByteText, in directory: Descriptor) throws
  func remove(_ name: ByteText, in directory: Descriptor) throws
  func removeDirectory(_ name: ByteText, in directory: Descriptor) throws
  func link(_ name: ByteText, to newName: ByteText, in directory: Descriptor) throws
  func setOwner(_ descriptor: Descriptor, owner: UInt32, group: UInt32) throws
  func setMode(_ descriptor: Descriptor, mode: UInt32) throws
  /// Sets access and modification time, nanoseconds since 1970.
  func setModified(_ descriptor: Descriptor, nanoseconds: Int64) throws
  /// The kind of file system it lies on; `nil` when the system does not say.
  func fileSystem(of descriptor: Descriptor) -> FileSystemKind?
  /// Tries once to take the kernel's exclusive lock; `false` when somebody holds it.
  func tryLock(_ descriptor: Descriptor) throws -> Bool
}

extension FileOperations {
  /// What the name stands for, or `nil` when nothing has it.
  package func identityIfPresent(
    of name: ByteText, in directory: Descriptor
  ) throws -> FileIdentity? {
    do {
      return try identity(of: name, in: directory)
    } catch let error as SystemError where error.isMissing {
      return nil
    }
  }

  /// Opens a directory; `nil` when there is none of that name.
  func openDirectoryIfPresent(_ name: ByteText, in parent: Descriptor) throws -> Descriptor? {
    do {
      return try openDirectory(name, in: parent)
    } catch let error as SystemError where error.isMissing || error.isNotDirectory {
      return nil
    }
  }

  /// The names of a directory that are numbers, as numbers, sorted.
  func numbers(in directory: Descriptor) throws -> [Int] {
    try names(in: directory).compactMap { $0.utf8String.flatMap { Int($0) } }.sorted()
  }

  /// Removes the message files of a directory, and the directory when nothing else is in it.
  func removeMessages(of name: ByteText, in parent: Descriptor) throws {
    guard let directory = try openDirectoryIfPresent(name, in: parent) else { return }
    for file in try names(in: directory) {
      guard MessageFileName(file.bytes.span).kind.belongsToMessage else { continue }
      try remove(file, in: directory)
    }
    try? removeDirectory(name, in: parent)
  }

  /// Opens a directory, making it first when it is missing.
  package func openOrMakeDirectory(
    _ name: ByteText, in directory: Descriptor, mode: UInt32 = 0o700
  ) throws -> Descriptor {
    do {
      try makeDirectory(name, in: directory, mode: mode)
    } catch let error as SystemError where error.isTaken {
    }
    return try openDirectory(name, in: directory)
  }
}
