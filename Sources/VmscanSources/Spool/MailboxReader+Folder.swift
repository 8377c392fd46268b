import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

extension MailboxReader {
  /// Reads one folder and all its messages.
  mutating func read(_ folder: Folder, in mailbox: borrowing OwnedDescriptor) {
    opener.retryNoAccessTime()
    do throws(SystemError) {
      let directory = try withName(of: folder) { (name) throws(SystemError) in
        try opener.open(name, in: mailbox.raw, asDirectory: true)
      }
      var record = SpoolFolder(folder: folder, identity: try directory.identity())
      guard record.identity.device == settings.device else {
        report(.notFollowed, name(of: folder), "is another file system, which is not entered")
        return
      }
      list(directory, into: &record)
      readMessages(of: &record, in: directory)
      box.folders.append(record)
    } catch {
      noteUnopened(folder, error, in: mailbox)
    }
  }

  func name(of folder: Folder) -> ByteText { ByteText(folder.name) }

  func name(_ entry: FolderEntries.Entry, in folder: Folder) -> ByteText {
    ByteText(bytes: Array(folder.name.utf8) + [0x2F] + entries.name(entry).bytes)
  }

  /// A folder that cannot be opened still appears, with its counts marked as not known.
  private mutating func noteUnopened(
    _ folder: Folder, _ error: SystemError, in mailbox: borrowing OwnedDescriptor
  ) {
    let identity = (try? mailbox.identity(of: name(of: folder))) ?? .none
    if identity.isSymbolicLink {
      report(.notFollowed, name(of: folder), "is a symbolic link, which is not followed")
    } else {
      report(error, name(of: folder), "open the folder")
      guard error.code != ENOENT else { return }
    }
    var record = SpoolFolder(folder: folder, identity: identity)
    record.problems.insert(.unreadable)
    box.folders.append(record)
  }

  private mutating func list(_ directory: borrowing OwnedDescriptor, into folder: inout SpoolFolder)
  {
    entries.removeAll()
    do throws(SystemError) {
      var entries = FolderEntries()
      swap(&entries, &self.entries)
      defer { swap(&entries, &self.entries) }
      try lister.forEachEntry(of: directory) { name, type in entries.add(name, type) }
    } catch {
      folder.problems.insert(.unreadable)
      report(.unreadable, name(of: folder.folder), "cannot list the folder: \(error)")
    }
    entries.sort()
    folder.countedByAsterisk = entries.countedByAsterisk
    folder.shownByAsterisk = entries.shownByAsterisk
    folder.highestNumber = entries.highestNumber
    if folder.identity.isWorldReadable { folder.problems.insert(.worldReadable) }
    if folder.identity.isWorldWritable { folder.problems.insert(.worldWritable) }
    if !entries.locks.isEmpty { readLocks(of: &folder, in: directory) }
    if !entries.strays.isEmpty { noteStrays(of: &folder) }
    for place in entries.others {
      box.unknownEntries.append(name(entries.entries[place], in: folder.folder))
    }
  }

  private func noteStrays(of folder: inout SpoolFolder) {
    folder.problems.insert(.strayNames)
    folder.strayNames = entries.strays.map { entries.name(entries.entries[$0]) }.sorted()
  }

  /// Takes in lock files: the one of the running lock mode is the folder's lock.
  private mutating func readLocks(
    of folder: inout SpoolFolder, in directory: borrowing OwnedDescriptor
  ) {
    for place in entries.locks {
      let entry = entries.entries[place]
      do throws(SystemError) {
        let identity = try directory.identity(of: entries.name(entry))
        let age = max(0, settings.now.epochSeconds &- identity.modifiedSeconds)
        note(entry.kind == .lockFile ? .lockFile(age: age) : .flockFile(age: age), in: &folder)
      } catch {
        // A lock released since the listing is the normal case.
        if error.code != ENOENT {
          report(error, name(entry, in: folder.folder), "examine the lock")
        }
      }
    }
  }

  private func note(_ lock: FolderLockState, in folder: inout SpoolFolder) {
    switch (lock, settings.lockMode) {
    case (.lockFile(let age), .lockfile):
      folder.lock = lock
      // `vm_lock_path` never removes a lock it did not make.
      if age > 60 { folder.problems.insert(.staleLock) }
    case (.flockFile, .flock): folder.lock = lock
    case (.lockFile, .flock), (.flockFile, .lockfile):
      folder.problems.insert(.foreignLock)
      if folder.lock == .none { folder.lock = lock }
    case (.none, _): break
    }
  }
}
