import VmscanFormats
package import VmscanModel

/// Reads everything that opens an Asterisk from outside, one reader for each of its subsystems.
///
/// Files are read and nothing else: no program is run and no server asked. Never fails; what
/// cannot be read is in `coverage`, and what Asterisk refuses in `faults`.
package enum CredentialConfigReader {
  private static let attempts = 3

  /// The configuration is that of the voicemail of the same site: directory, release, PINs.
  package static func read(_ configuration: VoicemailConfiguration) -> CredentialInventory {
    var (inventory, changed) = pass(configuration)
    for _ in 1..<attempts where changed != nil { (inventory, changed) = pass(configuration) }
    if let changed {
      inventory.coverage.problems.append(
        SourceProblem(.partial, path: changed, detail: "it changed whenever it was read"))
    }
    return inventory
  }

  private static func pass(
    _ configuration: VoicemailConfiguration
  ) -> (inventory: CredentialInventory, changed: ByteText?) {
    var files = CredentialFiles(configuration.asterisk)
    let modules = ModulePlan(
      files.load("modules.conf", tellsFaults: false), version: files.rules.version)
    let acls = NamedAccessLists(&files)
    let users = UsersFile(files.rules.readsUsersConf ? files.load("users.conf") : nil)
    let dialplan = DialplanReader(
      &files, modules: modules, mailboxes: configuration.mailboxes)
    let manager = ManagerReader(&files, users: users, acls: acls)
    var http = HTTPReader(
      &files, users: users, modules: modules, acls: acls, switches: CredentialSwitches())
    let pjsip = PJSIPReader(
      &files, modules: modules, acls: acls, hasWebSocketListener: http.families)
    http.finish(provisioning: pjsip.accounts, managerWeb: manager.isWebEnabled)
    let sip = SIPReader(
      &files, users: users, modules: modules, acls: acls, switches: http.switches)
    let iax = IAXReader(&files, users: users, modules: modules, acls: acls)

    var inventory = CredentialInventory()
    inventory.devices = pjsip.devices + sip.devices + iax.devices
    inventory.devices += unread(users, files)
    inventory.accounts = manager.accounts + http.accounts + dialplan.accounts
    inventory.listeners = pjsip.listeners + sip.listeners + iax.listeners + manager.listeners
    inventory.listeners += http.listeners
    inventory.switches = sip.switches
    inventory.switches.noAuthenticator = pjsip.noAuthenticator
    inventory.switches.tellsNames = sip.switches.tellsNames ?? pjsip.tellsNames
    inventory.switches.amiEnabled = manager.isEnabled
    inventory.switches.amiWeb = manager.isWebEnabled
    inventory.switches.noCallToken = iax.noCallToken
    inventory.referenced = dialplan.referenced
    inventory.knowsReferences = dialplan.isWhole
    noteDatabases(&files)
    inventory.faults = files.faults
    inventory.certificates = files.certificates
    inventory.secretFiles = files.secretFiles
    inventory.coverage.problems = files.problems
    inventory.hasFiles = files.isAnyThere
    return (inventory, files.firstChanged())
  }

  /// Sections of a `users.conf` that the release does not read any more.
  private static func unread(_ users: UsersFile, _ files: CredentialFiles) -> [Device] {
    guard users.file == nil, !files.rules.readsUsersConf else { return [] }
    var files = files
    guard let file = files.load("users.conf", tellsFaults: false) else { return [] }
    return file.conf.visibleSections.filter { !$0.isNamed("general") }.map { section in
      var device = Device(
        kind: .users, name: ByteText(bytes: section.name), origin: file.origin(section))
      device.fault = .moduleNotLoaded
      return device
    }
  }

  /// `extconfig.conf`: devices and users that live in a database.
  private static func noteDatabases(_ files: inout CredentialFiles) {
    guard let file = files.load("extconfig.conf", tellsFaults: false), file.isUsable else { return }
    let families: [(StaticString, String)] = [
      ("sippeers", "SIP devices"), ("sipusers", "SIP devices"), ("iaxpeers", "IAX devices"),
      ("iaxusers", "IAX devices"), ("pjsip.conf", "PJSIP's configuration"),
      ("sip.conf", "the configuration of SIP"), ("iax.conf", "the configuration of IAX"),
      ("manager.conf", "the configuration of the manager interface"),
      ("http.conf", "the configuration of the web server"),
      ("extensions.conf", "the dialplan"), ("extensions", "parts of the dialplan"),
      ("users.conf", "users"), ("ari.conf", "the configuration of ARI"),
      ("pjsip_wizard.conf", "PJSIP's configuration"), ("sorcery.conf", "PJSIP's configuration"),
      ("acl.conf", "access lists"),
    ]
    for variable in file.conf.section("settings")?.variables ?? [] {
      guard variable.value.contains(UInt8(ascii: ",")),
        let (_, what) = families.first(where: { variable.isNamed($0.0) })
      else { continue }
      let origin = file.origin(variable)
      files.add(
        SourceProblem(
          .elsewhere, path: origin.file, line: origin.line,
          detail: "\(word: what) live in a database; they are not read", hidesData: false))
    }
  }
}
