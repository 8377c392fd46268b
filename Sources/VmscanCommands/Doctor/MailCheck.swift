import Glibc
import VmscanFormats
import VmscanModel
import VmscanReports
import VmscanSources

/// The evidence of mails: the logs and the stretch of time they cover, and the mailer's journal.
struct MailCheck {
  let examination: Examination

  /// A log silent for longer is not the one the mail server writes to.
  private static let silence = Age.days(3)

  /// Hosts that are told apart; a log may name any number of them.
  private static let mostHosts = 1000
  /// Hosts that are named.
  private static let shownHosts = 5

  func diagnoses() -> [Diagnosis] { logs + [journal] + silentProgram }

  /// A mail program that is named as the mail command and whose log proves nothing.
  private var silentProgram: [Diagnosis] {
    let command = examination.configuration.general.mailCommand.value.description
    let name = command.split(separator: " ").first?.split(separator: "/").last
    guard
      let program = MailLogSupport.table.first(where: {
        $0.method == nil && $0.program == name.map(String.init)
      })
    else { return [] }
    return [
      .warn(
        "mail-program",
        "mailcmd is '\(command)', and no log of \(program.program) can prove a mail: "
          + program.remark, remedy: "mailcmd=/usr/bin/vmscan mailer -- \(command)")
    ]
  }

  private var logs: [Diagnosis] {
    let set = examination.settings.mailLogs
    guard set.isEmpty else { return set.map(log) }
    let found = MailLogPlaces.readable()
    let hint =
      found.isEmpty ? "none at the usual places" : "found: \(found.joined(separator: ", "))"
    return [
      .warn(
        "mail-log", "no mail log is set (\(hint))",
        remedy: "set mailLogs: without a log no mail is proven delivered")
    ]
  }

  private func log(_ path: String) -> Diagnosis {
    let zone =
      examination.settings.mailLogZone.map {
        LogZone.named($0, around: examination.now.epochSeconds)
      } ?? LogZone.system(around: examination.now.epochSeconds)
    // A mail that goes through several queues is reported once for each.
    var seen = DigestSet()
    var hosts: Set<ByteText> = []
    let result = MailLogReader(path: ByteText(path), now: examination.now, zone: zone)
      .read(from: nil) { mail in
        seen.add(mail.messageID.digest())
        if !mail.host.isEmpty, hosts.count < Self.mostHosts { hosts.insert(mail.host) }
      }
    let mails = seen.count()
    let hidden = result.problems.filter(\.hidesData)
    if let problem = hidden.first {
      return .fail(
        "mail-log", "not read: \(problem.sentence.unmasked)",
        remedy: "add the user that scans to the group of the log, often adm")
    }
    guard let first = result.coverage.first, let last = result.coverage.last else {
      return silent(path, result)
    }
    if let problem = result.problems.first {
      return .warn(
        "mail-log", "\(problem.sentence.unmasked) (\(mails) voicemail mails)",
        remedy: "what 'vmscan scan' says of it holds until that is mended")
    }
    let span =
      "'\(path)' covers \(first.from) to \(last.to) with \(mails) voicemail mails\(senders(hosts))"
    let named = Set(examination.settings.pbxHosts.map { $0.lowercased() })
    guard
      named.isEmpty || hosts.isEmpty
        || hosts.contains(where: { named.contains("\($0.lowercased)") })
    else {
      return .warn(
        "mail-log", span + ", and pbxHosts names none of these", remedy: "correct pbxHosts")
    }
    guard last.to >= examination.now - Self.silence else {
      return .warn("mail-log", span, remedy: "it is silent since: is it still written to?")
    }
    return .ok("mail-log", span)
  }

  /// Names the PBXs of a log that shows several.
  private func senders(_ hosts: Set<ByteText>) -> String {
    guard hosts.count > 1 else { return "" }
    let shown = hosts.sorted().prefix(Self.shownHosts).map { "'\($0)'" }
    let rest = hosts.count - shown.count
    return " of " + Wording.list(shown + (rest > 0 ? ["\(rest) more"] : []))
  }

  /// A log that has shown no voicemail mail, whatever mail server wrote it.
  private func silent(_ path: String, _ result: MailLogReadResult) -> Diagnosis {
    let reason = result.problems.last?.detail.unmasked ?? "it is empty"
    guard result.holes.isEmpty else {
      return .warn(
        "mail-log", "'\(path)' proves nothing: \(reason)",
        remedy: "raise the logger's limit, as with RateLimitBurst in journald.conf")
    }
    guard result.recognisedLines > 0 else {
      return .fail(
        "mail-log", "'\(path)' has no line of a known mail server: \(reason)",
        remedy: "name in mailLogs the log of a mail program that is read; the reference lists them")
    }
    return .warn(
      "mail-log", "'\(path)' shows no voicemail mail",
      remedy: "is it the log of the machine that Asterisk hands its mails to?")
  }

  private var journal: Diagnosis {
    let command = "\(examination.configuration.general.mailCommand.value)"
    let path = examination.settings.mailerJournal
    guard command.contains("vmscan") else {
      return .ok("mailer-journal", "not in use: mailcmd is '\(command)'")
    }
    switch PathStatus.look(at: path) {
    case .missing:
      return .warn(
        "mailer-journal", "mailcmd is '\(command)' and there is no journal '\(path)' yet",
        remedy: "after the next voicemail mail there must be one")
    case .hidden(let error):
      return .unchecked(
        "mailer-journal", "cannot look at '\(path)': \(error)", remedy: "run as root")
    case .found(let status) where status.mode & 0o007 != 0:
      return .fail(
        "mailer-journal", "everybody may open '\(path)', mode \(status.modeText)",
        remedy: "chmod o= '\(path)'")
    case .found: return journalContents(path)
    }
  }

  private func journalContents(_ path: String) -> Diagnosis {
    var (mails, last) = (0, nil as Timestamp?)
    let result = MailerJournalReader(directory: ByteText(path), isExpected: true).read { mail in
      mails += 1
      last = max(last ?? mail.accepted, mail.accepted)
    }
    if let problem = result.problems.first(where: \.hidesData) {
      return .fail(
        "mailer-journal", "not read: \(problem)",
        remedy: "make the journal readable for the user that scans")
    }
    if let problem = result.problems.first {
      return .warn(
        "mailer-journal", "\(problem)",
        remedy: "is the disk full, or did anything else write to it?")
    }
    guard let last else {
      return .warn(
        "mailer-journal", "'\(path)' holds no mail yet",
        remedy: "after the next voicemail mail there must be one")
    }
    return .ok("mailer-journal", "'\(path)' holds \(mails) mails, last \(last)")
  }
}
