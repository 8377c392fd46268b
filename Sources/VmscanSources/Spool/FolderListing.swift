import Glibc
package import VmscanModel

/// All names in one message folder with the facts of each file, for showing and planning.
package struct FolderListing: Sendable {
  /// One file of the folder.
  package struct File: Sendable, Hashable {
    package var name: ByteText
    package var identity: FileIdentity
    /// The message it belongs to; `nil` for strays, locks and names nobody knows.
    package var number: Int32?
    /// It is the `msgNNNN.txt` of its message.
    package var isEnvelope: Bool
    /// It is audio of its message, backups of a forward not included.
    package var isAudio: Bool
  }

  package var folder: Folder
  /// Facts of the directory, taken before it was listed.
  package var identity: FileIdentity
  /// Sorted by name; lock files included.
  package var files: [File]
  /// Names one of Asterisk's counters takes for messages though they are none, sorted.
  package var strayNames: [ByteText]

  /// Names of a message's files, sorted, as `msgNNNN.*` and `msgNNNN-bak.*`.
  package func names(of number: Int32) -> [ByteText] {
    files.filter { $0.number == number }.map(\.name)
  }
}

extension SpoolWalker {
  /// Lists one folder of a mailbox; `nil` when there is no such directory.
  ///
  /// - Throws: the error of the call that failed; files gone since the listing are left out.
  package func listFolder(
    _ folder: Folder, of id: MailboxID
  ) throws(SystemError) -> FolderListing? {
    guard id.isSafePath else { return nil }
    do throws(SystemError) {
      var opener = Opener()
      let spool = try opener.openDirectory(root)
      let context = try opener.open(id.context, in: spool, asDirectory: true)
      let mailbox = try opener.open(id.mailbox, in: context, asDirectory: true)
      let directory = try opener.open(ByteText(folder.name), in: mailbox, asDirectory: true)
      return try FolderListing(folder, of: directory)
    } catch {
      if error.number == ENOENT { return nil }
      throw error
    }
  }
}

extension FolderListing {
  init(_ folder: Folder, of directory: borrowing Descriptor) throws(SystemError) {
    self.folder = folder
    identity = try directory.identity()
    var found: [(name: ByteText, meaning: FolderEntryName)] = []
    var lister = DirectoryLister()
    try lister.forEachEntry(of: directory) { name, _ in
      found.append((ByteText(bytes: name.indices.map { name[$0] }), FolderEntryName(name)))
    }
    found.sort { $0.name < $1.name }
    files = []
    strayNames = found.filter(\.meaning.isStray).map(\.name)
    for (name, meaning) in found {
      do throws(SystemError) {
        files.append(
          File(
            name: name, identity: try directory.identity(of: name),
            number: meaning.kind.belongsToMessage ? meaning.number : nil,
            isEnvelope: meaning.kind == .envelope, isAudio: meaning.kind == .audio))
      } catch {
        if error.number != ENOENT { throw error }
      }
    }
  }
}
