import Glibc
import VmscanModel
import VmscanSources

/// Configuration directories of the repository and made-up ones.
enum ConfFixtures {
  /// `Tests/Fixtures`.
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/Fixtures"
  }()

  static let asterisk22 = AsteriskVersion(22, 10, 1)

  /// Names of the directories in `Tests/Fixtures/conf`.
  static let corpus: [String] = names(in: root + "/conf")

  static func names(in directory: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[0..<count]
    }
  }

  static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

  static func read(_ directory: String, version: AsteriskVersion? = asterisk22)
    -> VoicemailConfiguration
  {
    VoicemailConfigReader.read(etcDirectory: ByteText(directory), versionOverride: version)
  }

  static func read(corpus name: String, version: AsteriskVersion? = asterisk22)
    -> VoicemailConfiguration
  {
    read(root + "/conf/" + name, version: version)
  }
}

/// A directory of files that is removed with its last use.
final class TemporaryTree {
  let path: String

  init(_ files: [String: String] = [:]) {
    var template = Array("/tmp/vmscan-config-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? ""
    for (name, text) in files { write(name, text) }
  }

  deinit { remove(path) }

  func write(_ name: String, _ text: String, mode: mode_t = 0o640) {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/" + part
      mkdir(parent, 0o755)
    }
    guard let file = fopen(path + "/" + name, "wb") else { return }
    fwrite(text, 1, text.utf8.count, file)
    fclose(file)
    chmod(path + "/" + name, mode)
  }

  private func remove(_ item: String) {
    if unlink(item) == 0 { return }
    for name in ConfFixtures.names(in: item) { remove(item + "/" + name) }
    rmdir(item)
  }

  /// The configuration as read from here, with the spool in `spool`.
  func read(version: AsteriskVersion? = ConfFixtures.asterisk22) -> VoicemailConfiguration {
    VoicemailConfigReader.read(
      etcDirectory: ByteText(path), spoolOverride: ByteText(path + "/spool"),
      versionOverride: version)
  }
}

/// Reads one voicemail.conf given as text.
func readConfig(
  _ voicemail: String, _ others: [String: String] = [:],
  version: AsteriskVersion? = ConfFixtures.asterisk22
) -> VoicemailConfiguration {
  let tree = TemporaryTree(others.merging(["voicemail.conf": voicemail]) { $1 })
  return tree.read(version: version)
}

extension VoicemailConfiguration {
  func has(_ kind: ConfigNotice.Kind, line: Int? = nil) -> Bool {
    notices.contains { $0.kind == kind && (line == nil || $0.origin.line == line) }
  }

  func mailbox(_ name: String) -> ConfiguredMailbox? {
    mailboxes.first { $0.id.description == name }
  }
}

extension ConfiguredMailbox {
  /// Whether the PIN is this one; a test must never show the PIN itself.
  func hasPIN(_ text: String) -> Bool { pin.isSame(as: PIN(Array(text.utf8))) }
}
