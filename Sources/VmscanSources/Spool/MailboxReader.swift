import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

/// Reads one mailbox directory after the other with buffers that are used again.
///
/// Every thread has its own. A mailbox that changes while it is read (a message moved or renumbered
/// by a live Asterisk) is read again, so that no message is counted twice or missed.
struct MailboxReader: Sendable {
  let settings: SpoolSettings
  /// The mailbox read last.
  var box = SpoolMailbox(id: MailboxID(context: "", mailbox: ""), identity: .none)
  var problems = ProblemList()
  var opener = Opener()
  var lister = DirectoryLister()
  var parser: EnvelopeParser
  var entries = FolderEntries()
  var envelopeBytes = [UInt8](repeating: 0, count: Self.envelopeLimit)
  var messageIDs: [UInt64] = []
  var consistency = Consistency.settled
  /// The clock that says when a mailbox was read, in nanoseconds; `nil` when nobody remembers it.
  var clock: (@Sendable () -> Int64)?
  /// When the mailbox read last was begun, by `clock`.
  var seen: Int64 = 0
  var temporaryIdentity: FileIdentity?
  var nameBuffer: [CChar] = []
  var envelopes = EnvelopeDigest()
  /// Name of the first recording of the folder being read that everybody may read.
  var openRecording: ByteText?
  private var layout = MailboxLayout()

  /// An envelope larger than this is read in part; Asterisk's have about 400 bytes.
  static let envelopeLimit = 1 << 16
  private static let attempts = 5
  /// Kernels before 6.13 stamp files with the time of their last tick, up to 10 ms ago.
  private static let clockGrain: Int64 = 20_000_000

  /// How the mailbox stood while it was read, worst last.
  enum Consistency: Int, Sendable, Comparable {
    case settled
    /// A file was written an instant ago and may be incomplete.
    case beingWritten
    /// A folder changed, or a listed file was gone.
    case changed

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  init(settings: SpoolSettings) {
    self.settings = settings
    parser = EnvelopeParser(lastValueWins: settings.lastValueWins)
  }

  /// Reads the mailbox into `box`; `false` when there is no such directory any more.
  mutating func read(_ id: MailboxID, in context: borrowing OwnedDescriptor) -> Bool {
    var attempt = 1
    while true {
      reset(id)
      guard readOnce(in: context) else { return false }
      guard consistency != .settled, attempt < Self.attempts else { break }
      attempt += 1
      usleep(UInt32(Self.clockGrain / 1000))
    }
    if consistency == .changed {
      report(.vanished, "", "it changed each of the \(Self.attempts) times it was read")
    }
    box.problems = problems.finished(path: path(""), mailbox: box.id)
    return true
  }

  /// Absolute path of something in the mailbox.
  func path(_ relative: ByteText) -> ByteText {
    let parts = [settings.root, box.id.context, box.id.mailbox, relative]
    return ByteText(
      bytes: Array(parts.filter { !$0.isEmpty }.map(\.bytes).joined(separator: [0x2F])))
  }

  mutating func report(
    _ kind: SourceProblem.Kind, _ relative: ByteText, _ detail: Sentence, hidesData: Bool = true
  ) {
    problems.append(
      SourceProblem(
        kind, path: path(relative), detail: detail, mailbox: box.id, hidesData: hidesData))
  }

  /// Notes a failed call: gone entries make the mailbox be read again, others are unreadable.
  mutating func report(_ error: SystemError, _ relative: ByteText, _ attempt: String) {
    if error.code == ENOENT || error.code == ESTALE {
      consistency = .changed
    } else {
      report(.unreadable, relative, "cannot \(word: attempt): \(error)")
    }
  }

  private mutating func reset(_ id: MailboxID) {
    box.id = id
    box.folders.removeAll(keepingCapacity: true)
    box.messages.removeAll(keepingCapacity: true)
    box.text.removeAll(keepingCapacity: true)
    box.files.removeAll(keepingCapacity: true)
    box.greetings = []
    box.greetingsModified = nil
    box.hasSecretFile = false
    box.secretFileIsWorldReadable = false
    if !box.temporaryFiles.isEmpty { box.temporaryFiles = [] }
    if !box.unknownEntries.isEmpty { box.unknownEntries = [] }
    if !box.problems.isEmpty { box.problems = [] }
    box.hasSpellingVariants = false
    temporaryIdentity = nil
    seen = clock?() ?? 0
    problems.removeAll()
    consistency = .settled
  }

