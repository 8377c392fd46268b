import VmscanFormats
import VmscanModel

/// A typed object of `pjsip.conf` or of the files `sorcery.conf` names.
struct SorceryObject {
  let name: ByteText
  /// Where its lines stand; not the file, which many thousand objects would keep in memory.
  let file: ConfigOrigins
  private let place: ConfPlace
  /// Why Asterisk does not load it, as its own lines say.
  fileprivate(set) var fault: LoadFault?
  /// Without the `object/` prefix for a wizard's part.
  var variables: ConfVariables

  init(_ section: ConfSection, in file: CredentialFile, name: ByteText? = nil) {
    self.name = name ?? ByteText(bytes: section.name)
    self.file = file.origins
    place = section.place
    variables = section.variables
  }

  var origin: Origin { file.origin(place) }

  func last(_ name: StaticString) -> ConfVariable? { variables.last(name) }

  /// The value of a line as text, empty without one.
  func text(_ name: StaticString) -> ByteText { ByteText(bytes: last(name)?.value ?? []) }

  /// A comma list, blanks around its members taken away, empty ones dropped.
  func list(_ name: StaticString) -> [ByteText] { Self.list(last(name)?.value ?? []) }

  static func list(_ value: [UInt8]) -> [ByteText] {
    value.split(separator: UInt8(ascii: ",")).map { ByteText(bytes: $0).stripped }
      .filter { !$0.isEmpty }
  }
}

/// All PJSIP objects of a configuration, by type.
struct SorceryObjects {
  /// The objects of a type, in file order, without those Asterisk loses as a whole.
  private(set) var byType: [String: [SorceryObject]] = [:]
  /// Objects that are written and lost, with the reason.
  private(set) var lost: [(type: String, object: SorceryObject, fault: LoadFault)] = []
  /// Types of which objects may live where they were not read, such as a database.
  private(set) var elsewhere: [String: Origin] = [:]

  static let types = [
    "endpoint", "auth", "aor", "acl", "transport", "global", "domain_alias", "identify",
    "phoneprov", "registration",
  ]

  /// Section of `sorcery.conf` that maps a type.
  private static func module(of type: String) -> StaticString {
    switch type {
    case "acl": "res_pjsip_acl"
    case "identify": "res_pjsip_endpoint_identifier_ip"
    case "phoneprov": "res_pjsip_phoneprov_provider"
    case "registration": "res_pjsip_outbound_registration"
    default: "res_pjsip"
    }
  }

  private let profiles: GeolocationProfiles

  init(_ files: inout CredentialFiles, modules: ModulePlan) {
    profiles = GeolocationProfiles(&files, modules: modules)
    let sorcery = files.load("sorcery.conf")
    var mapped: [String: [ConfVariable]] = [:]
    if let sorcery, sorcery.isUsable {
      for type in Self.types {
        let lines = sorcery.conf.section(Self.module(of: type))?.variables.filter {
          let parts = $0.name.split(separator: UInt8(ascii: "/"))
          return parts.first.map { ByteText(bytes: $0).lowercased == ByteText(type) } ?? false
            && !parts.dropFirst().contains { ByteText(bytes: $0) == "cache" }
        }
        if let lines, !lines.isEmpty { mapped[type] = lines }
      }
    }
    if mapped.count < Self.types.count, let pjsip = files.load("pjsip.conf") {
      take(
        pjsip, types: Self.types.filter { mapped[$0] == nil },
        criteria: { type in [("type", Array(type.utf8))] }, &files)
    }
    guard let sorcery else { return }
    for (type, lines) in mapped.sorted(by: { $0.key < $1.key }) {
      for line in lines { follow(line, of: type, in: sorcery, &files) }
    }
  }

