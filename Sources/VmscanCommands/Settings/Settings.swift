import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSystem

/// Every setting, resolved: flag over environment over file over default.
struct Settings: Sendable {
  var asteriskEtc = "/etc/asterisk"
  /// The directory that holds the contexts; `nil` means what `asterisk.conf` says.
  var spool: String?
  /// Mends a path that was typed in bytes that are no UTF-8.
  var rawArguments = RawArguments()
  var spoolPath: ByteText? { spool.map(rawArguments.path) }
  /// Name of this machine in history; empty until it is resolved.
  var host = ""
  var database = "/var/lib/vmscan/vmscan.db"
  /// Whether the directory of the history is made when it does not exist.
  var createsDirectory = false
  /// Release of Asterisk when it cannot be seen from the machine.
  var asteriskVersion: AsteriskVersion?
  var mailLogs: [String] = []
  /// Zone of mail log times that carry none, such as `Europe/Brussels`; `nil` is the machine's.
  var mailLogZone: String?
  /// How long the mail server keeps a mail that it cannot deliver.
  var mailQueueLifetime = Age.days(5)
  /// Hosts in the Message-IDs of this PBX's mails; none lets the scan find out.
  var pbxHosts: [String] = []
  /// Directory of the proof-keeping mail command's journal.
  var mailerJournal = MailerCommand.defaultJournal
  /// Directories where Asterisk leaves mails it could not hand over.
  var temporaryDirectories = ["/tmp"]
  /// Command that takes a mail on standard input, run without a shell.
  var mailer = ["/usr/sbin/sendmail", "-t", "-i"]
  /// Sender of digests; `nil` leaves it to the mailer.
  var mailFrom: MailAddress?
  var assessment = AssessmentSettings()
  /// `deleteAfterConfirmedEmail`: mailed messages that a purge may remove after delivery.
  var confirmedDeletion = ConfirmedDeletionRules()
  var failOn: Severity?
  /// Whose requirements reports name; none means all.
  var jurisdictions: Set<Jurisdiction> = []
  /// Asterisk's manager interface, for message lights and for purging through Asterisk.
  var manager: ManagerSettings?
  /// Directory of the quarantine; `nil` is `vmscan-quarantine` beside the spool.
  var quarantine: String?
  /// How long removed messages wait there.
  var quarantineFor = Age.days(7)
  /// The retention policy file.
  var policyFile: String?
  var threads: Int?
  /// Mailboxes that were read longer ago are read again even when nothing seems to have changed.
  var fullScanEvery = Age.days(7)
  /// Runs older than this are removed by the nightly maintenance; `nil` keeps all.
  var keepHistory: Age?
  /// So many runs of every site stay whatever their age, also when the clock has jumped ahead.
  var keepRuns = 30
  var backup: BackupSettings?
  /// The fleet that runs are published to, and what leaves this machine; `nil` for none.
  var publish: PublishSettings?
  /// Where the nightly job leaves metrics for Prometheus' textfile collector.
  var metricsFile: String?
  /// The settings file that was read; `nil` when there is none.
  var file: String?
}

extension Settings {
  /// Whether a text can stand for a machine in history, where a colon would end it.
  static func isHostName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count < 256
      && text.utf8.allSatisfy { byte in
        let letter = byte | 0x20
        return byte >= 0x30 && byte <= 0x39 || letter >= 0x61 && letter <= 0x7A
          || byte == 0x2D || byte == 0x2E || byte == 0x5F
      }
  }

  /// Gives Asterisk's directories their one name: history knows a site by it, whatever was typed.
  mutating func nameDirectories() {
    if let etc = ByteText(asteriskEtc).canonicalPath.utf8String { asteriskEtc = etc }
    guard let spoolPath else { return }
    // Bytes that are no UTF-8 stay with what was typed; the configuration's reader resolves them.
    if let name = spoolPath.canonicalPath.utf8String { spool = name }
  }
}

/// One fault in the settings; all are reported together.
struct SettingsFault: Sendable, Hashable, CustomStringConvertible {
  /// A file with its 1-based line, a flag or a variable of the environment.
  var place: String
  var reason: String

  var description: String { "\(place): \(reason)" }
}

/// The settings cannot be used.
struct SettingsError: Error, CustomStringConvertible {
  var faults: [SettingsFault]

  /// The first fault, on one line.
  var summary: String {
    let others = faults.count - 1
    let first = faults.first?.description ?? ""
    return others > 0 ? "\(first) (and \(others) more)" : first
  }

  var description: String {
    let head =
      faults.count == 1 ? "1 fault in the settings" : "\(faults.count) faults in the settings"
    return
      ([head] + faults.map { "  \($0)" }
      + ["nothing was done; correct the settings and run again"]).joined(separator: "\n")
  }
}
