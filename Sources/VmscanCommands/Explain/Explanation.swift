import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanSources
import VmscanStore

/// Gathers the facts about one mailbox or one of its messages.
struct Explanation {
  private(set) var site: Site
  let judge: MailboxJudge
  let configured: ConfiguredMailbox?
  let directory: SpoolMailbox?
  /// Who reads it, with what must not be shown.
  let redaction: Redaction
  let store: HistoryStore
  private(set) var problems: [SourceProblem]
  /// What a mail log that was given cannot say.
  let evidenceProblems: [SourceProblem]

  /// What a decision cannot rest on.
  var doubts: DecisionDoubts { DecisionDoubts(site, evidence: evidenceProblems) }

  /// - Throws: `CommandFailure` when neither configuration nor spool knows the mailbox.
  init(
    site: Site, mailbox: MailboxID, redaction: Redaction = .standard, progress: Progress
  ) throws {
    self.site = site
    self.redaction = redaction
    let evidence = try EvidenceAtHand(site: site, progress: progress)
    store = evidence.store
    evidenceProblems = evidence.problems
    judge = try MailboxJudge(site: site, store: store, evidence: evidence.evidence)
    configured = judge.join.configured(for: mailbox)
    let source = site.source()
    directory =
      source.readMailbox(mailbox) ?? configured.flatMap { source.readMailbox($0.id) }
    problems =
      site.configuration.coverage.problems + evidence.problems + (directory?.problems ?? [])
    guard configured != nil || directory != nil else {
      let isRead = site.configuration.status.isUsable
      let remedy =
        isRead
        ? "'vmscan mailboxes' lists the configured ones"
        : "Asterisk would not load the configuration; 'vmscan scan' names the line"
      throw CommandFailure(
        isRead ? .usage : .badConfiguration,
        """
        cannot find mailbox '\(mailbox)': neither configured nor in spool '\(site.spool)'
        \(remedy)
        """)
    }
  }

  var id: MailboxID {
    configured?.id ?? directory?.id ?? MailboxID(context: "", mailbox: "")
  }

  /// How far the answer can be relied on.
  var status: ExitStatus {
    site.configurationStatus.merged(
      with: problems.contains(where: \.hidesData) ? .incomplete : .success)
  }

  /// Everything about the mailbox.
  ///
  /// `devices`: those of the site; those that open the mailbox are shown.
  /// - Throws: `CommandFailure` when the policy or history cannot be read.
  mutating func sheet(devices: [DeviceVerdict] = []) throws -> FactSheet {
    site.configuration.addNumbers(of: devices.lazy.map(\.device))
    let facts = facts()
    return FactSheet(
      title: "mailbox \(id)",
      sections: [
        configurationSection(), destinationSection(), pinSection(), deviceSection(devices),
      ].compactMap { $0 }
        + [spoolSection(facts), try retentionSection(facts), try findingSection(facts)])
  }

  /// Devices that open it; `nil` without one.
  private func deviceSection(_ devices: [DeviceVerdict]) -> FactSection? {
    let rows = devices.flatMap { verdict in
      verdict.device.mailboxes.filter {
        verdict.device.isLoaded && $0.mailbox.folded == id.folded
      }.map { link in
        let danger: Sentence =
          verdict.severity.map { ", \(word: $0.rawValue): somebody else can use it" } ?? ""
        let guess: Sentence = link.isGuess ? ", guessed: no context is written" : ""
        return Fact(
          label: "\(word: verdict.device.kind.rawValue) device",
          value: "\(setting: verdict.device.name)\(danger)\(guess)",
          origin: "\(verdict.device.origin)")
      }
    }
    return rows.isEmpty ? nil : FactSection(title: "Devices that open it", rows: rows)
  }

  private mutating func facts() -> MailboxFacts {
    if let directory {
      let judged = judge.judge(directory)
      problems += judged.problems.filter { !problems.contains($0) }
      return judged.facts
    }
    return configured.map(judge.summarizer.facts(of:))
      ?? MailboxFacts(id: id, isConfigured: false, hasDirectory: false)
  }

  // MARK: - One message

  /// The message as retention decides about it.
  ///
  /// - Throws: `CommandFailure` when there is no such message.
  mutating func candidate(_ text: String) throws -> CandidateMessage {
    let (directory, index) = try message(text)
    let grades = judge.grades(of: directory, configured: configured, noting: &problems)
    return CandidateMessage(
      directory.messages[index], in: directory, grade: grades[index],
      isOrphaned: configured == nil)
  }

  private func message(_ text: String) throws -> (SpoolMailbox, Int) {
    if let directory, let index = find(text, in: directory) { return (directory, index) }
    let unread = directory?.problems.filter { $0.hidesData && mayHide($0, message: text) } ?? []
    guard unread.isEmpty else {
      throw CommandFailure(
        .incomplete,
        (["cannot tell whether mailbox '\(id)' has message '\(text)'"]
          + unread.map { "not read: \(TerminalText.escape($0.description))" })
          .joined(separator: "\n"))
    }
    throw CommandFailure(
      .usage,
      """
      cannot find message '\(text)' of mailbox '\(id)'
      name it as FOLDER/NUMBER, such as INBOX/3, or by its msg_id; 'vmscan messages' lists them
      """)
  }

