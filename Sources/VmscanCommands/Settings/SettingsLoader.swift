import Glibc
import VmscanAssessment
import VmscanModel
import VmscanSystem

/// Resolves the settings: flag over environment over file over default.
struct SettingsLoader {
  static let defaultFile = "/etc/vmscan/vmscan.yaml"

  var environment: [String: String]
  /// Reads a text file; `nil` when it does not exist.
  var readFile: (String) throws -> String? = SettingsLoader.read

  /// - Throws: `SettingsError` with every fault of file and environment together.
  func load(file flag: String?, overrides: (inout Settings) -> [SettingsFault]) throws -> Settings {
    let (settings, faults) = resolve(file: flag, overrides: overrides)
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    return settings
  }

  /// The settings as far as they can be read, and every fault; for looking at, not for acting on.
  func resolve(
    file flag: String?, overrides: (inout Settings) -> [SettingsFault]
  ) -> (settings: Settings, faults: [SettingsFault]) {
    var settings = Settings()
    var faults: [SettingsFault] = []
    let named = flag ?? SettingVariable.config.value(in: environment)
    let path = named ?? Self.defaultFile
    do {
      if let text = try readFile(path) {
        var file = SettingsFile(path: path)
        file.apply(text, to: &settings)
        faults += file.faults
        let holdsSecret = settings.manager != nil || settings.publish?.hasPassword ?? false
        if holdsSecret, let fault = SettingsSecrecy.fault(of: path) {
          faults.append(fault)
        }
        settings.file = path
      } else if named != nil {
        faults.append(SettingsFault(place: path, reason: "no such file"))
      }
    } catch {
      faults.append(SettingsFault(place: path, reason: "\(error)"))
    }
    faults += applyEnvironment(to: &settings)
    faults += overrides(&settings)
    settings.nameDirectories()
    return (settings, faults)
  }

  private func applyEnvironment(to settings: inout Settings) -> [SettingsFault] {
    func value(_ variable: SettingVariable) -> String? { variable.value(in: environment) }
    if let value = value(.asteriskEtc) { settings.asteriskEtc = value }
    if let value = value(.spool) { settings.spool = value }
    if let value = value(.database) { settings.database = value }
    if let value = value(.mailLogs) {
      settings.mailLogs = value.split(separator: ":").map(String.init)
    }
    var faults: [SettingsFault] = []
    if let name = value(.host) {
      settings.host = name
      if !Settings.isHostName(name) {
        faults.append(
          SettingsFault(
            place: SettingVariable.host.rawValue,
            reason: "expected a name of letters, digits, dots and hyphens, such as pbx1"))
      }
    }
    guard let value = value(.ownDomains) else { return faults }
    let domains = value.split(separator: ",").map { $0.lowercased() }
    settings.assessment.ownDomains = domains
    return faults
      + domains.filter { !DomainSyntax.isPlausible($0) }.map {
        SettingsFault(place: SettingVariable.ownDomains.rawValue, reason: "'\($0)' is not a domain")
      }
  }

  /// A shell's `<(command)` is a pipe with a writer; any other pipe may never have one.
  private static func waitForWriter(of path: String, _ descriptor: CInt) throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return }
    guard path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/") else {
      throw SettingsReadError(reason: "it is a pipe; name a file")
    }
    guard fcntl(descriptor, F_SETFL, O_RDONLY) == 0 else {
      throw SettingsReadError(reason: "cannot be read: \(SystemError.last)")
    }
  }

  /// Reads at most 1 MiB of UTF-8 text.
  static func read(_ path: String) throws -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw SettingsReadError(reason: "cannot be opened: \(SystemError.last)")
    }
    defer { close(descriptor) }
    try waitForWriter(of: path, descriptor)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { break }
      guard count > 0 else {
        throw SettingsReadError(reason: "cannot be read: \(SystemError.last)")
      }
      bytes += block[..<count]
      guard bytes.count <= 1 << 20 else { throw SettingsReadError(reason: "larger than 1 MiB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsReadError(reason: "not UTF-8 text")
    }
    return text
  }
}

private struct SettingsReadError: Error, CustomStringConvertible {
  var reason: String
  var description: String { reason }
}
