import VmscanActions
import VmscanAssessment
import VmscanModel
import Yams

/// Reads the YAML settings file: unknown keys and wrong values are faults with their line.
struct SettingsFile {
  private(set) var faults: [SettingsFault] = []
  private let file: String
  /// The key whose value is being read, below those that hold it.
  private var scope: [String] = []

  init(path: String) { file = path }

  /// Applies the file's text to the settings; look at `faults` afterwards.
  mutating func apply(_ text: String, to settings: inout Settings) {
    guard let mapping = mapping(text) else { return }
    for (key, value) in mapping { applyTop(key, value, to: &settings) }
  }

  /// The keys and values of a text; `nil` when it is empty or faulty.
  mutating func mapping(_ text: String) -> Node.Mapping? {
    let (root, found) = YAMLDocument.read(text)
    for fault in found { self.fault(line: fault.line, fault.reason) }
    guard let root else { return nil }
    guard case .mapping(let mapping) = root else {
      fault(root, "the file must hold `key: value` lines")
      return nil
    }
    return mapping
  }

  private mutating func applyTop(_ key: Node, _ value: Node, to settings: inout Settings) {
    guard let known = key.string.flatMap(SettingKey.init(rawValue:)) else {
      return unknown(key, known: SettingKey.allCases.map(\.rawValue).sorted())
    }
    enter(known.rawValue)
    defer { leave() }
    switch known {
    case .asteriskEtc: read(value, path, into: &settings.asteriskEtc)
    case .spool: read(value, path) { settings.spool = $0 }
    case .db: read(value, path, into: &settings.database)
    case .host: read(value, hostName, into: &settings.host)
    case .asteriskVersion: read(value, version) { settings.asteriskVersion = $0 }
    case .mailLogs: read(value, paths, into: &settings.mailLogs)
    case .mailLogZone: read(value, zone) { settings.mailLogZone = $0 }
    case .mailQueueLifetime: read(value, age, into: &settings.mailQueueLifetime)
    case .pbxHosts: read(value, hostNames, into: &settings.pbxHosts)
    case .mailerJournal: read(value, path, into: &settings.mailerJournal)
    case .temporaryDirectories: read(value, paths, into: &settings.temporaryDirectories)
    case .mailer: read(value, command, into: &settings.mailer)
    case .mailFrom: read(value, address) { settings.mailFrom = $0 }
    case .deleteAfterConfirmedEmail:
      let (rules, found) = ConfirmedDeletionSetting.read(value)
      settings.confirmedDeletion = rules
      for (node, reason) in found { fault(node, reason) }
    case .jurisdictions: read(value, jurisdictions, into: &settings.jurisdictions)
    case .failOn: read(value, severity) { settings.failOn = $0 }
    case .fullScanEvery: read(value, age, into: &settings.fullScanEvery)
    case .threads: read(value, positive) { settings.threads = $0 }
    case .ami: applyManager(value, to: &settings)
    case .quarantine: read(value, path) { settings.quarantine = $0 }
    case .quarantineFor: read(value, age, into: &settings.quarantineFor)
    case .policyFile: read(value, path) { settings.policyFile = $0 }
    case .keepHistory: read(value, limit, into: &settings.keepHistory)
    case .keepRuns: read(value, positive, into: &settings.keepRuns)
    case .backup: applyBackup(value, to: &settings)
    case .publish: applyPublish(value, to: &settings)
    case .metricsFile: read(value, path) { settings.metricsFile = $0 }
    case .ownDomains: read(value, domains, into: &settings.assessment.ownDomains)
    case .approvedDomains: read(value, domains, into: &settings.assessment.approvedDomains)
    case .personalDomains: read(value, domains, into: &settings.assessment.personalDomains)
    case .notPersonalDomains: read(value, domains, into: &settings.assessment.notPersonalDomains)
    case .disposableDomains: read(value, domains, into: &settings.assessment.disposableDomains)
    case .notDisposableDomains:
      read(value, domains, into: &settings.assessment.notDisposableDomains)
    case .minimumPINLength: read(value, positive, into: &settings.assessment.minimumPINLength)
    case .sharedPINThreshold: read(value, pair, into: &settings.assessment.sharedPINThreshold)
    case .sharedAddressThreshold:
      read(value, pair, into: &settings.assessment.sharedAddressThreshold)
    case .staleAfter: read(value, age, into: &settings.assessment.staleAfter)
    case .retention:
      var never: Set<RetentionClass> = []
      applyRetention(value, to: &settings.assessment.retention, never: &never)
    case .phoneNumbers: applyPhoneNumbers(value, to: &settings.assessment)
    case .skipRules: read(value, rules, into: &settings.assessment.skippedRules)
    }
  }

