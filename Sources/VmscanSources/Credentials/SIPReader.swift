import VmscanFormats
import VmscanModel

/// Reads `chan_sip`'s devices: `sip.conf` and `users.conf`.
struct SIPReader {
  private let modules: ModulePlan
  private let acls: NamedAccessLists
  private(set) var devices: [Device] = []
  private(set) var listeners: [Listener] = []
  private(set) var switches = CredentialSwitches()
  private var families = AddressFamilies(ipv4: true, ipv6: false)
  /// Contacts that may register at all.
  private var contacts = AccessList()
  /// What `[general]` makes `insecure` of a device that has no such line.
  private var skipsInviteUsually = false

  init(
    _ files: inout CredentialFiles, users: UsersFile, modules: ModulePlan, acls: NamedAccessLists,
    switches: CredentialSwitches
  ) {
    self.modules = modules
    self.acls = acls
    self.switches = switches
    let file = files.load("sip.conf")
    let isLoaded = files.rules.hasChanSIP && modules.loads("chan_sip")
    // Without sip.conf the driver does not start, nor with one wrong address of contacts in [general].
    let starts = isLoaded && (file?.isUsable ?? false) && takesContacts(file, &files)
    if let file, starts { readGeneral(file, &files) }
    if let file {
      readSections(
        file, fault: !isLoaded ? .moduleNotLoaded : starts ? nil : .fileRefused, &files)
    }
    if starts { readUsers(users, &files) }
  }

  private mutating func takesContacts(
    _ file: CredentialFile?, _ files: inout CredentialFiles
  ) -> Bool {
    guard let file,
      !acls.fill(&contacts, from: file.general, prefix: "contact", skipsEmpty: true)
    else { return true }
    let line = file.general.last {
      $0.isNamed("contactdeny") || $0.isNamed("contactpermit") || $0.isNamed("contactacl")
    }
    guard let line else { return true }
    files.add(
      CredentialFault(
        .fileRefused, at: file.origin(line), lost: "all of sip.conf",
        detail: "chan_sip does not start with a wrong list of contacts in [general]."))
    return false
  }

  private mutating func readGeneral(_ file: CredentialFile, _ files: inout CredentialFiles) {
    let general = file.general
    let guests = general.last("allowguest")
    switches.sipGuests = Setting(
      guests.map { AsteriskWords.isTrue($0.value) } ?? true,
      origin: guests.map { file.origin($0) })
    skipsInviteUsually = general.last("insecure").map(Self.skipsInvite) ?? false
    switches.sipGuestContext = ByteText(
      bytes: general.last("context")?.value ?? Array("default".utf8))
    if let line = general.last("autocreatepeer"),
      AsteriskWords.isTrue(line.value)
        || ByteText(bytes: line.value).lowercased == "persist"
    {
      switches.autoCreatePeer = file.origin(line)
    }
    if let line = general.last("alwaysauthreject"), !AsteriskWords.isTrue(line.value) {
      switches.tellsNames = switches.tellsNames ?? file.origin(line)
    }
    let sockets = SIPSockets(file, general, &files)
    listeners = sockets.listeners
    families = sockets.families
  }

  private mutating func readSections(
    _ file: CredentialFile, fault: LoadFault?, _ files: inout CredentialFiles
  ) {
    var position: [ByteText: Int] = [:]
    for section in file.conf.visibleSections
    where !section.isNamed("general") && !section.isNamed("authentication") {
      let device = device(section, Array(section.variables), in: file, fault: fault, &files)
      if let index = position[device.name] {
        devices[index] = device
      } else {
        position[device.name] = devices.count
        devices.append(device)
      }
    }
  }

  private mutating func readUsers(_ users: UsersFile, _ files: inout CredentialFiles) {
    guard let file = users.file else { return }
    let taken = Set(devices.filter(\.isLoaded).map(\.name))
    for section in users.sections where users.has("hassip", section) {
      var type = Array(section.variables.prefix(0))
      type.append(
        ConfVariable(
          name: Array("type".utf8), value: Array("friend".utf8), place: section.place, traits: [],
          inheritedFrom: nil))
      var device = device(
        section, type + users.general + section.variables, in: file, fault: nil, &files)
      if taken.contains(device.name) { device.fault = .overridden }
      if users.has("hasvoicemail", section) {
        device.mailboxes = [
          MailboxLink(MailboxID(context: "default", mailbox: device.name))
        ]
      }
      devices.append(device)
    }
  }

