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
  /// Sections of a name, which add up.
  private var parts: [ByteText: [(ConfSection, [ConfVariable])]] = [:]
  private var order: [ByteText] = []
  private var positions: [ByteText: Int] = [:]

  init(
    _ files: inout CredentialFiles, users: UsersFile, modules: ModulePlan, acls: NamedAccessLists
  ) {
    self.acls = acls
    let isLoaded = modules.loads("chan_iax2")
    guard let file = files.load("iax.conf") else { return }
    let fault: LoadFault? = !isLoaded ? .moduleNotLoaded : file.isUsable ? nil : .fileRefused
    if fault == nil {
      readGeneral(file)
      // Users of users.conf come first, with the values of its [general] before their own.
      if let usersFile = users.file {
        for section in users.sections where users.has("hasiax", section) {
          take(section, users.general + section.variables)
        }
        add(in: usersFile, isOfUsers: true, fault: nil, &files)
        (parts, order) = ([:], [])
      }
    }
    for section in file.conf.visibleSections
    where !section.isNamed("general") && !section.isNamed("callnumberlimits") {
      take(section, Array(section.variables))
    }
    add(in: file, isOfUsers: false, fault: fault, &files)
  }

  private mutating func take(_ section: ConfSection, _ variables: [ConfVariable]) {
    let name = ByteText(bytes: section.name)
    if parts[name] == nil { order.append(name) }
    parts[name, default: []].append((section, variables))
  }

  private mutating func readGeneral(_ file: CredentialFile) {
    let general = file.general
    let start = file.conf.section("general").map { file.origin($0) } ?? Origin(file: "", line: 0)
    forcesEncryption = general.isTrue("forceencryption")
    noCallToken = general.last("calltokenoptional").map { file.origin($0) }
    var port = 4569
    for line in general {
      if line.isNamed("bindport"), listeners.isEmpty { port = AsteriskWords.atoi(line.value) }
      guard line.isNamed("bindaddr"), let bound = ListenAddress(line.value), bound.address != nil
      else { continue }
      listeners.append(
        Listener(
          service: .iax, transport: "udp", address: ByteText(bytes: bound.host),
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

  private mutating func add(
    in file: CredentialFile, isOfUsers: Bool, fault: LoadFault?, _ files: inout CredentialFiles
  ) {
    for name in order {
      guard let own = parts[name], let section = own.last?.0 else { continue }
      let variables = own.flatMap(\.1)
      var device = Device(kind: .iax, name: name, origin: file.origin(section))
      device.fault = fault
      let type =
        isOfUsers
        ? "friend"
        : file.conf.value("type", in: section).map { ByteText(bytes: $0.value).lowercased } ?? ""
      let isUser = type == "friend" || type == "user"
      let isPeer = type == "friend" || type == "peer"
      if fault == nil, !isUser, !isPeer { device.fault = .noType }
      fill(
        &device, variables, last: own.last?.1 ?? [], isUser: isUser, isPeer: isPeer, in: file,
        &files)
      if let index = positions[name] {
        devices[index] = device
      } else {
        positions[name] = devices.count
        devices.append(device)
      }
    }
  }

  private func fill(
    _ device: inout Device, _ variables: [ConfVariable], last: [ConfVariable], isUser: Bool,
    isPeer: Bool, in file: CredentialFile, _ files: inout CredentialFiles
  ) {
    device.context = ByteText(bytes: variables.last("context")?.value ?? [])
    device.userNames = [device.name]
    for line in variables.all("mailbox") {
      device.mailboxes += SorceryObject.list(line.value).map { MailboxLink($0) }
    }
    let secrets = isUser ? variables.all("secret") : last.all("secret").suffix(1)
    let joined = Self.joined(secrets.map(\.value))
    let words =
      joined.isEmpty
      ? []
      : Self.takesParts(variables)
        ? joined.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        : [joined[...]]
    for word in words {
      // The line that holds this part, or the last.
      let line = secrets.last { $0.value.elementsEqual(word) } ?? secrets.last
      guard let line else { continue }
      let origin = file.origin(line)
      if !word.isEmpty { files.secretPaths.insert(origin.file) }
      device.credentials.append(
        InboundCredential(
          form: .plain, secret: Secret(word), userName: device.name, origin: origin,
          holder: device.name, template: line.inheritedFrom.map { ByteText(bytes: $0) }))
    }
    let keys = variables.last("inkeys").flatMap { $0.value.isEmpty ? nil : $0 }
    let database = variables.last("dbsecret").flatMap { $0.value.isEmpty ? nil : $0 }
    let hasEmpty = words.contains(where: \.isEmpty)
    device.form =
      words.count > 1
      ? (hasEmpty ? .plainListAndEmpty : .plainList)
      : words.count == 1 ? .plain : database != nil ? .database : keys != nil ? .key : .none
    if let line = database ?? keys, words.isEmpty {
      device.credentials = [
        InboundCredential(
          form: database != nil ? .database : .key, secret: Secret([]), userName: device.name,
          origin: file.origin(line), holder: device.name)
      ]
    }
    judge(
      &device, variables, lastSecret: last.last("secret") ?? secrets.last, isUser: isUser,
      isPeer: isPeer, hasEmpty: hasEmpty)
  }

  private func judge(
    _ device: inout Device, _ variables: [ConfVariable], lastSecret: ConfVariable?, isUser: Bool,
    isPeer: Bool, hasEmpty: Bool
  ) {
    guard device.isLoaded else { return }
    let isDynamic =
      variables.last("host").map { ByteText(bytes: $0.value).lowercased == "dynamic" } ?? false
    if isPeer, isDynamic { device.registrationKeys = [device.name] }
    device.isTrunk = isPeer && !isDynamic
    var access = AccessList()
    _ = acls.fill(&access, from: variables)
    device.access = access.reach
    let isReachable = device.access.isOpen(families)
    let forces = variables.last("forceencryption").map { AsteriskWords.isTrue($0.value) }
    let asksPeer = !(lastSecret?.value.isEmpty ?? true) || [.key, .database].contains(device.form)
    device.isOpen =
      isUser && device.form == .none && !(forces ?? forcesEncryption) && isReachable
    device.registersOpen = isPeer && isDynamic && !asksPeer && isReachable
    if hasEmpty, isReachable { device.openings.append(.emptyPassword) }
    if device.isOpen || device.registersOpen, !hasEmpty { device.openings.append(.noCredential) }
  }

  /// A digest is compared with each of several secrets, a password in clear with all as one.
  private static func takesParts(_ variables: [ConfVariable]) -> Bool {
    guard let methods = variables.last("auth")?.value else { return true }
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
