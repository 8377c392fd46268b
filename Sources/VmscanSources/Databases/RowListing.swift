import VmscanModel

/// Which folders have rows in a table of messages, and what else its `dir` column names.
struct RowListing: Sendable {
  /// A mailbox with the `dir` of each of its folders, as the rows spell them.
  struct Mailbox: Sendable {
    var id: MailboxID
    var folders: [(path: ByteText, folder: Folder)] = []
    var greetings: Greetings = []
    var rows = 0
  }

  /// Sorted by context, then mailbox.
  private(set) var mailboxes: [Mailbox] = []
  /// Rows that bear another spool's path, by that path: of another host, or from before a move.
  private(set) var elsewhere: [ByteText: Int] = [:]
  /// Paths below this spool that are no message folder, with their rows.
  private(set) var odd: [(path: ByteText, rows: Int)] = []
  private(set) var oddRows = 0
  private var positions: [MailboxID: Int] = [:]
  private let roots: [[UInt8]]

  static let greetings: [(name: [UInt8], greeting: Greetings)] = [
    (Array("unavail".utf8), .unavailable), (Array("busy".utf8), .busy),
    (Array("greet".utf8), .name), (Array("temp".utf8), .temporary),
  ]
  private static let kept = 20

  /// Takes the directory that holds the contexts as this host's Asterisk may spell it.
  init(roots: Set<ByteText>) {
    self.roots = roots.map { root in
      Array(root.bytes[..<(root.bytes.lastIndex { $0 != 0x2F }.map { $0 + 1 } ?? 0)]) + [0x2F]
    }
  }

  /// The mailboxes of a finished listing with these names, and empty ones for names without rows.
  func mailboxes(of ids: [MailboxID]) -> [Mailbox] {
    var next = 0
    return ids.map { id in
      // Mostly they are asked for in their own order.
      if next == mailboxes.count || mailboxes[next].id != id { next = place(of: id) }
      guard next < mailboxes.count, mailboxes[next].id == id else { return Mailbox(id: id) }
      next += 1
      return mailboxes[next - 1]
    }
  }

  /// The first mailbox that does not come before a name.
  private func place(of id: MailboxID) -> Int {
    var (low, high) = (0, mailboxes.count)
    while low < high {
      let middle = (low + high) / 2
      if mailboxes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Rows of messages that are this host's.
  var rows: Int { mailboxes.reduce(0) { $0 + $1.rows } }

  /// Takes in a path with its rows that are messages and all of its rows.
  mutating func add(_ path: ByteText, messages: Int, rows: Int) {
    guard let root = roots.first(where: { path.bytes.starts(with: $0) }) else {
      addElsewhere(path, rows)
      return
    }
    guard let (context, mailbox, name) = Self.parts(of: path.bytes[root.count...]) else {
      return addOdd(path, rows)
    }
    let id = MailboxID(context: ByteText(bytes: context), mailbox: ByteText(bytes: mailbox))
    if !id.isSafePath {
      addOdd(path, rows)
    } else if let folder = Folder(directoryName: name) {
      let place = position(of: id)
      mailboxes[place].folders.append((path, folder))
      mailboxes[place].rows += messages
    } else if let known = Self.greetings.first(where: { $0.name.elementsEqual(name) }) {
      mailboxes[position(of: id)].greetings.insert(known.greeting)
    } else {
      addOdd(path, rows)
    }
  }

  /// Context, mailbox and folder, when there are just these.
  private static func parts(
    of rest: ArraySlice<UInt8>
  ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    guard let first = rest.firstIndex(of: 0x2F) else { return nil }
    let behind = rest[(first + 1)...]
    guard let second = behind.firstIndex(of: 0x2F) else { return nil }
    let (context, mailbox) = (rest[..<first], behind[..<second])
    let name = behind[(second + 1)...]
    guard !context.isEmpty, !mailbox.isEmpty, !name.isEmpty, !name.contains(0x2F) else {
      return nil
    }
    return (context, mailbox, name)
  }

  mutating func finish() {
    if !zip(mailboxes, mailboxes.dropFirst()).allSatisfy({ $0.id < $1.id }) {
      mailboxes.sort { $0.id < $1.id }
    }
    positions = [:]
    odd.sort { $0.path < $1.path }
  }

  private mutating func position(of id: MailboxID) -> Int {
    // A server that groups by an index gives the folders of one mailbox one after the other.
    if let last = mailboxes.last, last.id == id { return mailboxes.count - 1 }
    if let known = positions[id] { return known }
    positions[id] = mailboxes.count
    mailboxes.append(Mailbox(id: id))
    return mailboxes.count - 1
  }

  private mutating func addElsewhere(_ path: ByteText, _ rows: Int) {
    // The path is CONTEXTS/context/mailbox/folder; what is above distinguishes one host from another.
    let parts = path.bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
    let root = ByteText(bytes: Array(parts.dropLast(3).joined(separator: [0x2F])))
    let key = elsewhere[root] != nil || elsewhere.count < Self.kept ? root : "other places"
    elsewhere[key, default: 0] += rows
  }

  private mutating func addOdd(_ path: ByteText, _ rows: Int) {
    oddRows += rows
    if odd.count < Self.kept { odd.append((path, rows)) }
  }

  /// What the rows that are not this spool's folders mean for the numbers.
  ///
  /// Another host's own scan counts its rows, so beside rows of this spool they hide nothing; when
  /// every row bears another path, this spool is not the one that is meant.
  func problems(spool: ByteText, table: ByteText) -> [SourceProblem] {
    var problems: [SourceProblem] = []
    let isEmpty = mailboxes.isEmpty
    for (root, rows) in elsewhere.sorted(by: { $0.key < $1.key }) {
      let meaning: Sentence =
        isEmpty
        ? "none bears this spool's: name the directory that holds the contexts with --spool"
        : """
        they are another host's, or left from before the spool was moved, and are not counted here
        """
      problems.append(
        SourceProblem(
          .elsewhere, path: isEmpty ? spool : table,
          detail: """
            \(rows, "row") with the path '\(path: root)' in \(path: table), not this spool's; \
            \(meaning)
            """,
          hidesData: isEmpty))
    }
    if let first = odd.first {
      problems.append(
        SourceProblem(
          .unsafeName, path: table,
          detail: """
            \(oddRows, "row") of no message folder, such as dir '\(path: first.path)'; Asterisk \
            never shows them
            """))
    }
    return problems
  }
}
