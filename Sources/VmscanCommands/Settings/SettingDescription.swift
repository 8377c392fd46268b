/// What the commented sample and the manual page vmscan.yaml(5) say about one setting.
struct SettingDescription {
  /// What holds without the setting.
  enum Default: Hashable {
    /// A value as the file would hold it.
    case value(String)
    /// What no value can say.
    case words(String)

    var line: String {
      switch self {
      case .value(let text), .words(let text): "Default: \(text)"
      }
    }
  }

  var key: SettingKey
  var standard: Default
  /// Full sentences, without the default.
  var meaning: String
  /// A value on one line, as the file holds it behind the key.
  var example: String

  init(_ key: SettingKey, _ standard: Default, example: String, _ meaning: String) {
    self.key = key
    self.standard = standard
    self.example = example
    self.meaning = meaning
  }
}

extension SettingDescription {
  /// Every setting once, in the order of the sample.
  static let all: [SettingDescription] = places + judgement + removal + upkeep

  private static let places = [
    SettingDescription(
      .asteriskEtc, .value("/etc/asterisk"), example: "/etc/asterisk",
      "Asterisk's configuration directory."),
    SettingDescription(
      .spool, .words("what asterisk.conf says, astspooldir with /voicemail"),
      example: "/var/spool/asterisk/voicemail", "The directory that holds the contexts."),
    SettingDescription(
      .asteriskVersion, .words("the installed release, else the newest"), example: #""20.5.0""#,
      "The release of Asterisk, in quotes, for when it cannot be asked."),
    SettingDescription(
      .mailLogs, .words("none"), example: "[/var/log/mail.log]",
      "Mail logs, with their rotated predecessors, for proof that a mail was delivered. While one of "
        + "them cannot be read or is of no use, 'purge --emailed' removes nothing that is only inferred "
        + "to have been mailed: name none that has no voicemail mail."),
    SettingDescription(
      .mailLogZone, .words("the machine's"), example: "Europe/Brussels",
      "The time zone of mail logs whose times name none."),
    SettingDescription(
      .mailQueueLifetime, .value("5d"), example: "5d",
      "How long the mail server keeps a mail that it cannot deliver (Postfix's "
        + "maximal_queue_lifetime, Sendmail's Timeout.queuereturn). A mail without a final word in "
        + "the log for longer than that was not delivered."),
    SettingDescription(
      .pbxHosts, .words("found out"), example: "[pbx1.example.com, pbx2.example.com]",
      "The hosts that this PBX's mails name behind the @ of their Message-ID, as where two machines "
        + "work on one spool. Mails of other hosts then prove nothing. Without it a host counts that "
        + "is called as this machine is, or whose mails fit messages here; where no two mail "
        + "side by side, any."),
    SettingDescription(
      .mailerJournal, .value("/var/lib/vmscan/mailer"), example: "/var/lib/vmscan/mailer",
      "The directory in which 'vmscan mailer' keeps proof of mails, for the scan to read. The "
        + "mailer itself reads no settings: give it --journal."),
    SettingDescription(
      .temporaryDirectories, .value("[/tmp]"), example: "[/tmp, /var/tmp]",
      "Directories in which mails are looked for that Asterisk wrote and could not hand over; [] "
        + "looks nowhere."),
    SettingDescription(
      .db, .value("/var/lib/vmscan/vmscan.db"), example: "/var/lib/vmscan/vmscan.db",
      "The history of runs, evidence and actions."),
    SettingDescription(
      .host, .words("what the machine calls itself"), example: "pbx1",
      "The name of this machine in history, where a site is a host with its spool and configuration. "
        + "Set it where the machine's own name changes, as in a container: under another name "
        + "every finding is new."),
    SettingDescription(
      .threads, .words("8 per processor, at most 16"), example: "4", "Threads that read the spool."),
    SettingDescription(
      .fullScanEvery, .value("7d"), example: "7d",
      "A scan reads only mailboxes in which a directory has changed, and every mailbox after this "
        + "time ('vmscan scan --full' reads all of them now)."),
  ]

