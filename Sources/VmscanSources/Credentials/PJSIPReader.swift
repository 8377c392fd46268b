import VmscanFormats
import VmscanModel

/// Reads PJSIP's devices and transports as `res_pjsip` would have them.
struct PJSIPReader {
  private let rules: CredentialRules
  private let modules: ModulePlan
  private let acls: NamedAccessLists
  private var objects: SorceryObjects
  private(set) var listeners: [Listener] = []
  private(set) var devices: [Device] = []
  private(set) var accounts: [Account] = []
  private(set) var tellsNames: Origin?
  private(set) var noAuthenticator: Origin?

  private var auths: [ByteText: PJSIPAuth] = [:]
  private var aors: [ByteText: Aor] = [:]
  private var matches: [ByteText: Matches] = [:]
  private var global = AccessList()
  private var defaultAlgorithms: [ByteText] = ["MD5"]
  private var order: [ByteText] = []
  private var registersOut: Set<ByteText> = []
  private var families = AddressFamilies(ipv4: false, ipv6: false)
  private var wizards = PJSIPWizards()

  private struct Aor {
    var contacts = 0
    var hasStaticContact = false
    var mailboxes: [ByteText] = []
  }

  private struct Matches {
    var isWide = false
    var hasHeader = false
    var hasAddress = false
  }

  init(
    _ files: inout CredentialFiles, modules: ModulePlan, acls: NamedAccessLists,
    hasWebSocketListener: AddressFamilies
  ) {
    rules = files.rules
    self.modules = modules
    self.acls = acls
    objects = SorceryObjects(&files)
    if modules.loads("res_pjsip_config_wizard") {
      wizards = PJSIPWizards(&files, into: &objects)
    }
    guard modules.loads("res_pjsip") else {
      for object in objects.byType["endpoint"] ?? [] {
        devices.append(device(object, fault: .moduleNotLoaded))
      }
      return
    }
    readGlobals()
    readAuths(&files)
    readAors()
    readTransports(hasWebSocketListener)
    readMatches()
    readEndpoints()
    devices += wizards.refused.map { device($0.object, fault: $0.fault) }
  }

  // MARK: Objects beside endpoints

  private mutating func readGlobals() {
    if let global = objects.byType["global"]?.first {
      order = global.list("endpoint_identifier_order").map(\.lowercased)
      let algorithms = global.list("default_auth_algorithms_uas")
      if !algorithms.isEmpty { defaultAlgorithms = algorithms }
    }
    if order.isEmpty { order = ["ip", "username", "anonymous"] }
    guard modules.loads("res_pjsip_acl") else { return }
    for object in objects.byType["acl"] ?? [] where fault(object, "acl") == nil {
      var list = AccessList()
      guard acls.fill(&list, from: object.variables) else { continue }
      global.named += list.named + (list.own.isEmpty ? [] : [list.own])
      global.isShut = global.isShut || list.isShut
    }
  }

  private mutating func readAuths(_ files: inout CredentialFiles) {
    let reader = PJSIPAuthReader(rules: rules, defaultAlgorithms: defaultAlgorithms)
    var rest = objects.take("auth")
    while let object = rest.popLast() {
      guard fault(object, "auth") == nil, let auth = reader.auth(object) else { continue }
      auths[object.name] = auth
      if let credential = auth.credential, !credential.secret.isEmpty {
        files.secretPaths.insert(credential.origin.file)
      }
    }
  }

  private mutating func readAors() {
    var rest = objects.take("aor")
    while let object = rest.popLast() {
      guard fault(object, "aor") == nil else { continue }
      aors[object.name] = Aor(
        contacts: object.last("max_contacts").map { AsteriskWords.atoi($0.value) } ?? 0,
        hasStaticContact: object.variables.all("contact").contains { !$0.value.isEmpty },
        mailboxes: object.list("mailboxes"))
    }
  }

  private mutating func readTransports(_ webSocket: AddressFamilies) {
    for object in objects.byType["transport"] ?? [] where fault(object, "transport") == nil {
      let name = object.text("protocol").lowercased.utf8String ?? ""
      if name == "ws" || name == "wss" {
        families.ipv4 = families.ipv4 || webSocket.ipv4
        families.ipv6 = families.ipv6 || webSocket.ipv6
        continue
      }
      guard ["", "udp", "tcp", "tls"].contains(name), let line = object.last("bind"),
        let bound = ListenAddress(line.value)
      else { continue }
      let isTLS = name == "tls"
      let listener = Listener(
        service: .sip, transport: name.isEmpty ? "udp" : name,
        address: ByteText(bytes: bound.host), port: bound.port ?? (isTLS ? 5061 : 5060),
        isTLS: isTLS, origin: object.file.origin(line))
      families.ipv4 = families.ipv4 || !listener.isIPv6
      families.ipv6 = families.ipv6 || listener.isIPv6
      listeners.append(listener)
    }
  }

