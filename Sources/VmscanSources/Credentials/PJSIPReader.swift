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

  private var auths: [ByteText: Auth] = [:]
  private var aors: [ByteText: Aor] = [:]
  private var matches: [ByteText: Matches] = [:]
  private var global = AccessList()
  private var defaultAlgorithms: [ByteText] = ["MD5"]
  private var order: [ByteText] = []
  private var registersOut: Set<ByteText> = []
  private var families = AddressFamilies(ipv4: false, ipv6: false)
  /// Decoys of wizards, by endpoint.
  private var decoys: [ByteText: Origin] = [:]
  private var hintNumbers: [ByteText: ByteText] = [:]
  /// Refused wizards are no objects but worth a row.
  private var refused: [Device] = []

  struct Auth {
    var credential: InboundCredential?
    var form: CredentialForm
    /// It is loaded, and every request is refused all the same.
    var refusesAll = false
  }

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
    if modules.loads("res_pjsip_config_wizard") { readWizards(&files) }
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
    devices += refused
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
    var rest = objects.take("auth")
    while let object = rest.popLast() {
      guard fault(object, "auth") == nil, let auth = auth(object) else { continue }
      auths[object.name] = auth
      if let credential = auth.credential, !credential.secret.isEmpty {
        files.secretPaths.insert(credential.origin.file)
      }
    }
  }

  /// `auth_apply` and what follows it; `nil` when it is not loaded.
  private func auth(_ object: SorceryObject) -> Auth? {
    let user = object.text("username")
    guard !user.isEmpty else { return nil }
    let type = object.text("auth_type").lowercased
    if type == "google_oauth" {
      guard !rules.isOldPJSIP, !object.text("refresh_token").isEmpty,
        !object.text("oauth_clientid").isEmpty, !object.text("oauth_secret").isEmpty
      else { return nil }
      return Auth(credential: nil, form: .oauth, refusesAll: true)
    }
    guard ["", "userpass", "md5"].contains(type) || type == "digest" && rules.hasDigestAlgorithms
    else { return nil }
    return rules.hasDigestAlgorithms ? newAuth(object, user) : oldAuth(object, user, type)
  }

  private func oldAuth(_ object: SorceryObject, _ user: ByteText, _ type: ByteText) -> Auth? {
    let digest = object.last("md5_cred")
    let password = object.last("password")
    if type == "md5" {
      guard let digest, digest.value.count == 32 else { return nil }
      let form: CredentialForm =
        password.map { !$0.value.isEmpty } ?? false ? .plainAndDigest : .digest
      return Auth(credential: credential(digest, of: object, user, .digest(.md5)), form: form)
    }
    let value = password?.value ?? []
    var found = InboundCredential(
      form: .plain, secret: Secret(value), userName: user, realm: object.text("realm"),
      origin: password.map { object.file.origin($0) } ?? object.origin, holder: object.name,
      template: password?.inheritedFrom.map { ByteText(bytes: $0) })
    found.realm = object.text("realm")
    let hasDigest = digest.map { !$0.value.isEmpty } ?? false
    return Auth(
      credential: found, form: value.isEmpty ? .empty : hasDigest ? .plainAndDigest : .plain)
  }

  private func newAuth(_ object: SorceryObject, _ user: ByteText) -> Auth? {
    var digests: [DigestAlgorithm: (ConfVariable, [UInt8])] = [:]
    if let line = object.last("md5_cred"), !line.value.isEmpty {
      guard line.value.count == 32 else { return nil }
      digests[.md5] = (line, line.value)
    }
    for line in object.variables.all("password_digest") {
      for part in SorceryObject.list(line.value) {
        let words = part.bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard words.count == 2, let algorithm = Self.algorithm(ByteText(bytes: words[0])),
          words[1].count == algorithm.digits
        else { return nil }
        digests[algorithm] = (line, Array(words[1]))
      }
    }
    let password = object.last("password").flatMap { $0.value.isEmpty ? nil : $0 }
    guard !digests.isEmpty || password != nil else { return nil }
    var wanted: [DigestAlgorithm] = []
    for key in ["supported_algorithms_uas", "supported_algorithms_uac"] as [StaticString] {
      let list = object.list(key)
      for name in list.isEmpty ? defaultAlgorithms : list {
        guard let algorithm = Self.algorithm(name) else { return nil }
        wanted.append(algorithm)
      }
    }
    guard wanted.allSatisfy({ digests[$0] != nil || password != nil }) else { return nil }
    if let first = DigestAlgorithm.allCases.first(where: { digests[$0] != nil }),
      let (line, value) = digests[first]
    {
      return Auth(
        credential: credential(line, of: object, user, .digest(first), value: value),
        form: password == nil ? .digest : .plainAndDigest)
    }
    guard let password else { return nil }
    return Auth(credential: credential(password, of: object, user, .plain), form: .plain)
  }

  private static func algorithm(_ name: ByteText) -> DigestAlgorithm? {
    DigestAlgorithm.allCases.first { ByteText($0.rawValue).lowercased == name.lowercased }
  }

  private func credential(
    _ line: ConfVariable, of object: SorceryObject, _ user: ByteText,
    _ form: InboundCredential.Form, value: [UInt8]? = nil
  ) -> InboundCredential {
    let bytes = value ?? line.value
    var found = InboundCredential(
      form: form, secret: Secret(bytes), userName: user, realm: object.text("realm"),
      origin: object.file.origin(line), holder: object.name,
      template: line.inheritedFrom.map { ByteText(bytes: $0) })
    if case .digest = form { found.isDead = !bytes.allSatisfy(Self.isLowerHex) }
    return found
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66
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
    device.numbers = Self.numbers(object.text("callerid"), hintNumbers[device.name])
    device.decoy = names.isEmpty ? decoys[device.name] : nil
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

// MARK: Wizards

extension PJSIPReader {
  /// `pjsip_wizard.conf`: one section makes endpoint, aor, auth and identify; the last of a name
  /// counts, and an object of `pjsip.conf` wins over a wizard's.
  private mutating func readWizards(_ files: inout CredentialFiles) {
    guard let file = files.load("pjsip_wizard.conf") else { return }
    var last: [ByteText: ConfSection] = [:]
    var order: [ByteText] = []
    for section in file.conf.visibleSections {
      let name = ByteText(bytes: section.name)
      let type = section.variables.first { $0.isNamed("type") }?.value
      guard type == Array("wizard".utf8) else {
        if let type, ByteText(bytes: type).lowercased == "wizard" {
          refused.append(device(SorceryObject(section, in: file), fault: .noType))
        }
        continue
      }
      guard file.isUsable else {
        refused.append(device(SorceryObject(section, in: file), fault: .fileRefused))
        continue
      }
      if last.updateValue(section, forKey: name) == nil { order.append(name) }
    }
    let taken = Dictionary(
      uniqueKeysWithValues: ["endpoint", "auth", "aor"].map { type in
        (type, Set((objects.byType[type] ?? []).map(\.name)))
      })
    for name in order {
      guard let section = last[name] else { continue }
      make(section, name, in: file, taken: taken)
    }
  }

  private mutating func make(
    _ section: ConfSection, _ name: ByteText, in file: CredentialFile,
    taken: [String: Set<ByteText>]
  ) {
    func isTrue(_ key: StaticString) -> Bool { section.variables.isTrue(key) }
    func part(_ prefix: String, of objectName: ByteText) -> SorceryObject {
      var object = SorceryObject(section, in: file, name: objectName)
      object.variables = section.variables.filter { $0.name.starts(with: prefix.utf8) }.map {
        var copy = $0
        copy.name = Array($0.name.dropFirst(prefix.utf8.count))
        return copy
      }
      return object
    }
    func line(_ key: String, _ value: ByteText, like other: ConfPlace) -> ConfVariable {
      ConfVariable(
        name: Array(key.utf8), value: value.bytes, place: other, traits: [], inheritedFrom: nil)
    }
    func add(_ object: SorceryObject, _ type: String) {
      guard !(taken[type]?.contains(object.name) ?? false) else { return }
      objects.append(object, of: type)
    }
    let authName = ByteText(bytes: name.bytes + Array("-iauth".utf8))
    let hosts = SorceryObject.list(section.variables.last("remote_hosts")?.value ?? [])
    var endpoint = part("endpoint/", of: name)
    endpoint.variables.append(line("aors", name, like: section.place))
    if isTrue("accepts_auth") {
      endpoint.variables.append(line("auth", authName, like: section.place))
      add(part("inbound_auth/", of: authName), "auth")
    } else if !(taken["endpoint"]?.contains(name) ?? false),
      let password = section.variables.last(where: {
        $0.name == Array("inbound_auth/password".utf8) && !$0.value.isEmpty
      })
    {
      decoys[name] = file.origin(password)
    }
    if isTrue("sends_auth") {
      endpoint.variables.append(
        line(
          "outbound_auth", ByteText(bytes: name.bytes + Array("-oauth".utf8)), like: section.place))
    }
    add(endpoint, "endpoint")
    var aor = part("aor/", of: name)
    for host in hosts {
      aor.variables.append(
        line("contact", ByteText(bytes: Array("sip:".utf8) + host.bytes), like: section.place))
    }
    add(aor, "aor")
    if !hosts.isEmpty, !isTrue("accepts_registrations") {
      var identify = part("identify/", of: ByteText(bytes: name.bytes + Array("-identify".utf8)))
      identify.variables.append(line("endpoint", name, like: section.place))
      for host in hosts { identify.variables.append(line("match", host, like: section.place)) }
      objects.append(identify, of: "identify")
    }
    if isTrue("has_phoneprov") {
      var phoneprov = part("phoneprov/", of: ByteText(bytes: name.bytes + Array("-phoneprov".utf8)))
      phoneprov.variables.append(line("endpoint", name, like: section.place))
      objects.append(phoneprov, of: "phoneprov")
    }
    if let hint = section.variables.last("hint_exten") {
      hintNumbers[name] = ByteText(bytes: hint.value)
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
