package import VmscanModel
package import VmscanSystem

/// Finds and clears the folder locks that a dead vmscan left in a spool.
///
/// Asterisk throws every message for such a folder away. Locks of other programs are left alone,
/// and so are those that keep Asterisk out until an interrupted run is finished.
package struct LockSweep {
  private let spool: Descriptor
  private let files: any FileOperations
  private let lock: HardLinkFolderLock

  package init(spool: Descriptor, files: any FileOperations = PosixFileOperations()) {
    self.spool = spool
    self.files = files
    lock = HardLinkFolderLock(files: files)
  }

  package struct Result: Sendable, Hashable {
    /// Folders whose lock is gone, as `BOX@CONTEXT/FOLDER`.
    package var cleared: [String] = []
    package var problems: [String] = []

    package init() {}
  }

  /// Clears what was left in the folders of some mailboxes.
  ///
  /// `unfinished`: folders, as `BOX@CONTEXT/FOLDER`, in which a run was interrupted.
  /// - Throws: `SystemError` when the caller's user cannot be returned to.
  package func clear(
    _ mailboxes: [MailboxID], except unfinished: Set<String>, quarantine: Quarantine,
    owner: any OwnerSwitch = EffectiveUserSwitch()
  ) throws -> Result {
    var result = Result()
    for mailbox in mailboxes {
      for folder in Folder.allCases where !unfinished.contains("\(mailbox)/\(folder)") {
        do {
          let directory = try FolderReader(files: files).open(mailbox, folder, spool: spool)
          let actor = quarantine.actor(in: try files.identity(of: directory))
          if try owner.asOwner(
            actor.owner, actor.group, { try lock.removeOwnRemains(in: directory) })
          {
            result.cleared.append("\(mailbox)/\(folder)")
          }
        } catch FolderRefusal.folderVanished {
          continue
        } catch let error where error is SystemError || error is FolderRefusal {
          result.problems.append("\(mailbox)/\(folder): \(firstLine(error))")
        }
      }
    }
    return result
  }

  /// Whether the lock of one folder is such; `false` also when that cannot be known.
  package func isLeft(in mailbox: MailboxID, _ folder: Folder) -> Bool {
    guard let directory = try? FolderReader(files: files).open(mailbox, folder, spool: spool)
    else { return false }
    return (try? lock.hasOwnRemains(in: directory)) ?? false
  }
}
