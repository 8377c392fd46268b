import VmscanAssessment
import VmscanModel

/// Asterisk's configuration: readable, private, and of a form this program counts.
struct ConfigurationCheck {
  let examination: Examination

  private var configuration: VoicemailConfiguration { examination.configuration }
  private var etc: String { examination.settings.asteriskEtc }

  func diagnoses() -> [Diagnosis] {
    [readable] + (configuration.status.isUsable ? [permissions] : [])
      + forAsterisk + [version, storage, lockMode, ownDomains]
  }

  private var readable: Diagnosis {
    let hidden = configuration.coverage.problems.filter { $0.hidesData && !isElsewhere($0) }
    switch configuration.status {
    case .missing:
      return .fail(
        "configuration", "there is no '\(etc)/voicemail.conf'",
        remedy: "set asteriskEtc to Asterisk's configuration directory")
    case .unreadable:
      return .fail(
        "configuration",
        "cannot read '\(etc)/voicemail.conf': \(hidden.first?.detail.unmasked ?? "not permitted")",
        remedy: "run as a member of the asterisk group: usermod -aG asterisk USER")
    case .invalid:
      return .fail(
        "configuration", "Asterisk refuses '\(etc)/voicemail.conf'",
        remedy: "'vmscan scan' names the line; after a restart Asterisk has no mailboxes")
    case .loaded where !hidden.isEmpty:
      return .fail(
        "configuration", "not read: \(Names.first(hidden.map(\.description)))",
        remedy: Self.remedy(hidden))
    case .loaded:
      let amount = Names.count(configuration.mailboxes.count, "mailbox", "mailboxes")
      return .ok("configuration", "'\(etc)/voicemail.conf' is read, \(amount)")
    }
  }

  private static func remedy(_ problems: [SourceProblem]) -> String {
    let kinds = Set(problems.map(\.kind))
    var steps: [String] = []
    if !kinds.subtracting([.invalid, .unsafeName]).isEmpty {
      steps.append("make these files readable for the user that scans")
    }
    if kinds.contains(.invalid) {
      steps.append("correct the line; until it starts anew Asterisk goes by what it read before")
    }
    if kinds.contains(.unsafeName) {
      steps.append("give the mailbox a name without slashes or dots")
    }
    return steps.joined(separator: "; ")
  }

  /// Files with PINs that everybody may read, unless their directory is closed to everybody.
  private var permissions: Diagnosis {
    let open =
      configuration.notices.filter { $0.kind == .worldReadableConfig }
      .map { "\($0.origin.file)" }.filter { !$0.hasPrefix(examination.spool + "/") }
    guard !open.isEmpty else {
      return .ok("configuration-private", "no file with PINs is readable by everybody")
    }
    if case .found(let directory) = PathStatus.look(at: etc), directory.mode & 0o001 == 0 {
      return .warn(
        "configuration-private",
        "only the mode of '\(etc)' protects the PINs in \(Names.first(open))",
        remedy: closing(open))
    }
    return .fail(
      "configuration-private", "everybody may read the PINs in \(Names.first(open))",
      remedy: closing(open))
  }

  /// Commands that shut everybody out but Asterisk.
  private func closing(_ paths: [String]) -> String {
    AsteriskFiles(configuration).commandsToClose(paths)
  }

  /// Files that this program read and Asterisk's user cannot; nothing where that user is not known.
  private var forAsterisk: [Diagnosis] {
    let wasRead = configuration.status == .loaded || configuration.status == .invalid
    guard wasRead, let user = configuration.asterisk.user else { return [] }
    let closed = configuration.notices.filter { $0.kind == .closedToAsterisk }
    guard !closed.isEmpty else {
      return [.ok("configuration-for-asterisk", "Asterisk's user '\(user.name)' may read it all")]
    }
    let files = Set(closed.map { "\($0.origin.file)" }).sorted()
    return [
      .fail(
        "configuration-for-asterisk",
        Names.first(closed.map { "\($0.origin.file): \($0.detail.unmasked)" }),
        remedy: AsteriskFiles(configuration).commandsToOpen(files))
    ]
  }

  private var version: Diagnosis {
    guard let version = configuration.asterisk.version else {
      return .warn(
        "asterisk-version", "the release of Asterisk is not known; the newest is assumed",
        remedy: "set asteriskVersion, such as asteriskVersion: \"20.5.0\"")
    }
    return .ok("asterisk-version", "Asterisk \(version)")
  }

  /// About what is no file: another storage, or a database that did not answer.
  private func isElsewhere(_ problem: SourceProblem) -> Bool {
    problem.kind == .elsewhere
      || configuration.notices.contains {
        $0.kind == .realtimeMailboxes && $0.origin.file == problem.path
          && $0.origin.line == problem.line
      }
  }

  private var storage: Diagnosis {
    let elsewhere = configuration.coverage.problems.filter(isElsewhere)
    guard elsewhere.isEmpty else {
      let places = Names.first(elsewhere.map(\.description))
      return elsewhere.contains(where: \.hidesData)
        ? .fail(
          "storage", places, remedy: "what lies there is in no report of this program")
        : .warn(
          "storage", places,
          remedy: "take these options out, or keep the modules that use them out in modules.conf")
    }
    if let table = configuration.asterisk.messageTable {
      return .ok("storage", "messages are rows of '\(table.place)'")
    }
    return .ok("storage", "messages and mailboxes are kept in files")
  }

  private var lockMode: Diagnosis {
    if let doubt = configuration.asterisk.lockModeDoubt {
      let why = configuration.coverage.problems.first {
        $0.path == doubt.file && ($0.line ?? 0) == doubt.line
      }
      return .fail(
        "lock-mode", "not known: \(why?.description ?? "\(doubt) cannot be used")",
        remedy: "correct that file; until then purge and restore refuse, as a running Asterisk may "
          + "lock otherwise, and after a restart it goes by its defaults")
    }
    let mode = configuration.asterisk.lockMode
    let place = mode.origin.map { "\($0)" } ?? "Asterisk's default"
    return .ok("lock-mode", "\(mode.value.rawValue) (\(place))")
  }

  private var ownDomains: Diagnosis {
    let own = OwnDomainInference.infer(
      addresses: configuration.mailboxes.filter { !$0.isMisreadLine }
        .flatMap(\.recipientAddresses),
      serverEmails: Array(Set(configuration.mailboxes.map(\.serverEmail.value))),
      hostName: examination.hostName, settings: examination.settings.assessment)
    let names = own.domains.joined(separator: ", ")
    guard own.isInferred else { return .ok("own-domains", "set: \(names)") }
    return .warn(
      "own-domains", own.domains.isEmpty ? "none known" : "inferred, not set: \(names)",
      remedy: "set ownDomains in '\(examination.settingsPath)': every other domain is external")
  }
}
