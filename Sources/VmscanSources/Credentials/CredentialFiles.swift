import VmscanFormats
import VmscanModel

/// A configuration file with all it includes, as the readers of credentials ask for it.
struct CredentialFile: Sendable {
  let conf: LoadedConf
  let name: String
  let origins: ConfigOrigins

  init(_ conf: LoadedConf, name: String) {
    self.conf = conf
    self.name = name
    origins = ConfigOrigins(conf)
  }

  /// Asterisk takes nothing of a file it refuses.
  var isUsable: Bool { conf.outcome == .loaded }

  func origin(_ variable: ConfVariable) -> Origin { origins.origin(variable) }
  func origin(_ section: ConfSection) -> Origin { origins.origin(section.place) }

  /// The variables of `[general]`; a second one has no effect.
  var general: [ConfVariable] {
    isUsable ? Array(conf.section("general")?.variables ?? []) : []
  }
}

extension BidirectionalCollection where Element == ConfVariable {
  /// The last of a name, which counts wherever a section is read line by line.
  func last(_ name: StaticString) -> ConfVariable? { last { $0.isNamed(name) } }

  /// The first of a name, which counts for `type`: a template's beats an own one.
  func first(_ name: StaticString) -> ConfVariable? { first { $0.isNamed(name) } }

  func all(_ name: StaticString) -> [ConfVariable] { filter { $0.isNamed(name) } }

  func isTrue(_ name: StaticString, default isTrue: Bool = false) -> Bool {
    last(name).map { AsteriskWords.isTrue($0.value) } ?? isTrue
  }
}

/// What the release decides about credentials; a release that is not known counts as any that
/// would read a file that is there, and as the newest otherwise.
struct CredentialRules {
  let version: AsteriskVersion?

  var conf: ConfRules { ConfigVersionRules(version: version).conf }

  /// `chan_sip` went with 21.
  var hasChanSIP: Bool { version.map { $0.major < 21 } ?? true }
  /// `users.conf` is read by nobody from 23 on.
  var readsUsersConf: Bool { version.map { $0.major < 23 } ?? true }
  /// SHA-256, and no `auth` without a password for every algorithm.
  var hasDigestAlgorithms: Bool {
    isSince([AsteriskVersion(20, 12), AsteriskVersion(21, 7), AsteriskVersion(22, 2)])
  }
  /// `res_prometheus` came with 17.
  var hasPrometheus: Bool { version.map { $0.major >= 17 } ?? true }
  /// ARI's users are objects that load one by one.
  var hasSingleARIUsers: Bool { version.map { $0.major >= 20 } ?? true }
  /// Access lists of ARI's users and restrictions of paths.
  var hasHTTPAccessLists: Bool {
    isSince([AsteriskVersion(20, 19), AsteriskVersion(22, 9), AsteriskVersion(23, 3)])
  }
  /// `/httpstatus` is served only where `enable_status` says so.
  var hidesStatusPage: Bool { version.map { $0.major >= 20 } ?? true }
  /// `external_signaling_hostname` of a transport came behind 22.10.
  var hasSignalingHostname: Bool { version.map { $0 >= AsteriskVersion(22, 11) } ?? true }
  /// Options of PJSIP objects as 16 knows them.
  var isOldPJSIP: Bool { version.map { $0.major < 18 } ?? false }

  private func isSince(_ points: [AsteriskVersion]) -> Bool {
    guard let version else { return true }
    if let point = points.first(where: { $0.major == version.major }) { return version >= point }
    return points.last.map { version.major > $0.major } ?? true
  }
}

/// Loads the files of one configuration directory and keeps what went wrong.
struct CredentialFiles {
  let etcDirectory: ByteText
  /// The directory is not the usual one, so that files may lie at home that are missing here.
  var isCopy: Bool
  let rules: CredentialRules
  private let execIncludes: Bool
  private var provider = ConfigFiles()
  private(set) var faults: [CredentialFault] = []
  private(set) var problems: [SourceProblem] = []
  /// One of the files that were asked for is there.
  private(set) var isAnyThere = false
  /// Files in which a secret was found.
  var secretPaths: Set<ByteText> = []
  /// Of every service that TLS is switched on for.
  var certificates: [ServiceCertificate] = []

  init(_ settings: AsteriskSettings) {
    etcDirectory = settings.etcDirectory
    isCopy = settings.etcDirectory != "/etc/asterisk"
    provider.copy = isCopy ? etcDirectory : nil
    rules = CredentialRules(version: settings.version)
    execIncludes = settings.execIncludes.value
  }

  /// Loads a file; `nil` when there is none or it cannot be read, which is then a problem.
  ///
  /// A refused file is a fault of its own unless `tellsFaults` is off.
  mutating func load(_ name: String, tellsFaults: Bool = true) -> CredentialFile? {
    guard isThere(name) else { return nil }
    var limits = ConfLimits()
    limits.diagnostics = 50
    limits.variables = 4_000_000
    limits.keepsText = false
    var loader = ConfLoader(
      etcDirectory: etcDirectory.bytes, rules: rules.conf, limits: limits, provider: provider)
    let conf = loader.load(Array(name.utf8))
    let known = provider.problems.count
    provider = loader.provider
    problems += provider.problems.dropFirst(known)
    guard conf.outcome != .missing else { return nil }
    if tellsFaults { note(conf, name: name) }
    return CredentialFile(conf, name: name)
  }

  /// Whether the directory has a file of the name.
  mutating func isThere(_ name: String) -> Bool {
    let isThere = ConfigFileReader.isThere(path: path(of: name).bytes)
    isAnyThere = isAnyThere || isThere
    return isThere
  }

  func path(of name: String) -> ByteText {
    ByteText(bytes: etcDirectory.bytes + [0x2F] + Array(name.utf8))
  }

  private mutating func note(_ conf: LoadedConf, name: String) {
    if conf.outcome == .invalid {
      let fault = conf.diagnostics.last { $0.kind.failsLoad }
      let origin = Origin(
        file: ByteText(bytes: fault?.file ?? conf.documents.first?.path ?? Array(name.utf8)),
        line: fault?.line ?? 0)
      faults.append(
        CredentialFault(
          .fileRefused, at: origin, lost: "all of \(name)", detail: fault?.text ?? ""))
    }
    for diagnostic in conf.diagnostics where diagnostic.kind == .execInclude && execIncludes {
      problems.append(
        SourceProblem(
          .elsewhere, path: ByteText(bytes: diagnostic.file), line: diagnostic.line,
          detail: "a command supplies configuration here, which is not run", hidesData: false))
    }
  }

  mutating func add(_ fault: CredentialFault) { faults.append(fault) }
  mutating func add(_ problem: SourceProblem) { problems.append(problem) }

  /// The identity of every file that holds a secret.
  var secretFiles: [ConfigFile] {
    var seen: Set<ByteText> = []
    return provider.files.filter { secretPaths.contains($0.path) && seen.insert($0.path).inserted }
  }

  /// The first file that is no longer what was read.
  func firstChanged() -> ByteText? { provider.firstChanged() }

  /// A path of a configuration, seen where the configuration was copied to.
  func resolved(_ path: [UInt8]) -> [UInt8] {
    let home = Array("/etc/asterisk/".utf8)
    guard path.first == 0x2F else { return etcDirectory.bytes + [0x2F] + path }
    return path.starts(with: home) ? etcDirectory.bytes + [0x2F] + path.dropFirst(home.count) : path
  }
}