  private static let judgement = [
    SettingDescription(
      .ownDomains, .words("guessed from the addresses in use"), example: "[example.com]",
      "Your own mail domains, each with its subdomains. Every other domain is external."),
    SettingDescription(
      .approvedDomains, .words("none"), example: "[partner.example]",
      "Domains of partners to which recordings may be mailed."),
    SettingDescription(
      .personalDomains, .words("the list that comes with vmscan"), example: "[mail.example]",
      "More domains at which everybody can have a private account."),
    SettingDescription(
      .notPersonalDomains, .words("none"), example: "[provider.example]",
      "Domains of that list that are no private accounts here."),
    SettingDescription(
      .disposableDomains, .words("the list that comes with vmscan"), example: "[throwaway.example]",
      "More domains of throw-away mail services."),
    SettingDescription(
      .notDisposableDomains, .words("none"), example: "[alias.example]",
      "Domains of that list that are no throw-away service here."),
    SettingDescription(
      .minimumPINLength, .value("6"), example: "6",
      "The fewest digits of a PIN that is no finding."),
    SettingDescription(
      .sharedPINThreshold, .value("2"), example: "3",
      "A PIN shared by at least this number of mailboxes is a finding."),
    SettingDescription(
      .sharedAddressThreshold, .value("2"), example: "3",
      "An address that at least this number of mailboxes mail to is a finding."),
    SettingDescription(
      .phoneNumbers, .words("none"), example: #"{"1001@default": ["+32 2 555 01 23"]}"#,
      "Phone numbers of mailboxes, so that a PIN made of one is found."),
    SettingDescription(
      .staleAfter, .value("90d"), example: "180d",
      "A mailbox that had no message and no sign of its owner for this time is stale."),
    SettingDescription(
      .retention, .value("{unheard: 90d, old: 90d, saved: 1y, deleted: 30d}"),
      example: "{unheard: 90d, old: 30d, saved: 1y, deleted: never}",
      "How long messages may be kept before it is a finding: unheard (INBOX and Urgent), old (Old), "
        + "saved (all other folders) and deleted (Deleted), each an age or never. What is not "
        + "named keeps its default."),
    SettingDescription(
      .skipRules, .words("none"), example: "[VM-601]",
      "Rules that are not applied ('vmscan rules' lists them)."),
    SettingDescription(
      .jurisdictions, .words("all"), example: "[eu, uk]",
      "Whose laws and guides reports name beside findings: eu, uk, us, usFederal. International "
        + "standards are always named."),
    SettingDescription(
      .failOn, .words("no finding does"), example: "high",
      "End scan and report with status 1 when a finding is at least this severe: critical, high, "
        + "medium, low or informational."),
  ]

  private static let removal = [
    SettingDescription(
      .policyFile, .words("none"), example: "/etc/vmscan/policy.yaml",
      "The retention policy: who answers for it, what may go after how long and what must be kept. "
        + "'vmscan purge' keeps what it protects; 'vmscan policy test' says which rule decides."),
    SettingDescription(
      .deleteAfterConfirmedEmail, .value("never"),
      example: #"{default: 1d, contexts: {sales: 2d}, mailboxes: {"1001@default": 12h}}"#,
      "How long after its mail with the recording has reached every recipient a message may go, "
        + "which 'vmscan purge --confirmed' then removes: an age for all, or ages by place, where "
        + "the nearest counts."),
    SettingDescription(
      .quarantine, .words("vmscan-quarantine beside the spool"),
      example: "/var/spool/asterisk/vmscan-quarantine",
      "The directory in which purged messages wait. Elsewhere than below /var/spool/asterisk, "
        + "vmscan-expire.service and vmscan-purge.service need it in their ReadWritePaths."),
    SettingDescription(
      .quarantineFor, .value("7d"), example: "30d",
      "How long purged messages wait there before 'vmscan maintain --quarantine' unlinks them."),
    SettingDescription(
      .ami, .words("no manager is used"),
      example: "{host: 127.0.0.1, port: 5038, user: vmscan, secret: change-me}",
      "Asterisk's manager interface, for message lights and 'vmscan purge --engine asterisk': user "
        + "and secret as in manager.conf, host (127.0.0.1) and port (5038) unless they are these. "
        + "The file must then be closed to others: chmod 0640."),
  ]

  private static let upkeep = [
    SettingDescription(
      .keepHistory, .value("never"), example: "6y",
      "Runs older than this are removed from history by the nightly job; never keeps all."),
    SettingDescription(
      .keepRuns, .value("30"), example: "30",
      "The number of runs of each site that stay whatever their age."),
    SettingDescription(
      .backup, .words("none is made"), example: "{directory: /var/lib/vmscan/backup, keep: 7}",
      "Where the nightly job puts a copy of the history, and how many stay (7)."),
    SettingDescription(
      .publish, .words("nothing leaves this machine"),
      example: "{to: \"postgres://pbx1@db.example.com/vmscan\", reader: officer}",
      "The PostgreSQL database to which the nightly job sends new runs, for 'vmscan fleet', and what "
        + "it may hold: no names and no local parts of addresses (officer, the default), initials "
        + "(auditor), or both whole (admin); never a PIN, a secret, a caller or audio. A password "
        + "belongs into ~/.pgpass; with one in the URL the file must be closed to others."),
    SettingDescription(
      .metricsFile, .words("none"),
      example: "/var/lib/prometheus/node-exporter/vmscan.prom",
      "Metrics for Prometheus' node exporter (textfile collector), written by the nightly job."),
    SettingDescription(
      .mailer, .value("/usr/sbin/sendmail -t -i"), example: "/usr/bin/msmtp -t",
      "The command that takes the mails of --mail-to on standard input; no shell reads it."),
    SettingDescription(
      .mailFrom, .words("what the mailer puts"), example: "vmscan@example.com",
      "The sender of these mails."),
  ]
}
