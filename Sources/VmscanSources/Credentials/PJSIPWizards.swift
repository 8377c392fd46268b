import VmscanFormats
import VmscanModel

/// Makes objects of the sections of `pjsip_wizard.conf`.
struct PJSIPWizards {
  /// Passwords without effect, by endpoint.
  private(set) var decoys: [ByteText: Origin] = [:]
  /// `hint_exten`, by endpoint.
  private(set) var hintNumbers: [ByteText: ByteText] = [:]
  /// Refused ones are no objects but worth a row.
  private(set) var refused: [(object: SorceryObject, fault: LoadFault)] = []

  init() {}

  /// `pjsip_wizard.conf`: one section makes endpoint, aor, auth and identify; the last of a name
  /// counts, and an object of `pjsip.conf` wins over a wizard's.
  init(_ files: inout CredentialFiles, into objects: inout SorceryObjects) {
    guard let file = files.load("pjsip_wizard.conf") else { return }
    var last: [ByteText: ConfSection] = [:]
    var order: [ByteText] = []
    for section in file.conf.visibleSections {
      let name = ByteText(bytes: section.name)
      let type = section.variables.first("type")?.value
      guard type == Array("wizard".utf8) else {
        if let type, ByteText(bytes: type).lowercased == "wizard" {
          refused.append((SorceryObject(section, in: file), .noType))
        }
        continue
      }
      guard file.isUsable else {
        refused.append((SorceryObject(section, in: file), .fileRefused))
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
      make(section, name, in: file, taken: taken, files, &objects)
    }
  }

  private mutating func make(
    _ section: ConfSection, _ name: ByteText, in file: CredentialFile,
    taken: [String: Set<ByteText>], _ files: CredentialFiles, _ objects: inout SorceryObjects
  ) {
    func isTrue(_ key: StaticString) -> Bool { section.variables.isTrue(key) }
    func part(_ prefix: String, of objectName: ByteText) -> SorceryObject {
      var object = SorceryObject(section, in: file, name: objectName)
      object.variables = ConfVariables(
        section.variables.filter { $0.name.starts(with: prefix.utf8) }.map {
          var copy = $0
          copy.name = Array($0.name.dropFirst(prefix.utf8.count))
          return copy
        })
      return object
    }
    func line(_ key: String, _ value: ByteText, like other: ConfPlace) -> ConfVariable {
      ConfVariable(
        name: Array(key.utf8), value: value.bytes, place: other, traits: [], inheritedFrom: nil)
    }
    func add(_ object: SorceryObject, _ type: String) {
      guard !(taken[type]?.contains(object.name) ?? false) else { return }
      objects.append(object, of: type, files)
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
      objects.append(identify, of: "identify", files)
    }
    if isTrue("has_phoneprov") {
      var phoneprov = part("phoneprov/", of: ByteText(bytes: name.bytes + Array("-phoneprov".utf8)))
      phoneprov.variables.append(line("endpoint", name, like: section.place))
      objects.append(phoneprov, of: "phoneprov", files)
    }
    if let hint = section.variables.last("hint_exten") {
      hintNumbers[name] = ByteText(bytes: hint.value)
    }
  }
}
