import VmscanFormats
import VmscanModel

/// Reads the built-in web server and what it serves: `http.conf`, `prometheus.conf` and
/// `phoneprov.conf`; ARI by `ARIReader`.
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
    if modules.loads("res_ari") {
      let ari = ARIReader(&files, acls)
      servesARI = ari.isServed
      accounts = ari.accounts
      self.switches.anyOrigin = ari.anyOrigin ?? self.switches.anyOrigin
    }
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
    // A port behind the address wins over that of its own line.
    let port =
      bound?.port
      ?? general.last("bindport").flatMap { AsteriskWords.unsigned($0.value) }.map { Int($0) }
      .flatMap { (1...65_535).contains($0) ? $0 : nil }
    if isEnabled, let line, let host = bound?.host {
      listeners.append(
        Listener(
          service: .http, transport: "tcp", address: host, port: port ?? 8088, isTLS: false,
          origin: file.origin(line)))
    }
    let tlsLine = general.last { $0.isNamed("tlsenable") || $0.isNamed("sslenable") }
    let own = general.last { $0.isNamed("tlsbindaddr") || $0.isNamed("sslbindaddr") }
    // A name is not looked up here, and counts as no line at all.
    let tls = own.flatMap { ListenAddress($0.value) }.flatMap { $0.address == nil ? nil : $0 }
    let host = tls?.shown ?? (isEnabled ? bound?.host : nil)
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

  // MARK: Metrics and provisioning

  private static let metricsOptions: [StaticString] = [
    "enabled", "core_metrics_enabled", "uri", "auth_username", "auth_password", "auth_realm",
  ]

  private mutating func readMetrics(_ files: inout CredentialFiles) {
    guard let file = files.load("prometheus.conf") else { return }
    // Another section or option loses the file; several general sections are one.
    let sections = Array(file.conf.visibleSections)
    let general = sections.flatMap { Array($0.variables) }
    guard file.isUsable, sections.allSatisfy({ $0.isNamed("general") }),
      general.allSatisfy({ line in Self.metricsOptions.contains { line.isNamed($0) } }),
      general.isTrue("enabled"), let section = sections.first
    else { return }
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
