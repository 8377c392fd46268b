import Glibc
import VmscanModel
import VmscanSystem

/// Reads mailboxes and keeps the directory of the last context open for the next one.
struct ContextReader: ~Copyable {
  var mailbox: MailboxReader
  private let root: CInt
  private var opener = Opener()
  private var context: ByteText?
  private var directory = OwnedDescriptor.none

  /// `root` must stay open as long as the reader is used.
  init(root: CInt, settings: SpoolSettings) {
    self.root = root
    mailbox = MailboxReader(settings: settings)
  }

  /// Reads a mailbox into `mailbox.box`; `false` when there is no such directory.
  mutating func read(_ id: MailboxID) -> Bool {
    do throws(SystemError) {
      if context != id.context { try open(id.context) }
      return mailbox.read(id, in: directory)
    } catch {
      context = nil
      guard error.code != ENOENT else { return false }
      mailbox.box = SpoolMailbox(id: id, identity: .none)
      mailbox.box.problems = [
        SourceProblem(
          .unreadable, path: mailbox.path(""), detail: "cannot open the context: \(error)",
          mailbox: id)
      ]
      return true
    }
  }

  /// Takes over a remembered mailbox; `false` when it must be read.
  mutating func recall(_ memo: MailboxMemo, verifies: Bool) -> Bool {
    do throws(SystemError) {
      if context != memo.box.id.context { try open(memo.box.id.context) }
    } catch {
      return false
    }
    return mailbox.recall(memo, verifies: verifies, in: directory)
  }

  private mutating func open(_ name: ByteText) throws(SystemError) {
    context = nil
    directory = .none
    let root = self.root
    let opened = try name.withName { (pointer) throws(SystemError) -> OwnedDescriptor in
      try opener.open(pointer, in: root, asDirectory: true)
    }
    directory = consume opened
    context = name
  }
}
