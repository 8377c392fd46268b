import VmscanFormats
import VmscanModel

/// Reads the built-in web server and what it serves: `http.conf`, `ari.conf`, `prometheus.conf` and
/// `phoneprov.conf`.
struct HTTPReader {
  private(set) var listeners: [Listener] = []
  private(set) var accounts: [Account] = []
  private(set) var switches: CredentialSwitches
  private var servesARI = false
  private var servesMetrics = false
  private var isProvisioning = false

  init(
    _ files: inout CredentialFiles, users: UsersFile, modules: ModulePlan, acls: NamedAccessLists,
    switches: CredentialSwitches
  ) {
    self.switches = switches
    let file = files.load("http.conf")
    if let file, file.isUsable { readServer(file, &files) }
    if modules.loads("res_ari") { readARI(&files, acls) }
    if files.rules.hasPrometheus, modules.loads("res_prometheus") { readMetrics(&files) }
    if modules.loads("res_phoneprov"), let file = files.load("phoneprov.conf"), file.isUsable {
      isProvisioning = file.conf.visibleSections.contains { !$0.isNamed("general") }
      if isProvisioning { readProvisioning(users, &files) }
    }
  }

  var families: AddressFamilies {
    AddressFamilies(
      ipv4: listeners.contains { !$0.isIPv6 || $0.address == "::" },
      ipv6: listeners.contains(where: \.isIPv6))
  }

  /// Adds what PJSIP's provisioning hands out, and says of every listener what it serves.
  mutating func finish(provisioning: [Account], managerWeb: Bool) {
    if isProvisioning {
      accounts += provisioning.map { account in
        var account = account
        if listeners.isEmpty { account.fault = .disabled }
        account.isOpen = account.isLoaded
        return account
      }
    }
    let hands = accounts.contains { $0.kind == .phoneprov && $0.isLoaded }
    for index in listeners.indices {
      var served: [String] = []
      if managerWeb { served.append("ami") }
      if servesARI { served.append("ari") }
      if servesMetrics { served.append("prometheus") }
      if hands { served.append("phoneprov") }
      if switches.statusPage != nil { served.append("status") }
      if switches.staticFiles != nil { served.append("static") }
      listeners[index].serves = served
    }
  }

  // MARK: Server

  private mutating func readServer(_ file: CredentialFile, _ files: inout CredentialFiles) {
    let general = file.general
    let isEnabled = general.isTrue("enabled")
    let start = file.conf.section("general").map { file.origin($0) } ?? Origin(file: "", line: 0)
    let line = general.last("bindaddr")
    let bound = line.flatMap { ListenAddress($0.value) }
    let port = general.last("bindport").flatMap { AsteriskWords.scanned($0.value) }
      .flatMap { (1...65_535).contains($0) ? $0 : nil }
    if isEnabled, let line, let host = bound.flatMap(Self.host) {
      listeners.append(
        Listener(
          service: .http, transport: "tcp", address: host, port: port ?? 8088, isTLS: false,
          origin: file.origin(line)))
    }
    let tlsLine = general.last { $0.isNamed("tlsenable") || $0.isNamed("sslenable") }
    let own = general.last { $0.isNamed("tlsbindaddr") || $0.isNamed("sslbindaddr") }
    let tls = own.flatMap { ListenAddress($0.value) }
    let host = own == nil ? (isEnabled ? bound.flatMap(Self.host) : nil) : tls.flatMap(Self.host)
    if general.isTrue("tlsenable") || general.isTrue("sslenable"), let host,
      files.canServeTLS(.http, file.origins, general, switchedOnBy: tlsLine)
    {
      listeners.append(
        Listener(
          service: .http, transport: "tls", address: host, port: tls?.port ?? 8089, isTLS: true,
          origin: (own ?? line).map { file.origin($0) } ?? start))
    }
    let status = general.last("enable_status")
    if status.map({ AsteriskWords.isTrue($0.value) }) ?? !files.rules.hidesStatusPage {
      switches.statusPage = status.map { file.origin($0) } ?? start
    }
    if let line = general.last(where: {
      $0.isNamed("enable_static") || $0.isNamed("enablestatic")
    }), AsteriskWords.isTrue(line.value) {
      switches.staticFiles = file.origin(line)
    }
    if let line = general.last("tlsdisablev1"), !AsteriskWords.isTrue(line.value) {
      switches.oldTLS = file.origin(line)
    }
    if !files.rules.hasHTTPAccessLists {
      switches.uselessRestriction = file.conf.visibleSections.first { section in
        section.variables.first("type")
          .map { ByteText(bytes: $0.value).lowercased == "restriction" } ?? false
      }.map { file.origin($0) }
    }
  }

