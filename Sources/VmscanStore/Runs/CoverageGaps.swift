import VmscanModel

/// Tells whether a finding may be missing from a run only because something could not be read.
struct CoverageGaps {
  /// Something outside the spool, or the spool as a whole.
  private var everything = false
  private var contexts: Set<ByteText> = []
  private var mailboxes: Set<MailboxID> = []
  private var files: Set<ByteText> = []
  /// Mailboxes that were read to the end and are configured.
  private var complete: Set<MailboxID> = []
  private let spool: ByteText

  init(_ report: ScanReport) {
    spool = report.run.spool
    for problem in report.coverage.problems where problem.hidesData && problem.kind.mayHideAgain {
      add(problem)
    }
    // Those read to the end matter only where something around them could not be read.
    let hasWideGaps = everything || !wholeContexts.isEmpty
    for mailbox in report.mailboxes {
      if mailbox.isPartial {
        mailboxes.insert(mailbox.id)
        contexts.insert(mailbox.id.context)
      } else if hasWideGaps, mailbox.isConfigured, mailbox.hasDirectory {
        complete.insert(mailbox.id)
      }
    }
  }

  /// Whether the absence of a finding about the subject proves nothing.
  func mayHide(_ subject: FindingSubject) -> Bool {
    switch subject {
    case .system, .device: everything
    case .context(let name): everything || contexts.contains(name)
    case .mailbox(let id):
      mailboxes.contains(id)
        || !complete.contains(id) && (everything || wholeContexts.contains(id.context))
    case .file(let path): everything || files.contains(path)
    }
  }

  /// Contexts that could not be read as a whole.
  private var wholeContexts: Set<ByteText> = []

  private mutating func add(_ problem: SourceProblem) {
    files.insert(problem.path)
    if let mailbox = problem.mailbox {
      mailboxes.insert(mailbox)
      contexts.insert(mailbox.context)
      return
    }
    switch components(problem.path) {
    case nil, []: everything = true
    case .some(let names):
      contexts.insert(names[0])
      if names.count > 1 {
        mailboxes.insert(MailboxID(context: names[0], mailbox: names[1]))
      } else {
        wholeContexts.insert(names[0])
      }
    }
  }

  /// Path components below the spool; `nil` for a path outside it.
  private func components(_ path: ByteText) -> [ByteText]? {
    guard path.bytes.starts(with: spool.bytes) else { return nil }
    let rest = path.bytes.dropFirst(spool.count)
    guard rest.isEmpty || rest.first == 0x2F || spool.bytes.last == 0x2F else { return nil }
    return rest.split(separator: 0x2F).map { ByteText(bytes: $0) }
  }
}

extension SourceProblem.Kind {
  /// Whether what it hides may have been readable in an earlier run.
  fileprivate var mayHideAgain: Bool {
    switch self {
    case .unreadable, .partial, .notFollowed, .vanished, .invalid, .missing: true
    // Never read in any run, or never judged, so no finding can have come from there.
    case .elsewhere, .unsafeName, .quarantine: false
    }
  }
}