  private mutating func readMatches() {
    guard modules.loads("res_pjsip_endpoint_identifier_ip") else { return }
    for object in objects.byType["identify"] ?? [] where fault(object, "identify") == nil {
      let name = object.text("endpoint")
      guard !name.isEmpty else { continue }
      var found = matches[name] ?? Matches()
      for line in object.variables.all("match") {
        for part in SorceryObject.list(line.value) {
          var rules: [AccessList.Rule] = []
          found.hasAddress = true
          if AccessList.append(part.bytes, permits: true, to: &rules),
            rules.contains(where: { $0.length < ($0.network.count == 4 ? 8 : 16) })
          {
            found.isWide = true
          }
        }
      }
      if object.variables.contains(where: {
        $0.isNamed("match_header") || $0.isNamed("match_request_uri")
      }) {
        found.hasHeader = true
      }
      matches[name] = found
    }
    for object in objects.byType["registration"] ?? [] {
      registersOut.formUnion(object.list("endpoint"))
    }
  }

  // MARK: Endpoints

  private func fault(_ object: SorceryObject, _ type: String) -> LoadFault? {
    SorceryOptions.fault(of: object, type: type, rules: rules)
  }

  private func device(_ object: SorceryObject, fault: LoadFault?) -> Device {
    var device = Device(kind: .pjsip, name: object.name, origin: object.origin)
    device.fault = fault
    device.context = object.text("context")
    return device
  }

  private mutating func readEndpoints() {
    if !modules.loads("res_pjsip_authenticator_digest") {
      noAuthenticator =
        modules.origin(keepingOut: "res_pjsip_authenticator_digest")
        ?? objects.byType["endpoint"]?.first?.origin
    }
    var loaded: [Device] = []
    let provisioned = objects.byType["phoneprov"] == nil ? [] : objects.byType["endpoint"] ?? []
    var rest = objects.take("endpoint")
    while let object = rest.popLast() {
      let fault = fault(object, "endpoint")
      var device = device(object, fault: fault)
      if fault == nil { fill(&device, from: object) }
      loaded.append(device)
    }
    applyOthers(to: &loaded)
    devices += loaded
    for (type, object, fault) in objects.lost where type == "endpoint" {
      devices.append(device(object, fault: fault))
    }
    readProvisioning(of: provisioned)
  }

  private mutating func fill(_ device: inout Device, from object: SorceryObject) {
    let names = object.list("auth")
    let found = names.map { auths[$0] }
    let isBroken = found.contains { $0?.refusesAll ?? true }
    device.credentials = found.compactMap { $0?.credential }
    device.form =
      names.isEmpty
      ? .none
      : found.contains { $0 == nil } ? .broken : Self.form(of: found.compactMap { $0?.form })
    device.userNames = [device.name]
    for name in device.credentials.map(\.userName) where !device.userNames.contains(name) {
      device.userNames.append(name)
    }
    let aorNames = object.list("aors")
    let ownAors = aorNames.compactMap { aors[$0] }
    device.registrationKeys = aorNames.filter { (aors[$0]?.contacts ?? 0) > 0 }
    device.mailboxes = (object.list("mailboxes") + ownAors.flatMap(\.mailboxes))
      .reduce(into: []) { list, text in
        let link = MailboxLink(text)
        if !list.contains(link) { list.append(link) }
      }
    device.numbers = Self.numbers(object.text("callerid"), wizards.hintNumbers[device.name])
    device.decoy = names.isEmpty ? wizards.decoys[device.name] : nil
    let match = matches[device.name] ?? Matches()
    device.isTrunk =
      device.registrationKeys.isEmpty
      && (match.hasAddress || registersOut.contains(device.name)
        || ownAors.contains { $0.hasStaticContact } || !object.list("outbound_auth").isEmpty)
    var access = AccessList()
    _ = acls.fill(&access, from: object.variables)
    device.access = access.reach
    if tellsNames == nil, let line = object.last("allow_unauthenticated_options"),
      AsteriskWords.isTrue(line.value)
    {
      tellsNames = object.file.origin(line)
    }
    judge(&device, object, match, isBroken: isBroken, access: access)
  }