  private mutating func applyBackup(_ value: Node, to settings: inout Settings) {
    var backup = BackupSettings(directory: "")
    for (key, value) in value.mapping ?? [:] {
      switch key.string ?? "" {
      case "directory": read(value, of: "directory", path, into: &backup.directory)
      case "keep": read(value, of: "keep", positive, into: &backup.keep)
      default: unknown(key, known: ["directory", "keep"])
      }
    }
    guard !backup.directory.isEmpty else {
      return fault(value, "expected a directory, and keep, how many backups stay")
    }
    settings.backup = backup
  }

  private mutating func applyPublish(_ value: Node, to settings: inout Settings) {
    var publish = PublishSettings(to: "")
    for (key, value) in value.mapping ?? [:] {
      switch key.string ?? "" {
      case "to": read(value, of: "to", string, into: &publish.to)
      case "reader": read(value, of: "reader", reader, into: &publish.reader)
      default: unknown(key, known: ["to", "reader"])
      }
    }
    guard !publish.to.isEmpty else {
      return fault(value, "expected to, a URL, and reader: officer, auditor or admin")
    }
    settings.publish = publish
  }

  private mutating func applyManager(_ value: Node, to settings: inout Settings) {
    guard case .mapping(let mapping) = value else {
      return fault(value, "expected user and secret, and maybe host and port")
    }
    var manager = ManagerSettings(user: "", secret: "")
    for (key, value) in mapping {
      switch key.string ?? "" {
      case "host": read(value, of: "host", string, into: &manager.host)
      case "port": read(value, of: "port", port, into: &manager.port)
      case "user": read(value, of: "user", string, into: &manager.user)
      case "secret": read(value, of: "secret", string, into: &manager.secret)
      // A secret that follows its key without colon and blank is a part of the key.
      default: fault(key, "unknown key; known: host, port, secret, user")
      }
    }
    guard !manager.user.isEmpty, !manager.secret.isEmpty else {
      return fault(value, "user and secret are needed")
    }
    settings.manager = manager
  }

  /// Reads an age for each class of folders; `never` gets those for which it stands there instead.
  mutating func applyRetention(
    _ value: Node, to policy: inout RetentionPolicy, never: inout Set<RetentionClass>
  ) {
    guard case .mapping(let mapping) = value else {
      return fault(value, "expected unheard, old, saved and deleted, each an age or never")
    }
    for (key, value) in mapping {
      guard let kind = key.string.flatMap(RetentionClass.init(rawValue:)) else {
        unknown(key, known: RetentionClass.allCases.map(\.rawValue))
        continue
      }
      if value.scalar?.string == "never" { never.insert(kind) }
      switch kind {
      case .unheard: read(value, of: kind.rawValue, limit, into: &policy.unheard)
      case .old: read(value, of: kind.rawValue, limit, into: &policy.old)
      case .saved: read(value, of: kind.rawValue, limit, into: &policy.saved)
      case .deleted: read(value, of: kind.rawValue, limit, into: &policy.deleted)
      }
    }
  }

  private mutating func applyPhoneNumbers(_ value: Node, to settings: inout AssessmentSettings) {
    guard case .mapping(let mapping) = value else {
      return fault(
        value, "expected lines such as `\"1001@default\": [\"+3225550123\"]`")
    }
    for (key, value) in mapping {
      guard let id = key.string.flatMap(MailboxID.init(parsing:)) else {
        fault(key, "\(PlainWord.quoted(key.string, else: "this")) is not BOX@CONTEXT")
        continue
      }
      read(value, strings) { numbers in
        settings.phoneNumbers[id] = numbers.map { $0.filter { $0.isASCII && $0.isNumber } }
      }
    }
  }
}

// MARK: - Faults

extension SettingsFile {
  /// Faults from here on are of this key, which holds those that follow.
  mutating func enter(_ key: String) { scope.append(key) }

  mutating func leave() { scope.removeLast() }

  mutating func read<Value>(
    _ node: Node, of key: String, _ reading: Reading<Value>, into target: inout Value
  ) {
    enter(key)
    defer { leave() }
    read(node, reading, into: &target)
  }

  mutating func fault(_ node: Node?, _ reason: String) { fault(line: node?.mark?.line, reason) }

  /// A key that means nothing, named when it can be no more than misspelt.
  mutating func unknown(_ key: Node, known: [String]) {
    let typed = PlainWord.letters(key.string)
    let name = typed.map { " '\($0)'" } ?? ""
    if let meant = typed.flatMap({ Nearest.word(to: $0, among: known) }) {
      return fault(key, "unknown key\(name); did you mean '\(meant)'?")
    }
    fault(key, "unknown key\(name); known: \(known.joined(separator: ", "))")
  }

  private mutating func fault(line: Int?, _ reason: String) {
    let key = scope.isEmpty ? "" : scope.joined(separator: ".") + ": "
    faults.append(
      SettingsFault(place: file + (line.map { ":\($0)" } ?? ""), reason: key + reason))
  }
}
