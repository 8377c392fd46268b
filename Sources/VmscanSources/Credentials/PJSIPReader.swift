import VmscanFormats
import VmscanModel

/// Reads PJSIP's devices as `res_pjsip` would have them.
struct PJSIPReader {
  private let modules: ModulePlan
  private let acls: NamedAccessLists
  private var objects: SorceryObjects
  private var around = PJSIPSurroundings()
  private(set) var devices: [Device] = []
  private(set) var accounts: [Account] = []
  private(set) var tellsNames: Origin?
  private(set) var noAuthenticator: Origin?
  private var wizards = PJSIPWizards()

  var listeners: [Listener] { around.listeners }

  init(
    _ files: inout CredentialFiles, modules: ModulePlan, acls: NamedAccessLists,
    hasWebSocketListener: AddressFamilies
  ) {
    self.modules = modules
    self.acls = acls
    objects = SorceryObjects(&files, modules: modules)
    if modules.loads("res_pjsip_config_wizard") {
      wizards = PJSIPWizards(&files, into: &objects)
    }
    guard modules.loads("res_pjsip") else {
      for object in objects.byType["endpoint"] ?? [] {
        devices.append(device(object, fault: .moduleNotLoaded))
      }
      return
    }
    around = PJSIPSurroundings(
      &objects, &files, modules: modules, acls: acls, webSocket: hasWebSocketListener)
    accounts = PJSIPProvisioning.accounts(objects, around, modules: modules)
    readEndpoints()
    devices += wizards.refused.map { device($0.object, fault: $0.fault) }
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
    var rest = objects.take("endpoint")
    while let object = rest.popLast() {
      var device = device(object, fault: object.fault)
      if object.fault == nil { fill(&device, from: object) }
      loaded.append(device)
    }
    applyOthers(to: &loaded)
    devices += loaded
    for (type, object, fault) in objects.lost where type == "endpoint" {
      devices.append(device(object, fault: fault))
    }
  }

  private mutating func fill(_ device: inout Device, from object: SorceryObject) {
    let names = object.list("auth")
    let found = names.map { around.auths[$0] }
    let isBroken = found.contains { $0?.refusesAll ?? true }
    device.credentials = found.compactMap { $0?.credential }
    device.form =
      names.isEmpty
      ? .none
      : found.contains { $0 == nil }
        ? objects.elsewhere["auth"] == nil ? .broken : .elsewhere
        : Self.form(of: found.compactMap { $0?.form })
    device.userNames = [device.name]
    for name in device.credentials.map(\.userName) where !device.userNames.contains(name) {
      device.userNames.append(name)
    }
    let aorNames = object.list("aors")
    let ownAors = aorNames.compactMap { around.aors[$0] }
    device.registrationKeys = aorNames.filter { (around.aors[$0]?.contacts ?? 0) > 0 }
    device.mailboxes = (object.list("mailboxes") + ownAors.flatMap(\.mailboxes))
      .reduce(into: []) { list, text in
        let link = MailboxLink(text)
        if !list.contains(link) { list.append(link) }
      }
    device.numbers =
      (CallerNumber.number(in: object.last("callerid")?.value ?? []).map { [ByteText(bytes: $0)] }
        ?? [])
    if let hint = wizards.hintNumbers[device.name], !hint.isEmpty, !device.numbers.contains(hint) {
      device.numbers.append(hint)
    }
    device.decoy = names.isEmpty ? wizards.decoys[device.name] : nil
    let match = around.matches[device.name] ?? PJSIPSurroundings.Matches()
    device.isTrunk =
      device.registrationKeys.isEmpty
      && (match.hasAddress || around.registersOut.contains(device.name)
        || ownAors.contains { $0.hasStaticContact } || !object.list("outbound_auth").isEmpty)
    var access = AccessList()
    var contacts = AccessList()
    guard acls.fill(&access, from: object.variables, skipsEmpty: true),
      acls.fill(&contacts, from: object.variables, prefix: "contact_", skipsEmpty: true)
    else {
      device.fault = .badValue
      return
    }
    // Whoever calls writes the contact, so that any address that passes will do.
    if contacts.reach.isEmpty { access.isShut = true }
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
    _ device: inout Device, _ object: SorceryObject, _ match: PJSIPSurroundings.Matches,
    isBroken: Bool, access: AccessList
  ) {
    let asks = modules.loads("res_pjsip_authenticator_digest")
    let needsAuth = device.form != .none
    if device.credentials.contains(where: { $0.form == .plain && $0.secret.isEmpty }) {
      device.openings.append(.emptyPassword)
    }
    guard !needsAuth || !asks else { return }
    let methods = object.list("identify_by").map(\.lowercased)
    // An empty line leaves no method, not the usual ones.
    let byName =
      (object.last("identify_by") == nil || methods.contains("username"))
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
    if !access.isOpen(ipv6: false) || !around.global.isOpen(ipv6: false), around.families.ipv4 {
      device.openings.append(.openToIPv6)
    }
    device.isOpen = modules.loads("chan_pjsip")
    device.registersOpen =
      !device.registrationKeys.isEmpty && modules.loads("res_pjsip_registrar")
  }

  private func isReachable(_ access: AccessList) -> Bool {
    around.families.ipv4 && access.isOpen(ipv6: false) && around.global.isOpen(ipv6: false)
      || around.families.ipv6 && access.isOpen(ipv6: true) && around.global.isOpen(ipv6: true)
  }

  /// Callers that are taken for another endpoint before their name is looked at.
  private func applyOthers(to devices: inout [Device]) {
    func place(_ method: ByteText) -> Int { around.order.firstIndex(of: method) ?? Int.max }
    // An address range that holds nearly all takes every caller before a name is looked at.
    let ranges =
      place("ip") < place("username")
      ? devices.filter { $0.isLoaded && around.matches[$0.name]?.isWide ?? false } : []
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
}
