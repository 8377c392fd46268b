/// The keys of the settings file, in the order in which they are described.
enum SettingKey: String, CaseIterable {
  // Where things are.
  case asteriskEtc, spool, asteriskVersion, mailLogs, mailLogZone, mailQueueLifetime
  case pbxHosts
  case mailerJournal, temporaryDirectories, db, host, threads, fullScanEvery
  // How it is judged.
  case ownDomains, approvedDomains, personalDomains, notPersonalDomains, disposableDomains
  case notDisposableDomains, minimumPINLength, sharedPINThreshold, sharedAddressThreshold
  case phoneNumbers, staleAfter, retention, skipRules, jurisdictions, failOn
  // What removes.
  case policyFile, deleteAfterConfirmedEmail, quarantine, quarantineFor, ami
  // What the nightly job does, and who is notified.
  case keepHistory, keepRuns, backup, publish, metricsFile, mailer, mailFrom
}

/// The variables of the environment that settings come from.
enum SettingVariable: String, CaseIterable {
  case config = "VMSCAN_CONFIG"
  case asteriskEtc = "VMSCAN_ASTERISK_ETC"
  case spool = "VMSCAN_SPOOL"
  case database = "VMSCAN_DB"
  case host = "VMSCAN_HOST"
  case ownDomains = "VMSCAN_OWN_DOMAINS"
  case mailLogs = "VMSCAN_MAIL_LOGS"
  case mailerJournal = "VMSCAN_MAILER_JOURNAL"

  var meaning: String {
    switch self {
    case .config: "the settings file; --config beats it"
    case .asteriskEtc: "for asteriskEtc"
    case .spool: "for spool"
    case .database: "for db"
    case .host: "for host"
    case .ownDomains: "for ownDomains; a comma between two"
    case .mailLogs: "for mailLogs; a colon between two"
    case .mailerJournal: "where 'vmscan mailer' keeps its journal, for it reads no settings"
    }
  }

  func value(in environment: [String: String]) -> String? { environment[rawValue] }
}
