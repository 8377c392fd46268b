import VmscanFormats
package import VmscanModel
package import VmscanSystem

/// Opens and lists message folders for acting: relative to open directories, following nothing.
package struct FolderReader: Sendable {
  package let files: any FileOperations

  package init(files: any FileOperations = PosixFileOperations()) { self.files = files }

  /// Opens `<spool>/<context>/<mailbox>/<folder>`.
  ///
  /// - Throws: `FolderRefusal` when it is gone, a link, or on another file system.
  package func open(
    _ mailbox: MailboxID, _ folder: Folder, spool: Descriptor
  ) throws -> Descriptor {
    guard mailbox.isSafePath else { throw FolderRefusal.unreadable("unusable name") }
    let device = try files.identity(of: spool).device
    var directory = spool
    for name in [mailbox.context, mailbox.mailbox, ByteText(folder.name)] {
      directory = try open(name, in: directory)
      guard try files.identity(of: directory).device == device else {
        throw FolderRefusal.otherDevice(name)
      }
    }
    return directory
  }

  private func open(_ name: ByteText, in parent: Descriptor) throws -> Descriptor {
    do {
      return try files.openDirectory(name, in: parent)
    } catch let error as SystemError where error.isMissing {
      throw FolderRefusal.folderVanished
    } catch let error as SystemError where error.isNotDirectory {
      throw FolderRefusal.symbolicLink(name)
    } catch let error as SystemError {
      throw FolderRefusal.unreadable(error.description)
    }
  }

  /// Lists an open folder; an entry that vanishes meanwhile is not in it.
  package func snapshot(of folder: Descriptor) throws -> FolderSnapshot {
    var snapshot = FolderSnapshot(identity: try files.identity(of: folder))
    var messages: [Int32: [PlannedFile]] = [:]
    for name in try files.names(in: folder) {
      let meaning = MessageFileName(name.bytes.span)
      switch meaning.kind {
      case .unclear, .other:
        if meaning.isStray { snapshot.strayNames.append(name) }
      case .lockFile, .flockFile, .lockTemporary:
        guard let identity = try files.identityIfPresent(of: name, in: folder) else { continue }
        snapshot.locks.append((name, identity))
      case .envelope, .audio, .backup, .companion:
        let number = meaning.number
        let suffix = String(decoding: name.bytes[meaning.suffixStart...], as: UTF8.self)
        guard let identity = try files.identityIfPresent(of: name, in: folder) else { continue }
        if identity.isRegularFile && identity.device == snapshot.identity.device {
          messages[number, default: []].append(PlannedFile(suffix: suffix, identity: identity))
        } else {
          snapshot.unusable.append((name, identity))
        }
      }
    }
    if snapshot.unusable.contains(where: { $0.identity.isRegularFile }) {
      snapshot.isLayered = files.fileSystem(of: folder)?.isOverlay == true
    }
    snapshot.messages = messages.sorted { $0.key < $1.key }
      .map { SnapshotMessage(number: $0.key, files: $0.value.sorted()) }
    snapshot.strayNames.sort()
    snapshot.unusable.sort { $0.name < $1.name }
    return snapshot
  }

  /// A message's envelope; `nil` when it has none, is larger than 64 KiB or cannot be read whole.
  package func envelope(of message: SnapshotMessage, in folder: Descriptor) throws -> [UInt8]? {
    guard let file = message.files.first(where: \.isEnvelope), file.identity.size <= 65536 else {
      return nil
    }
    do {
      let descriptor = try files.openForReading(message.name(file), in: folder)
      guard try files.identity(of: descriptor).isSameContents(as: file.identity) else {
        return nil
      }
      let bytes = try files.read(descriptor, limit: 65537)
      return bytes.count == Int(file.identity.size) ? bytes : nil
    } catch is SystemError {
      return nil
    }
  }
}
