import VmscanFormats
import VmscanModel

/// What stands beside PJSIP's endpoints and decides who gets in as one: global settings, auths,
/// addresses of record, transports, and the addresses and headers callers are known by.
struct PJSIPSurroundings {
  private(set) var listeners: [Listener] = []
  private(set) var auths: [ByteText: PJSIPAuth] = [:]
  private(set) var aors: [ByteText: Aor] = [:]
  private(set) var matches: [ByteText: Matches] = [:]
  /// The access list of all SIP traffic.
  private(set) var global = AccessList()
  /// `endpoint_identifier_order`.
  private(set) var order: [ByteText] = []
  /// Endpoints that register elsewhere.
  private(set) var registersOut: Set<ByteText> = []
  private(set) var families = AddressFamilies(ipv4: false, ipv6: false)
  private var defaultAlgorithms: [ByteText] = ["MD5"]

  struct Aor {
    var contacts = 0
    var hasStaticContact = false
    var mailboxes: [ByteText] = []
  }

  struct Matches {
    var isWide = false
    var hasHeader = false
    var hasAddress = false
  }

  init() {}

  /// Takes auths and addresses of record out of `objects`, which nobody needs after it.
  init(
    _ objects: inout SorceryObjects, _ files: inout CredentialFiles, modules: ModulePlan,
    acls: NamedAccessLists, webSocket: AddressFamilies
  ) {
    readGlobals(objects, modules, acls)
    readAuths(&objects, &files)
    readAors(&objects)
    readTransports(objects, webSocket, &files)
    readMatches(objects, modules)
  }

  private mutating func readGlobals(
    _ objects: SorceryObjects, _ modules: ModulePlan, _ acls: NamedAccessLists
  ) {
    if let global = objects.byType["global"]?.first(where: { $0.fault == nil }) {
      order = global.list("endpoint_identifier_order").map(\.lowercased)
      let algorithms = global.list("default_auth_algorithms_uas")
      if !algorithms.isEmpty { defaultAlgorithms = algorithms }
    }
    if order.isEmpty { order = ["ip", "username", "anonymous"] }
    guard modules.loads("res_pjsip_acl") else { return }
    for object in objects.byType["acl"] ?? [] where object.fault == nil {
      var list = AccessList()
      var contacts = AccessList()
      guard acls.fill(&list, from: object.variables),
        acls.fill(&contacts, from: object.variables, prefix: "contact_")
      else { continue }
      if contacts.reach.isEmpty { list.isShut = true }
      global.named += list.named + (list.own.isEmpty ? [] : [list.own])
      global.isShut = global.isShut || list.isShut
    }
  }

  private mutating func readAuths(_ objects: inout SorceryObjects, _ files: inout CredentialFiles) {
    let reader = PJSIPAuthReader(rules: files.rules, defaultAlgorithms: defaultAlgorithms)
    var rest = objects.take("auth")
    while let object = rest.popLast() {
      guard object.fault == nil, let auth = reader.auth(object) else { continue }
      auths[object.name] = auth
      if let credential = auth.credential, !credential.secret.isEmpty {
        files.secretPaths.insert(credential.origin.file)
      }
    }
  }

  private mutating func readAors(_ objects: inout SorceryObjects) {
    var rest = objects.take("aor")
    while let object = rest.popLast() {
      guard object.fault == nil else { continue }
      aors[object.name] = Aor(
        contacts: object.last("max_contacts")
          .flatMap { AsteriskWords.unsigned($0.value) }.map { Int($0) } ?? 0,
        hasStaticContact: object.variables.all("contact").contains { !$0.value.isEmpty },
        mailboxes: object.list("mailboxes"))
    }
  }

  private static let files: [StaticString] = [
    "cert_file", "priv_key_file", "ca_list_file", "ca_list_path",
  ]

  private mutating func readTransports(
    _ objects: SorceryObjects, _ webSocket: AddressFamilies, _ files: inout CredentialFiles
  ) {
    for object in objects.byType["transport"] ?? []
    where object.fault == nil {
      // `transport_tls_file_handler` refuses the object when a file is not there, whatever its
      // protocol; what is in the files matters only to those who connect.
      guard !Self.files.contains(where: { files.lacks(object.text($0).bytes) }) else { continue }
      let name = object.text("protocol").lowercased.utf8String ?? ""
      if name == "ws" || name == "wss" {
        families.ipv4 = families.ipv4 || webSocket.ipv4
        families.ipv6 = families.ipv6 || webSocket.ipv6
        continue
      }
      guard ["", "udp", "tcp", "tls"].contains(name), let line = object.last("bind"),
        let bound = ListenAddress(line.value.isEmpty ? Array("0.0.0.0".utf8) : line.value),
        let host = bound.host, (0...65_535).contains(bound.port ?? 0)
      else { continue }
      let isTLS = name == "tls"
      if isTLS, let line = object.last("cert_file"), !line.value.isEmpty {
        files.canServeTLS(
          .sip, object.file, object.variables, switchedOnBy: line,
          passphrase: object.text("password"))
      }
      let listener = Listener(
        service: .sip, transport: name.isEmpty ? "udp" : name,
        address: host, port: bound.port.flatMap { $0 == 0 ? nil : $0 } ?? (isTLS ? 5061 : 5060),
        isTLS: isTLS, origin: object.file.origin(line))
      families.ipv4 = families.ipv4 || !listener.isIPv6
      families.ipv6 = families.ipv6 || listener.isIPv6
      listeners.append(listener)
    }
  }

  private mutating func readMatches(_ objects: SorceryObjects, _ modules: ModulePlan) {
    guard modules.loads("res_pjsip_endpoint_identifier_ip") else { return }
    for object in objects.byType["identify"] ?? [] where object.fault == nil {
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
}
