import VmscanFormats
import VmscanModel

/// Reads `chan_iax2`'s users and peers: `iax.conf` and `users.conf`.
struct IAXReader {
  private let acls: NamedAccessLists
  private(set) var devices: [Device] = []
  private(set) var listeners: [Listener] = []
  private(set) var noCallToken: Origin?
  private var families = AddressFamilies(ipv4: true, ipv6: false)
  private var forcesEncryption = false

  init(
    _ files: inout CredentialFiles, users: UsersFile, modules: ModulePlan, acls: NamedAccessLists
  ) {
    self.acls = acls
    let isLoaded = modules.loads("chan_iax2")
    guard let file = files.load("iax.conf") else { return }
    let fault: LoadFault? = !isLoaded ? .moduleNotLoaded : file.isUsable ? nil : .fileRefused
    var order: [ByteText] = []
    var sections: [ByteText: IAXSections] = [:]
    func add(
      _ section: ConfSection, _ variables: [ConfVariable], type: ByteText, in file: CredentialFile
    ) {
      let name = ByteText(bytes: section.name)
      let origin = file.origin(section)
      if sections[name] == nil { order.append(name) }
      sections[name, default: IAXSections(origin: origin)].add(
        variables.map { IAXLine(variable: $0, origins: file.origins) }, type: type, at: origin)
    }
    if fault == nil {
      readGeneral(file)
      // Users of users.conf come first, with the values of its [general] before their own.
      if let usersFile = users.file {
        for section in users.sections where users.has("hasiax", section) {
          add(section, users.general + section.variables, type: "friend", in: usersFile)
        }
      }
    }
    for section in file.conf.visibleSections
    where !section.isNamed("general") && !section.isNamed("callnumberlimits") {
      let type = file.conf.value("type", in: section)
      add(
        section, Array(section.variables),
        type: type.map { ByteText(bytes: $0.value).lowercased } ?? "", in: file)
    }
    devices = order.compactMap { name in
      sections[name].map { device(name, $0, fault: fault, &files) }
    }
  }

  private mutating func readGeneral(_ file: CredentialFile) {
    let general = file.general
    let start = file.conf.section("general").map { file.origin($0) } ?? Origin(file: "", line: 0)
    forcesEncryption = Self.forcesEncryption(general.all("forceencryption").map(\.value)) ?? false
    noCallToken = general.last("calltokenoptional").map { file.origin($0) }
    var port = 4569
    for line in general {
      // It counts for the addresses behind it.
      if line.isNamed("bindport"), let number = AsteriskWords.unsigned(line.value),
        (1...65_535).contains(number)
      {
        port = Int(number)
      }
      guard line.isNamed("bindaddr"), let bound = ListenAddress(line.value), bound.address != nil
      else { continue }
      listeners.append(
        Listener(
          service: .iax, transport: "udp", address: bound.shown,
          port: bound.port ?? port, isTLS: false, origin: file.origin(line)))
    }
    if listeners.isEmpty {
      // A name, which is not looked up, or no address at all.
      let line = general.last("bindaddr")
      listeners = [
        Listener(
          service: .iax, transport: "udp", address: "0.0.0.0", port: port, isTLS: false,
          origin: line.map { file.origin($0) } ?? start)
      ]
    }
    families = AddressFamilies(
      ipv4: listeners.contains { !$0.isIPv6 || $0.address == "::" },
      ipv6: listeners.contains(where: \.isIPv6))
  }

  private func device(
    _ name: ByteText, _ sections: IAXSections, fault: LoadFault?, _ files: inout CredentialFiles
  ) -> Device {
    var device = Device(kind: .iax, name: name, origin: sections.origin)
    device.fault = fault
    if fault == nil, sections.user == nil, sections.peer == nil {
      device.fault = sections.hasBadHost ? .badValue : .noType
    }
    let lines = sections.lines
    device.context = ByteText(bytes: lines.last("context")?.value ?? [])
    device.userNames = [device.name]
    let mailbox = (sections.peer ?? lines).last("mailbox")?.value ?? []
    device.mailboxes = SorceryObject.list(mailbox).map { MailboxLink($0) }
    let passwords = passwords(&device, sections, &files)
    let database = lines.lastGiven("dbsecret")
    let keys = lines.lastGiven("inkeys")
    // With keys alone the list of passwords is empty, and so is the one that is asked for.
    let hasEmpty =
      passwords.contains(where: \.isEmpty)
      || passwords.isEmpty && sections.user != nil && database == nil && keys != nil
        && Self.asksPassword(lines)
    device.form =
      passwords.count > 1
      ? (hasEmpty ? .plainListAndEmpty : .plainList)
      : passwords.count == 1 ? .plain : database != nil ? .database : keys != nil ? .key : .none
    if let line = database ?? keys, passwords.isEmpty {
      device.credentials.append(
        InboundCredential(
          form: database != nil ? .database : .key, secret: Secret([]), userName: device.name,
          origin: line.origin, holder: device.name))
    }
    judge(&device, sections, hasEmpty: hasEmpty)
    return device
  }

