import Glibc
import VmscanModel
import VmscanSystem

/// Finds the contexts of a spool and the mailboxes in them.
struct SpoolEnumeration {
  private(set) var summary = SpoolSummary()
  /// Sorted by context, then mailbox.
  private(set) var mailboxes: [MailboxID] = []
  private(set) var device: UInt64 = 0

  private let root: ByteText
  private let ignoredNames: Set<ByteText>
  private let dottedMailboxes: Set<MailboxID>
  private let dottedContexts: Set<ByteText>
  private var opener = Opener()
  private var lister = DirectoryLister()

  init(
    root: ByteText, ignoredNames: Set<ByteText>, dottedMailboxes: Set<MailboxID> = []
  ) {
    self.root = root
    self.ignoredNames = ignoredNames
    self.dottedMailboxes = dottedMailboxes
    dottedContexts = Set(dottedMailboxes.map(\.context))
  }

  /// Lists everything above the mailboxes; the open root, `nil` when it cannot be opened.
  mutating func enumerate() -> OwnedDescriptor? {
    do throws(SystemError) {
      let spool = try opener.openDirectory(root)
      device = try spool.identity().device
      for name in directories(in: spool, below: nil) where !ignoredNames.contains(name) {
        enumerate(name, in: spool)
      }
      summary.strayEntries.sort { $0.path < $1.path }
      summary.problems.sort { $0.path < $1.path }
      return spool
    } catch {
      report(
        error.code == ENOENT ? .missing : .unreadable, [], "cannot open the spool: \(error)")
      return nil
    }
  }

  private mutating func enumerate(_ context: ByteText, in spool: borrowing OwnedDescriptor) {
    do throws(SystemError) {
      let directory = try opener.open(context, in: spool, asDirectory: true)
      guard try directory.identity().device == device else {
        report(.notFollowed, [context], "is another file system, which is not entered")
        return
      }
      summary.contexts.append(context)
      mailboxes += directories(in: directory, below: context)
        .map { MailboxID(context: context, mailbox: $0) }
    } catch { report(.unreadable, [context], "cannot open the context: \(error)") }
  }

  /// Names of the directories in a directory, sorted; what is none is noted.
  private mutating func directories(
    in directory: borrowing OwnedDescriptor, below context: ByteText?
  ) -> [ByteText] {
    var names: [ByteText] = []
    var others: [(name: ByteText, type: EntryType)] = []
    let parents = context.map { [$0] } ?? []
    let dotted = dottedNames(below: context)
    do throws(SystemError) {
      try lister.forEachEntry(of: directory) { name, type in
        let text = ByteText(bytes: name.indices.map { name[$0] })
        // Names with a dot in front are no context or mailbox a dialplan would have.
        if type == .directory, text.bytes.first != 0x2E || dotted.contains(text) {
          names.append(text)
        } else {
          others.append((text, type))
        }
      }
    } catch { report(.unreadable, parents, "cannot list the directory: \(error)") }
    for (name, type) in others where context != nil || !ignoredNames.contains(name) {
      if note(name, type, below: parents, in: directory) { names.append(name) }
    }
    return names.sorted()
  }

  /// Looks closer at an entry; `true` when it is an ordinary directory after all.
  private mutating func note(
    _ name: ByteText, _ type: EntryType, below parents: [ByteText],
    in directory: borrowing OwnedDescriptor
  ) -> Bool {
    let path = parents + [name]
    let identity: FileIdentity
    do throws(SystemError) { identity = try directory.identity(of: name) } catch {
      if error.code != ENOENT { report(.unreadable, path, "cannot examine the entry: \(error)") }
      return false
    }
    if identity.isDirectory {
      if name.bytes.first != 0x2E || dottedNames(below: parents.first).contains(name) {
        return true
      }
      report(.unsafeName, path, "has a dot in front and is not taken for voicemail")
    } else if identity.isSymbolicLink {
      report(.notFollowed, path, "is a symbolic link, which is not followed")
    } else {
      summary.strayEntries.append(
        StrayFile(
          path: Self.joined(path), bytes: identity.isRegularFile ? identity.size : 0,
          modified: Timestamp(identity.modifiedSeconds)))
    }
    return false
  }

  /// The names with a dot in front that are contexts, or mailboxes of a context.
  private func dottedNames(below context: ByteText?) -> Set<ByteText> {
    guard let context else { return dottedContexts }
    return Set(dottedMailboxes.lazy.filter { $0.context == context }.map(\.mailbox))
  }

  private mutating func report(
    _ kind: SourceProblem.Kind, _ path: [ByteText], _ detail: Sentence
  ) {
    let mailbox = path.count == 2 ? MailboxID(context: path[0], mailbox: path[1]) : nil
    summary.problems.append(
      SourceProblem(kind, path: Self.joined([root] + path), detail: detail, mailbox: mailbox))
  }

  private static func joined(_ parts: [ByteText]) -> ByteText {
    ByteText(bytes: Array(parts.map(\.bytes).joined(separator: [0x2F])))
  }
}