  /// A numeric address, or a name that Asterisk looks up; `nil` for what cannot be one.
  private static func host(_ bound: ListenAddress) -> ByteText? {
    if bound.address != nil { return ByteText(bytes: bound.host) }
    let name = ByteText(bytes: bound.host)
    if name.lowercased == "localhost" { return "127.0.0.1" }
    // Digits and dots that are no address are no name either.
    let isNumeric = bound.host.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
    return isNumeric ? nil : name
  }

  // MARK: ARI

  private static let ariGeneral: Set<String> = [
    "enabled", "pretty", "auth_realm", "allowed_origins", "channelvars", "websocket_write_timeout",
  ]

  private mutating func readARI(_ files: inout CredentialFiles, _ acls: NamedAccessLists) {
    guard let file = files.load("ari.conf") else { return }
    let isSingle = files.rules.hasSingleARIUsers
    // One that loads users one by one knows the section and its options in lower case alone.
    let generals = file.conf.visibleSections.filter {
      isSingle ? $0.name == Array("general".utf8) : $0.isNamed("general")
    }
    let general = generals.first
    let hasKnownOptions =
      general?.variables.allSatisfy {
        Self.ariGeneral.contains(
          isSingle ? String(decoding: $0.name, as: UTF8.self) : Self.key($0))
      } ?? true
    var isOn =
      file.isUsable && hasKnownOptions && (general != nil || !isSingle)
      && (general?.variables.isTrue("enabled", default: true) ?? true)
    if isSingle, generals.count > 1 { isOn = false }
    if let line = general?.variables.last("allowed_origins"),
      SorceryObject.list(line.value).contains("*")
    {
      switches.anyOrigin = file.origin(line)
    }
    var users: [Account] = []
    var allAreLost: LoadFault?
    for section in file.conf.visibleSections where !section.isNamed("general") {
      let type = section.variables.first("type")?.value
      let isUser =
        isSingle
        ? type == Array("user".utf8)
        : type.map { ByteText(bytes: $0).lowercased == "user" } ?? false
      if isSingle, type == nil || !isUser { continue }
      var account = user(section, in: file, acls, &files)
      if !isUser { account.fault = .noType }
      if let fault = account.fault, !isSingle, fault != .incomplete { allAreLost = fault }
      if !isSingle, account.fault == .incomplete {
        // Listed, and cannot log in.
        account.fault = nil
        account.form = .empty
      }
      if let index = users.firstIndex(where: { $0.name == account.name }) {
        if isSingle { allAreLost = .duplicate }
        users[index] = account
      } else {
        users.append(account)
      }
    }
    if let allAreLost {
      for index in users.indices { users[index].fault = users[index].fault ?? allAreLost }
      if !isSingle { isOn = false }
      if let origin = users.first?.origin {
        files.add(
          CredentialFault(
            allAreLost == .duplicate ? .duplicate : .restPartly, at: origin,
            lost: "all users of ari.conf", detail: "Asterisk takes none of the users of ARI."))
      }
    }
    if !file.isUsable {
      for index in users.indices { users[index].fault = .fileRefused }
    }
    servesARI = isOn
    accounts += users
  }