  /// One mapping: `config,FILE,criteria=type=auth`, or a database.
  private mutating func follow(
    _ line: ConfVariable, of type: String, in sorcery: CredentialFile,
    _ files: inout CredentialFiles
  ) {
    let parts = SorceryObject.list(line.value)
    switch parts.first?.lowercased {
    case "config":
      guard parts.count > 1, let name = parts[1].utf8String else { return }
      guard let file = files.load(name) else {
        // One that is there and cannot be read may hold any of them.
        if files.isThere(name) { elsewhere[type] = sorcery.origin(line) }
        return
      }
      let criteria = parts.dropFirst(2).compactMap { part -> (String, [UInt8])? in
        let words = part.bytes.split(separator: UInt8(ascii: "="), maxSplits: 2)
        guard words.count == 3, ByteText(bytes: words[0]) == "criteria" else { return nil }
        return (String(decoding: words[1], as: UTF8.self), Array(words[2]))
      }
      take(file, types: [type], criteria: { _ in criteria }, &files)
    case "memory", "memory_cache", nil: return
    default:
      elsewhere[type] = sorcery.origin(line)
      files.add(
        SourceProblem(
          .elsewhere, path: sorcery.origin(line).file, line: sorcery.origin(line).line,
          detail: "PJSIP's \(setting: type) objects live in a database; they are not read",
          hidesData: false))
    }
  }

  private mutating func take(
    _ file: CredentialFile, types: [String], criteria: (String) -> [(String, [UInt8])],
    _ files: inout CredentialFiles
  ) {
    let fields = Dictionary(uniqueKeysWithValues: types.map { ($0, criteria($0)) })
    let typed = Dictionary(
      grouping: types.filter { fields[$0]?.count == 1 && fields[$0]?.first?.0 == "type" },
      by: { fields[$0]?.first?.1 ?? [] })
    let others = types.filter { !typed.values.joined().contains($0) }
    var found: [String: [SorceryObject]] = [:]
    for section in file.conf.visibleSections {
      let written = section.variables.first("type")?.value
      for type in written.flatMap({ typed[$0] }) ?? [] {
        found[type, default: []].append(object(section, of: type, in: file, files))
      }
      for type in others where Self.fits(section, fields[type] ?? []) {
        found[type, default: []].append(object(section, of: type, in: file, files))
      }
    }
    for type in types { add(found.removeValue(forKey: type) ?? [], of: type, from: file, &files) }
  }

  private func object(
    _ section: ConfSection, of type: String, in file: CredentialFile, _ files: CredentialFiles
  ) -> SorceryObject {
    var object = SorceryObject(section, in: file)
    object.fault = SorceryOptions.fault(of: object, type: type, files, profiles)
    return object
  }

  private static func fits(_ section: ConfSection, _ criteria: [(String, [UInt8])]) -> Bool {
    criteria.allSatisfy { name, value in
      section.variables.first { $0.isNamed(Array(name.utf8)) }?.value == value
    }
  }

  /// Two objects of a type and name lose the whole type.
  private mutating func add(
    _ objects: [SorceryObject], of type: String, from file: CredentialFile,
    _ files: inout CredentialFiles
  ) {
    guard file.isUsable else {
      lost += objects.map { (type, $0, .fileRefused) }
      return
    }
    var names: Set<ByteText> = []
    // One that is not loaded is none that a later one could repeat.
    let repeated = objects.first { object in
      if names.contains(object.name) { return true }
      if object.fault == nil { names.insert(object.name) }
      return false
    }
    if let twice = repeated {
      lost += objects.map { (type, $0, .duplicate) }
      files.add(
        CredentialFault(
          .duplicate, at: twice.origin, lost: "all \(type) objects of \(file.name)",
          detail: "Two objects of the type \(type) have the same name."))
      return
    }
    // No copy of many where there were none.
    if byType[type]?.isEmpty ?? true { byType[type] = objects } else { byType[type]? += objects }
  }

  mutating func append(_ object: SorceryObject, of type: String, _ files: CredentialFiles) {
    var object = object
    object.fault = SorceryOptions.fault(of: object, type: type, files, profiles)
    byType[type, default: []].append(object)
  }

  /// Hands over the objects of a type, the first of them last, so that `popLast` lets go of each as
  /// it is read.
  mutating func take(_ type: String) -> [SorceryObject] {
    (byType.removeValue(forKey: type) ?? []).reversed()
  }
}
