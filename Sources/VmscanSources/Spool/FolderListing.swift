import Glibc
import VmscanFormats
package import VmscanModel
package import VmscanSystem

/// The names of each message's files in one folder.
package struct FolderListing: Sendable {
  private var names: [Int32: [ByteText]] = [:]
  /// The `msgNNNN.txt` of a message is there.
  private(set) var hasEnvelope = false

  /// Of a folder without messages.
  package init() {}

  /// Names of a message's files, sorted, as `msgNNNN.*` and `msgNNNN-bak.*`.
  package func names(of number: Int32) -> [ByteText] { names[number] ?? [] }
}

extension SpoolWalker {
  /// Lists one folder of a mailbox; `nil` when there is no such directory.
  ///
  /// - Throws: the error of the call that failed.
  package func listFolder(
    _ folder: Folder, of id: MailboxID
  ) throws(SystemError) -> FolderListing? {
    guard id.isSafePath else { return nil }
    do throws(SystemError) {
      var opener = Opener()
      let spool = try opener.openDirectory(root)
      let context = try opener.open(id.context, in: spool, asDirectory: true)
      let mailbox = try opener.open(id.mailbox, in: context, asDirectory: true)
      return try FolderListing(
        try opener.open(ByteText(folder.name), in: mailbox, asDirectory: true))
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }
}

extension FolderListing {
  init(_ directory: borrowing OwnedDescriptor) throws(SystemError) {
    var lister = DirectoryLister()
    try lister.forEachEntry(of: directory) { name, _ in
      let meaning = MessageFileName(name)
      guard meaning.kind.belongsToMessage else { return }
      hasEnvelope = hasEnvelope || meaning.kind == .envelope
      names[meaning.number, default: []].append(ByteText(bytes: name.indices.map { name[$0] }))
    }
    for number in names.keys { names[number]?.sort() }
  }
}