  /// The passwords of the user, or of the peer where there is no user; all of both are credentials.
  private func passwords(
    _ device: inout Device, _ sections: IAXSections, _ files: inout CredentialFiles
  ) -> [[UInt8]] {
    func add(_ word: [UInt8], at line: IAXLine) {
      if !word.isEmpty { files.secretPaths.insert(line.origin.file) }
      device.credentials.append(
        InboundCredential(
          form: .plain, secret: Secret(word), userName: device.name, origin: line.origin,
          holder: device.name, template: line.template))
    }
    let ofPeer = sections.peer?.last("secret")
    guard let lines = sections.user else {
      guard let ofPeer, !ofPeer.value.isEmpty else { return [] }
      add(ofPeer.value, at: ofPeer)
      return [ofPeer.value]
    }
    let secrets = lines.filter { $0.variable.isNamed("secret") }
    let joined = Self.joined(secrets.map(\.value))
    let words =
      joined.isEmpty
      ? []
      : Self.takesParts(lines)
        ? joined.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
          .map { Array($0) }
        : [joined]
    for word in words {
      // The line that holds this part, or the last.
      guard let line = secrets.last(where: { $0.value == word }) ?? secrets.last else { continue }
      add(word, at: line)
    }
    if let ofPeer, !ofPeer.value.isEmpty, !words.contains(ofPeer.value) {
      add(ofPeer.value, at: ofPeer)
    }
    return words
  }

  private func judge(_ device: inout Device, _ sections: IAXSections, hasEmpty: Bool) {
    guard device.isLoaded else { return }
    let peer = sections.peer ?? []
    let isDynamic = peer.last("host").map { ByteText(bytes: $0.value).lowercased == "dynamic" }
    if isDynamic ?? false { device.registrationKeys = [device.name] }
    device.isTrunk = sections.peer != nil && !(isDynamic ?? false)
    device.access = reach(of: sections.lines)
    let isReachable = device.access.isOpen(families)
    if let user = sections.user {
      let forces = Self.forcesEncryption(
        user.filter { $0.variable.isNamed("forceencryption") }.map(\.value))
      device.isOpen = device.form == .none && !(forces ?? forcesEncryption) && isReachable
    }
    let asksPeer =
      peer.lastGiven("secret") != nil || peer.lastGiven("dbsecret") != nil
      || peer.lastGiven("inkeys") != nil
    device.registersOpen =
      isDynamic ?? false && !asksPeer && reach(of: peer).isOpen(families)
    if hasEmpty, isReachable { device.openings.append(.emptyPassword) }
    if device.isOpen || device.registersOpen, !hasEmpty { device.openings.append(.noCredential) }
  }

  private func reach(of lines: [IAXLine]) -> AddressReach {
    var access = AccessList()
    _ = acls.fill(&access, from: lines.map(\.variable))
    return access.reach
  }

  /// `yes` or the name of the cipher; another word leaves it as it was.
  private static func forcesEncryption(_ values: [[UInt8]]) -> Bool? {
    values.reduce(nil) { forces, value in
      AsteriskWords.isTrue(value) || ByteText(bytes: value).lowercased == "aes128"
        ? true : AsteriskWords.isFalse(value) ? false : forces
    }
  }

  private static func asksPassword(_ lines: [IAXLine]) -> Bool {
    let text = String(decoding: lines.last("auth")?.value ?? [], as: UTF8.self)
    return text.contains("md5") || text.contains("plaintext")
  }

  /// A digest is compared with each of several secrets, a password in clear with all as one.
  private static func takesParts(_ lines: [IAXLine]) -> Bool {
    guard let methods = lines.last("auth")?.value else { return true }
    let text = String(decoding: methods, as: UTF8.self)
    return text.contains("md5") || !text.contains("plaintext")
  }

  /// As `build_user` joins several secrets: an empty first one is replaced, a later one is not.
  private static func joined(_ secrets: [[UInt8]]) -> [UInt8] {
    secrets.reduce(into: []) { text, next in
      text = text.isEmpty ? next : text + [UInt8(ascii: ";")] + next
    }
  }
}
