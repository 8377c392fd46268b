import VmscanFormats
import VmscanModel

/// Reads the manager interface: `manager.conf` and the users of `users.conf`.
struct ManagerReader {
  private(set) var accounts: [Account] = []
  private(set) var listeners: [Listener] = []
  private(set) var isEnabled = false
  private(set) var isWebEnabled = false
  private let acls: NamedAccessLists
  private var families = AddressFamilies(ipv4: true, ipv6: true)

  init(_ files: inout CredentialFiles, users: UsersFile, acls: NamedAccessLists) {
    self.acls = acls
    guard let file = files.load("manager.conf") else { return }
    if file.isUsable { readGeneral(file, &files) }
    readUsers(of: file, &files)
    if file.isUsable { readUsersConf(users, &files) }
  }

  private mutating func readGeneral(_ file: CredentialFile, _ files: inout CredentialFiles) {
    let general = file.general
    isEnabled = general.isTrue("enabled")
    isWebEnabled = isEnabled && general.isTrue("webenabled")
    let start = file.conf.section("general").map { file.origin($0) } ?? Origin(file: "", line: 0)
    // A name is not looked up; without any address it means all of them.
    let numeric = general.last {
      $0.isNamed("bindaddr") && ListenAddress($0.value)?.address != nil
    }
    let line = numeric ?? general.last("bindaddr")
    let bound = numeric.flatMap { ListenAddress($0.value) }
    let address = bound?.shown ?? "::"
    let port = general.last("port").map { line -> Int in
      let number = AsteriskWords.unsigned(line.value).map { Int($0) } ?? 0
      // Asterisk takes some port or other then.
      return (1024...65_535).contains(number) ? number : 0
    }
    if isEnabled {
      listeners.append(
        Listener(
          service: .ami, transport: "tcp", address: address, port: port ?? 5038, isTLS: false,
          origin: line.map { file.origin($0) } ?? start))
    }
    let tlsLine = general.last { $0.isNamed("tlsenable") || $0.isNamed("sslenable") }
    let own = general.last {
      ($0.isNamed("tlsbindaddr") || $0.isNamed("sslbindaddr"))
        && ListenAddress($0.value)?.address != nil
    }
    guard general.isTrue("tlsenable") || general.isTrue("sslenable"), isEnabled || own != nil,
      files.canServeTLS(.ami, file.origins, general, switchedOnBy: tlsLine)
    else { return }
    let tls = own.flatMap { ListenAddress($0.value) }
    listeners.append(
      Listener(
        service: .ami, transport: "tls", address: tls?.shown ?? address,
        port: tls?.port ?? 5039, isTLS: true, origin: own.map { file.origin($0) } ?? start))
  }

  private mutating func readUsers(of file: CredentialFile, _ files: inout CredentialFiles) {
    if !listeners.isEmpty {
      families = AddressFamilies(
        ipv4: listeners.contains { !$0.isIPv6 || $0.address == "::" },
        ipv6: listeners.contains(where: \.isIPv6))
    }
    var position: [ByteText: Int] = [:]
    var lines: [[ConfVariable]] = []
    var first: [ConfSection] = []
    for section in file.conf.visibleSections where !section.isNamed("general") {
      let key = ByteText(bytes: section.name).lowercased
      if let index = position[key] {
        lines[index] += section.variables
      } else {
        position[key] = lines.count
        lines.append(Array(section.variables))
        first.append(section)
      }
    }
    for (section, variables) in zip(first, lines) {
      var account = Account(
        kind: .ami, name: ByteText(bytes: section.name), origin: file.origin(section))
      if !file.isUsable { account.fault = .fileRefused }
      setSecret(&account, variables.last("secret"), in: file, &files, emptyCounts: true)
      account.powers = Self.powers(variables.last("write")?.value)
      var access = AccessList()
      if !acls.fill(&access, from: variables), account.fault == nil { account.fault = .badValue }
      account.access = access.reach
      account.permitWithoutDeny =
        variables.last("permit") != nil && variables.last("deny") == nil
        && variables.last("acl") == nil
      finish(&account)
    }
  }

  /// `hasmanager` of `users.conf`: all rights unless `read` or `write` say otherwise, no access
  /// list, and `manager.conf` wins.
  private mutating func readUsersConf(_ users: UsersFile, _ files: inout CredentialFiles) {
    guard let file = users.file else { return }
    let taken = Set(accounts.map(\.name.lowercased))
    for section in users.sections where users.has("hasmanager", section) {
      var account = Account(
        kind: .ami, name: ByteText(bytes: section.name), origin: file.origin(section))
      if taken.contains(account.name.lowercased) { continue }
      let secret = section.variables.last("secret") ?? users.general.last("secret")
      setSecret(&account, secret, in: file, &files, emptyCounts: false)
      let write = section.variables.last("write") ?? users.general.last("write")
      account.powers = write.map { Self.powers($0.value) } ?? [.all]
      account.uselessLimit =
        (section.variables.last { $0.isNamed("managerread") || $0.isNamed("managerwrite") })
        .map { file.origin($0) }
      finish(&account)
    }
  }

  private func setSecret(
    _ account: inout Account, _ line: ConfVariable?, in file: CredentialFile,
    _ files: inout CredentialFiles, emptyCounts: Bool
  ) {
    guard let line, emptyCounts || !line.value.isEmpty else { return }
    let origin = file.origin(line)
    if !line.value.isEmpty { files.secretPaths.insert(origin.file) }
    account.form = line.value.isEmpty ? .empty : .plain
    account.credentials = [
      InboundCredential(
        form: .plain, secret: Secret(line.value), userName: account.name, origin: origin,
        holder: account.name, template: line.inheritedFrom.map { ByteText(bytes: $0) })
    ]
  }

  private mutating func finish(_ account: inout Account) {
    // Loaded even where nothing listens, as Asterisk lists it.
    account.isOpen =
      account.isLoaded && !listeners.isEmpty && account.form == .empty
      && account.access.isOpen(families)
    accounts.append(account)
  }

  /// Classes of a `write` line, compared whole: a blank or a number makes no class.
  private static func powers(_ value: [UInt8]?) -> Set<Account.Power> {
    guard let value else { return [] }
    let words = value.split(separator: UInt8(ascii: ",")).map { ByteText(bytes: $0).lowercased }
    return Set(
      words.compactMap { word in
        word.utf8String.flatMap { Account.Power(rawValue: $0) }
      }.filter { $0 != .write })
  }
}