  private func user(
    _ section: ConfSection, in file: CredentialFile, _ acls: NamedAccessLists,
    _ files: inout CredentialFiles
  ) -> Account {
    let variables = section.variables
    var account = Account(
      kind: .ari, name: ByteText(bytes: section.name), origin: file.origin(section))
    var known: Set<String> = ["type", "password", "password_format", "read_only"]
    if files.rules.hasHTTPAccessLists { known.formUnion(["permit", "deny", "acl"]) }
    if !variables.allSatisfy({ known.contains(Self.key($0)) }) { account.fault = .unknownOption }
    let format = variables.last("password_format").map { ByteText(bytes: $0.value).lowercased }
    if let format, format != "plain", format != "crypt" { account.fault = .badValue }
    if let line = variables.last("password"), !line.value.isEmpty {
      let origin = file.origin(line)
      files.secretPaths.insert(origin.file)
      let isCrypt = format == "crypt"
      var found = InboundCredential(
        form: isCrypt ? .crypt : .plain, secret: Secret(line.value), userName: account.name,
        origin: origin, holder: account.name,
        template: line.inheritedFrom.map { ByteText(bytes: $0) })
      found.isDead = isCrypt && !Self.isCrypt(line.value)
      account.credentials = [found]
      account.form = isCrypt ? .crypt : .plain
    } else if account.fault == nil {
      account.fault = .incomplete
    }
    if !variables.isTrue("read_only") { account.powers = [.write] }
    var access = AccessList()
    if files.rules.hasHTTPAccessLists, !acls.fill(&access, from: variables), account.fault == nil {
      account.fault = .badValue
    }
    account.access = access.reach
    account.permitWithoutDeny =
      variables.last("permit") != nil && variables.last("deny") == nil
      && variables.last("acl") == nil
    return account
  }

  /// `$6$…`, or thirteen characters of DES.
  private static func isCrypt(_ value: [UInt8]) -> Bool {
    value.first == UInt8(ascii: "$") || value.count == 13
  }

  private static func key(_ variable: ConfVariable) -> String {
    String(decoding: ByteText(bytes: variable.name).lowercased.bytes, as: UTF8.self)
  }

  // MARK: Metrics and provisioning

  private mutating func readMetrics(_ files: inout CredentialFiles) {
    guard let file = files.load("prometheus.conf") else { return }
    let general = file.general
    guard general.isTrue("enabled"), let section = file.conf.section("general") else { return }
    func text(_ name: StaticString) -> ConfVariable? {
      general.last(name).flatMap { $0.value.isEmpty ? nil : $0 }
    }
    let user = text("auth_username")
    let password = text("auth_password")
    // A name without a password: nothing is served.
    guard user == nil || password != nil else { return }
    servesMetrics = true
    var account = Account(
      kind: .prometheus, name: user.map { ByteText(bytes: $0.value) } ?? "metrics",
      origin: file.origin(section))
    if let user, let password {
      let origin = file.origin(password)
      files.secretPaths.insert(origin.file)
      account.form = .plain
      account.credentials = [
        InboundCredential(
          form: .plain, secret: Secret(password.value), userName: ByteText(bytes: user.value),
          origin: origin, holder: account.name)
      ]
    }
    if listeners.isEmpty { account.fault = .disabled }
    account.isOpen = account.isLoaded && account.form == .none
    accounts.append(account)
  }

  private mutating func readProvisioning(_ users: UsersFile, _ files: inout CredentialFiles) {
    guard let file = users.file else { return }
    for section in users.sections where users.has("autoprov", section) {
      let own = section.variables
      guard own.last("macaddress").map({ !$0.value.isEmpty }) ?? false,
        own.last("username").map({ !$0.value.isEmpty }) ?? false
      else { continue }
      var account = Account(
        kind: .phoneprov, name: ByteText(bytes: section.name), origin: file.origin(section))
      account.device = account.name
      if let secret = own.last("secret") ?? users.general.last("secret"), !secret.value.isEmpty {
        let origin = file.origin(secret)
        files.secretPaths.insert(origin.file)
        account.form = .plain
        account.credentials = [
          InboundCredential(
            form: .plain, secret: Secret(secret.value), userName: account.name, origin: origin,
            holder: account.name)
        ]
      }
      if listeners.isEmpty { account.fault = .disabled }
      account.isOpen = account.isLoaded
      accounts.append(account)
    }
  }
}