  /// Whether the message may lie where something was not read; a msg_id may lie in any folder.
  private func mayHide(_ problem: SourceProblem, message text: String) -> Bool {
    guard let directory, let (folder, _) = Self.place(text) else { return true }
    let mailbox = "\(site.spool)/\(directory.id.context)/\(directory.id.mailbox)"
    return !Folder.allCases.contains { other in
      other != folder && "\(problem.path)/".hasPrefix("\(mailbox)/\(other)/")
    }
  }

  /// Everything about one message.
  ///
  /// - Throws: `CommandFailure` when there is no such message.
  mutating func sheet(ofMessage text: String) throws -> FactSheet {
    let (directory, index) = try message(text)
    let record = directory.messages[index]
    let verdict = judge.verdict(of: index, in: directory, noting: &problems)
    return FactSheet(
      title: "message \(record.folder)/\(record.number) of mailbox \(id)",
      sections: [
        envelopeSection(record, in: directory), verdictSection(verdict),
        try retentionSection(of: try candidate(text)),
      ])
  }

  private func find(_ text: String, in directory: SpoolMailbox) -> Int? {
    guard let (folder, number) = Self.place(text) else {
      let wanted = ByteText(unescaping: text)
      return directory.messages.firstIndex {
        !wanted.isEmpty && directory.string($0.messageID) == wanted
      }
    }
    return directory.messages.firstIndex { $0.folder == folder && $0.number == number }
  }

  /// FOLDER/NUMBER; the number is `nil` when it is none, everything when it is a msg_id.
  private static func place(_ text: String) -> (folder: Folder, number: Int32?)? {
    let parts = text.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let folder = Folder(parsing: String(parts[0])) else { return nil }
    return (folder, Int32(parts[1].hasPrefix("msg") ? parts[1].dropFirst(3) : parts[1]))
  }

  private func envelopeSection(_ record: MessageRecord, in directory: SpoolMailbox) -> FactSection {
    let place =
      "\(site.spool)/\(directory.id.context)/\(directory.id.mailbox)/\(record.folder.name)"
    return FactSection(
      title: "Envelope",
      rows: [
        Fact(label: "folder", value: "\(path: place)")
      ] + (directory.table.map { [row(record, of: $0, place)] } ?? []) + [
        Fact(
          label: "msg_id",
          value: directory.string(record.messageID).orNone { .word($0.description) }),
        Fact(
          label: "recorded",
          value: record.origtime.map { "\($0), \(word: Wording.age(of: $0, now: site.now))" }
            ?? "not known: the envelope has no usable origtime", origin: "origtime"),
        Fact(
          label: "length",
          value: record.duration.map { "\(word: Wording.length(seconds: $0))" } ?? "not known",
          origin: "duration"),
        Fact(
          label: "size",
          value: directory.table == nil
            ? "\(ByteCount(record.bytes)) in \(Int(record.fileCount), "file"), envelope included"
            : "\(ByteCount(record.bytes)) in the row's recording, one format of those recorded"),
        Fact(
          label: "caller", value: directory.string(record.callerID).orNone { .caller($0) },
          origin: "callerid"),
        Fact(
          label: "first left for",
          value: directory.string(record.origMailbox).orNone { .setting($0) }),
        Fact(
          label: "problems",
          value: record.problems.isEmpty
            ? "none" : "\(word: record.problems.names.joined(separator: ", "))"),
      ])
  }

  /// Where the row is, in the words of a query.
  private func row(_ record: MessageRecord, of table: ByteText, _ place: String) -> Fact {
    Fact(
      label: "row", value: "dir = '\(path: place)' and msgnum = \(record.number)",
      origin: "\(path: table)")
  }

  private func verdictSection(_ verdict: EmailVerdict) -> FactSection {
    var rows = [Fact(label: "grade", value: "\(word: verdict.grade.rawValue)")]
    rows += verdict.reasons.map { Fact(label: "because", value: $0) }
    if let mail = verdict.mail {
      rows.append(Fact(label: "mail", value: "\(word: mail.description)"))
    }
    rows += verdict.recipients.map { recipient in
      let alias: Sentence =
        recipient.isAdded
        ? " (added by a filter)"
        : recipient.originalAddress.map { " (sent to \(address: $0))" } ?? ""
      return Fact(
        label: "recipient",
        value: """
          \(address: recipient.address)\(alias): \(word: recipient.status.rawValue) \
          \(recipient.time)
          """,
        origin: recipient.detail.isEmpty ? "" : "\(text: recipient.detail)")
    }
    return FactSection(title: "Was it e-mailed?", rows: rows)
  }
}

extension ByteText {
  /// The text, or a word for its absence.
  func orNone(_ argument: (ByteText) -> Sentence.Argument) -> Sentence {
    isEmpty ? "none" : Sentence(argument(self))
  }
}