  private mutating func readOnce(in context: borrowing OwnedDescriptor) -> Bool {
    opener.retryNoAccessTime()
    do {
      let directory = try opener.open(box.id.mailbox, in: context, asDirectory: true)
      box.identity = try directory.identity()
      guard box.identity.device == settings.device else {
        report(.notFollowed, "", "is another file system, which is not entered")
        return true
      }
      readContents(of: directory)
      return true
    } catch {
      return noteUnopened(error, in: context)
    }
  }

  private mutating func noteUnopened(
    _ error: SystemError, in context: borrowing OwnedDescriptor
  ) -> Bool {
    guard error.code != ENOENT else { return false }
    let identity = try? context.identity(of: box.id.mailbox)
    box.identity = identity ?? .none
    if box.identity.isSymbolicLink {
      report(.notFollowed, "", "is a symbolic link, which is not followed")
    } else {
      report(.unreadable, "", "cannot open the mailbox: \(error)")
    }
    return true
  }

  private mutating func readContents(of directory: borrowing OwnedDescriptor) {
    let started = SystemClock.nanoseconds
    layout.removeAll()
    do throws(SystemError) {
      var layout = MailboxLayout()
      swap(&layout, &self.layout)
      try lister.forEachEntry(of: directory) { name, type in layout.add(name, type) }
      swap(&layout, &self.layout)
    } catch {
      report(.unreadable, "", "cannot list the mailbox: \(error)")
    }
    resolveUnknownTypes(in: directory)
    if !layout.others.isEmpty { adoptMisspeltFolders(in: directory) }
    for folder in Folder.allCases where layout.has(folder) { read(folder, in: directory) }
    if layout.hasTemporaryDirectory { readTemporaryFiles(in: directory) }
    for entry in layout.others { readBesideFolders(entry, in: directory) }
    box.unknownEntries.sort()
    box.temporaryFiles.sort { $0.path < $1.path }
    checkForChanges(since: started, in: directory)
  }

  /// Asks for the type of entries where the file system does not give it in the listing.
  private mutating func resolveUnknownTypes(in directory: borrowing OwnedDescriptor) {
    guard layout.hasUnknownTypes else { return }
    let unknown = layout.others.filter { $0.type == .unknown }
    layout.removeUnknownTypes()
    for entry in unknown {
      do {
        let type = EntryType(mode: try directory.identity(of: entry.name).mode)
        layout.add(entry.name.bytes.span, type)
      } catch { report(error, entry.name, "examine the entry") }
    }
  }

  /// Where letters of either case name the same file, `inbox` is the INBOX that Asterisk opens.
  private mutating func adoptMisspeltFolders(in directory: borrowing OwnedDescriptor) {
    for (folder, entry) in layout.misspelt where !layout.has(folder) {
      guard let shown = try? directory.identity(of: entry.name),
        let opened = try? directory.identity(of: name(of: folder)), opened.inode == shown.inode,
        opened.device == shown.device
      else { continue }
      layout.adopt(entry, as: folder)
    }
  }

  /// Compares every folder with what it was before it was listed.
  private mutating func checkForChanges(
    since started: Int64, in directory: borrowing OwnedDescriptor
  ) {
    let grain = started - Self.clockGrain
    func isRecent(_ time: Int64) -> Bool { time >= grain && time <= started + 60_000_000_000 }
    guard let now = try? directory.identity(), now.modified == box.identity.modified,
      !isRecent(now.modified)
    else {
      consistency = .changed
      return
    }
    for folder in box.folders where !folder.problems.contains(.unreadable) {
      let now = try? withName(of: folder.folder) { name throws(SystemError) in
        try directory.identity(of: name)
      }
      guard let now, now.modified == folder.identity.modified, !isRecent(now.modified),
        now.inode == folder.identity.inode
      else {
        consistency = .changed
        return
      }
    }
  }
}

extension FileIdentity {
  /// Stands for a file nothing is known of.
  static let none = FileIdentity(
    device: 0, inode: 0, size: 0, modified: 0, changed: 0, mode: 0, owner: 0, group: 0, links: 0)
}

/// The C string of a folder's directory name.
func withName<Result: ~Copyable, Failure: Error>(
  of folder: Folder, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
) throws(Failure) -> Result {
  switch folder {
  case .inbox: try body("INBOX")
  case .old: try body("Old")
  case .work: try body("Work")
  case .family: try body("Family")
  case .friends: try body("Friends")
  case .cust1: try body("Cust1")
  case .cust2: try body("Cust2")
  case .cust3: try body("Cust3")
  case .cust4: try body("Cust4")
  case .cust5: try body("Cust5")
  case .deleted: try body("Deleted")
  case .urgent: try body("Urgent")
  }
}
