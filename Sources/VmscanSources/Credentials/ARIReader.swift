import VmscanFormats
import VmscanModel

/// Reads ARI and its users: `ari.conf`.
struct ARIReader {
  private(set) var accounts: [Account] = []
  private(set) var isServed = false
  /// The line that lets the page of any origin use a login.
  private(set) var anyOrigin: Origin?

  private static let generalOptions: Set<String> = [
    "enabled", "pretty", "auth_realm", "allowed_origins", "channelvars", "websocket_write_timeout",
  ]

  init(_ files: inout CredentialFiles, _ acls: NamedAccessLists) {
    guard let file = files.load("ari.conf") else { return }
    let isSingle = files.rules.hasSingleARIUsers
    // One that loads users one by one knows the section and its options in lower case alone.
    let generals = file.conf.visibleSections.filter {
      isSingle ? $0.name == Array("general".utf8) : $0.isNamed("general")
    }
    let general = generals.first
    let hasKnownOptions =
      general?.variables.allSatisfy {
        let name = isSingle ? String(decoding: $0.name, as: UTF8.self) : Self.key($0)
        return Self.generalOptions.contains(name) && Self.takes($0.value, name, isSingle)
          || isSingle && (name == "type" || name.first == "@")
      } ?? true
    var isOn =
      file.isUsable && hasKnownOptions && (general != nil || !isSingle)
      && (general?.variables.isTrue("enabled", default: true) ?? true)
    if isSingle, generals.count > 1 { isOn = false }
    if let line = general?.variables.last("allowed_origins"),
      SorceryObject.list(line.value).contains("*")
    {
      anyOrigin = file.origin(line)
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
      var account = Self.user(section, in: file, acls, &files)
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
    isServed = isOn
    accounts = users
  }

  /// Nothing but a number for how long a write may take; of old one above 0.
  private static func takes(_ value: [UInt8], _ name: String, _ isSingle: Bool) -> Bool {
    guard name == "websocket_write_timeout" else { return true }
    return AsteriskWords.signed(value).map { isSingle || $0 > 0 } ?? false
  }

  private static func user(
    _ section: ConfSection, in file: CredentialFile, _ acls: NamedAccessLists,
    _ files: inout CredentialFiles
  ) -> Account {
    let variables = section.variables
    var account = Account(
      kind: .ari, name: ByteText(bytes: section.name), origin: file.origin(section))
    var known: Set<String> = ["type", "password", "password_format", "read_only"]
    if files.rules.hasHTTPAccessLists { known.formUnion(["permit", "deny", "acl"]) }
    let isSingle = files.rules.hasSingleARIUsers
    if !variables.allSatisfy({
      known.contains(key($0)) || isSingle && $0.name.first == UInt8(ascii: "@")
    }) {
      account.fault = .unknownOption
    }
    let format = variables.last("password_format").map { ByteText(bytes: $0.value).lowercased }
    if let format, format != "plain", format != "crypt" { account.fault = .badValue }
    if let line = variables.last("password"), !line.value.isEmpty {
      let origin = file.origin(line)
      files.secretPaths.insert(origin.file)
      let isHashed = format == "crypt"
      var found = InboundCredential(
        form: isHashed ? .crypt : .plain, secret: Secret(line.value), userName: account.name,
        origin: origin, holder: account.name,
        template: line.inheritedFrom.map { ByteText(bytes: $0) })
      found.isDead = isHashed && !isCrypt(line.value)
      account.credentials = [found]
      account.form = isHashed ? .crypt : .plain
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
}