  /// Who gets in as this endpoint without a credential.
  private func judge(
    _ device: inout Device, _ object: SorceryObject, _ match: Matches, isBroken: Bool,
    access: AccessList
  ) {
    let asks = modules.loads("res_pjsip_authenticator_digest")
    let needsAuth = device.form != .none
    if device.credentials.contains(where: { $0.form == .plain && $0.secret.isEmpty }) {
      device.openings.append(.emptyPassword)
    }
    guard !needsAuth || !asks else { return }
    let methods = object.list("identify_by").map(\.lowercased)
    let byName =
      (methods.isEmpty || methods.contains("username"))
      && modules.loads("res_pjsip_endpoint_identifier_user")
    let isAnonymous =
      (device.name == "anonymous" || device.name.bytes.starts(with: "anonymous@".utf8))
      && modules.loads("res_pjsip_endpoint_identifier_anonymous")
    if match.hasHeader { device.openings.append(.header) }
    if methods.contains("auth_username"), !byName { device.openings.append(.anyDigest) }
    guard byName || isAnonymous || match.isWide else { return }
    guard isReachable(access) else { return }
    let reason: Opening =
      needsAuth
      ? .noAuthenticator
      : isAnonymous
        ? .anonymous
        : match.isWide && !byName ? .wideAddress : device.isTrunk ? .trunkByName : .noCredential
    device.openings.append(reason)
    if !access.isOpen(ipv6: false) || !global.isOpen(ipv6: false), families.ipv4 {
      device.openings.append(.openToIPv6)
    }
    device.isOpen = modules.loads("chan_pjsip")
    device.registersOpen =
      !device.registrationKeys.isEmpty && modules.loads("res_pjsip_registrar")
  }

  private func isReachable(_ access: AccessList) -> Bool {
    families.ipv4 && access.isOpen(ipv6: false) && global.isOpen(ipv6: false)
      || families.ipv6 && access.isOpen(ipv6: true) && global.isOpen(ipv6: true)
  }

  /// Callers that are taken for another endpoint before their name is looked at.
  private func applyOthers(to devices: inout [Device]) {
    func place(_ method: ByteText) -> Int { order.firstIndex(of: method) ?? Int.max }
    // An address range that holds nearly all takes every caller before a name is looked at.
    let ranges =
      place("ip") < place("username")
      ? devices.filter { $0.isLoaded && matches[$0.name]?.isWide ?? false } : []
    if !ranges.isEmpty, !ranges.contains(where: \.isOpen) {
      for index in devices.indices { close(&devices[index]) }
      return
    }
    let wide = ranges.allSatisfy(\.isOpen) ? ranges.first : nil
    let anonymous = devices.first {
      $0.isLoaded && $0.isOpen && $0.name == "anonymous" && place("anonymous") < place("username")
    }
    guard let other = wide ?? anonymous else { return }
    for index in devices.indices where devices[index].name != other.name && devices[index].isLoaded
    {
      devices[index].isOpen = true
      let aors = Set(other.registrationKeys)
      devices[index].registersOpen =
        devices[index].registrationKeys.contains { aors.contains($0) } && other.registersOpen
      devices[index].openings.append(.takenForAnother)
    }
  }

  private func close(_ device: inout Device) {
    device.isOpen = false
    device.registersOpen = false
    device.openings.removeAll { $0 != .emptyPassword }
  }

  private static func form(of forms: [CredentialForm]) -> CredentialForm {
    if forms.contains(.empty) { return .empty }
    if let first = forms.first, forms.allSatisfy({ $0 == first }) { return first }
    return forms.contains(.oauth) ? .oauth : .plainAndDigest
  }

  /// The number in a caller id, and one of a hint.
  private static func numbers(_ callerID: ByteText, _ hint: ByteText?) -> [ByteText] {
    var numbers: [ByteText] = []
    if let start = callerID.bytes.lastIndex(of: UInt8(ascii: "<")),
      let end = callerID.bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    {
      numbers.append(ByteText(bytes: callerID.bytes[(start + 1)..<end]))
    }
    if let hint, !hint.isEmpty, !numbers.contains(hint) { numbers.append(hint) }
    return numbers
  }

  // MARK: Provisioning

  /// Endpoints whose password the phone provisioning hands out.
  private mutating func readProvisioning(of endpoints: [SorceryObject]) {
    guard modules.loads("res_pjsip_phoneprov_provider") else { return }
    let endpoints = Dictionary(
      endpoints.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    for object in objects.byType["phoneprov"] ?? [] {
      let name = object.text("endpoint")
      guard let endpoint = endpoints[name], !endpoint.text("transport").isEmpty,
        !object.text("MAC").isEmpty
      else { continue }
      var account = Account(kind: .phoneprov, name: object.name, origin: object.origin)
      account.device = name
      account.credentials =
        endpoint.list("auth").first.flatMap { auths[$0]?.credential }.map { [$0] } ?? []
      account.form = account.credentials.first.map { $0.form == .plain ? .plain : .digest } ?? .none
      accounts.append(account)
    }
  }
}

extension MailboxLink {
  /// `box@context`; without a context it is a guess.
  init(_ text: ByteText) {
    let parts = text.bytes.split(
      separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      MailboxID(
        context: parts.count > 1 ? ByteText(bytes: parts[1]) : "default",
        mailbox: ByteText(bytes: parts.first ?? [])),
      isGuess: parts.count < 2)
  }
}