  private func device(
    _ section: ConfSection, _ variables: [ConfVariable], in file: CredentialFile,
    fault: LoadFault?, _ files: inout CredentialFiles
  ) -> Device {
    var device = Device(
      kind: .sip, name: ByteText(bytes: section.name), origin: file.origin(section))
    device.fault = fault
    // The first type decides whether there is a device; what it is, all of them add up to.
    let types = variables.all("type").map { ByteText(bytes: $0.value).lowercased }
    let isUser = types.contains("friend") || types.contains("user")
    let isPeer = types.contains("friend") || types.contains("peer")
    if fault == nil, !["friend", "user", "peer"].contains(types.first) { device.fault = .noType }
    device.context = ByteText(bytes: variables.last("context")?.value ?? [])
    device.userNames = [device.name]
    let secret = variables.last("secret").flatMap { $0.value.isEmpty ? nil : $0 }
    let digest = variables.last("md5secret").flatMap { $0.value.isEmpty ? nil : $0 }
    if let digest {
      device.credentials = [
        credential(digest, .digest(.md5), of: device.name, in: file, &files)
      ]
      device.form = secret == nil ? .digest : .plainAndDigest
    } else if let secret {
      device.credentials = [credential(secret, .plain, of: device.name, in: file, &files)]
      device.form = .plain
    }
    for line in variables.all("mailbox") {
      device.mailboxes += SorceryObject.list(line.value).map { MailboxLink($0) }
    }
    device.numbers = [variables.last("callerid"), variables.last("cid_number")].compactMap {
      CallerNumber.number(in: $0?.value ?? []).map { ByteText(bytes: $0) }
    }
    judge(&device, variables, isUser: isUser, isPeer: isPeer)
    return device
  }

  private func judge(
    _ device: inout Device, _ variables: [ConfVariable], isUser: Bool, isPeer: Bool
  ) {
    guard device.isLoaded else { return }
    var access = AccessList()
    var ownContacts = AccessList()
    guard acls.fill(&access, from: variables, skipsEmpty: true),
      acls.fill(&ownContacts, from: variables, prefix: "contact", skipsEmpty: true),
      // A name that does not resolve is no fault, but for a standing address.
      variables.last("host").map({ !$0.value.isEmpty }) ?? true,
      variables.all("defaultip").allSatisfy({ $0.value.isEmpty || IAXSections.isHost($0.value) })
    else {
      device.fault = .badValue
      return
    }
    let isDynamic =
      variables.last("host").map { ByteText(bytes: $0.value).lowercased == "dynamic" } ?? false
    if isPeer, isDynamic { device.registrationKeys = [device.name] }
    device.isTrunk = !isDynamic && isPeer
    device.access = access.reach
    let isReachable = device.access.isOpen(families)
    let skipsInvite = variables.last("insecure").map(Self.skipsInvite) ?? skipsInviteUsually
    if device.form == .none {
      device.openings.append(device.isTrunk ? .trunkByName : .noCredential)
      device.isOpen = isUser && isReachable
      device.registersOpen =
        isPeer && isDynamic && isReachable
        && letsRegister(contacts) && letsRegister(ownContacts)
    } else if skipsInvite {
      device.openings.append(.insecureInvite)
      device.isOpen = isUser && isReachable
    }
    // A peer is known by the address it registered from, not by its name.
    if !device.isOpen, !device.registersOpen, device.form == .none { device.openings = [] }
  }

  /// A blank behind the comma belongs to the word, which is then none.
  private static func skipsInvite(_ line: ConfVariable) -> Bool {
    line.value.split(separator: UInt8(ascii: ",")).contains {
      ByteText(bytes: $0).lowercased == "invite"
    }
  }

  private func letsRegister(_ contacts: AccessList) -> Bool {
    contacts.reach.isOpen(families) || contacts.reach.someNamed
  }

  private func credential(
    _ line: ConfVariable, _ form: InboundCredential.Form, of name: ByteText,
    in file: CredentialFile, _ files: inout CredentialFiles
  ) -> InboundCredential {
    let origin = file.origin(line)
    files.secretPaths.insert(origin.file)
    return InboundCredential(
      form: form, secret: Secret(line.value), userName: name, origin: origin, holder: name,
      template: line.inheritedFrom.map { ByteText(bytes: $0) })
  }
}
