import VmscanModel

/// Looks at the voicemail modules of an installation for what they were built to store into.
///
/// Each says so in its own description ("… with ODBC Storage"), which is the one thing that tells
/// the module of releases before 17 from its variants.
struct ModuleSearch {
  let etcDirectory: ByteText
  /// What `asterisk.conf` names.
  let named: (etc: ByteText?, modules: ByteText?)
  let plan: VoicemailModulePlan
  let version: AsteriskVersion?

  private static let usual: [ByteText] = [
    "/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules",
    "/usr/lib/x86_64-linux-gnu/asterisk/modules", "/usr/lib/aarch64-linux-gnu/asterisk/modules",
  ]

  private static let files: [(module: VoicemailModulePlan.Module, name: String)] = [
    (.file, "app_voicemail.so"), (.odbc, "app_voicemail_odbc.so"), (.imap, "app_voicemail_imap.so"),
  ]

  /// The storage of the one module that is loaded; `nil` when no module is found.
  ///
  /// With several that may be loaded the storage is `unknown`.
  func storage() -> (AsteriskSettings.Storage, Origin)? {
    guard let directory = directories.first(where: hasModule) else { return nil }
    var found: [(storage: AsteriskSettings.Storage, origin: Origin)] = []
    for (module, name) in Self.files where !plan.keepsOut(module, version: version) {
      let path = ByteText(bytes: directory.bytes + Array("/\(name)".utf8))
      guard let storage = Self.storage(of: path) else { continue }
      found.append((storage, Origin(file: path, line: 0)))
    }
    guard let first = found.first else { return nil }
    return found.count == 1 ? first : (.unknown, first.origin)
  }

  private var directories: [ByteText] {
    let etc = named.etc ?? "/etc/asterisk"
    let here = etcDirectory.bytes[
      ..<(etcDirectory.bytes.lastIndex { $0 != 0x2F }.map { $0 + 1 } ?? 0)]
    guard here.count >= etc.count, here.suffix(etc.count).elementsEqual(etc.bytes) else {
      return []
    }
    // An installation may be looked at from outside of its root.
    let root = Array(here.dropLast(etc.count))
    return (named.modules.map { [$0] } ?? Self.usual).map { ByteText(bytes: root + $0.bytes) }
  }

  private func hasModule(_ directory: ByteText) -> Bool {
    Self.files.contains {
      ConfigFileReader.isThere(path: directory.bytes + Array("/\($0.name)".utf8))
    }
  }

  private static func storage(of path: ByteText) -> AsteriskSettings.Storage? {
    let bytes: [UInt8]
    switch ConfigFileReader.read(path: path.bytes) {
    case .text(let text, _), .changing(let text, _): bytes = text
    case .missing: return nil
    case .notRegular, .failed: return .unknown
    }
    if contains("with ODBC Storage", bytes) { return .odbc }
    if contains("with IMAP Storage", bytes) { return .imap }
    return contains("Comedian Mail", bytes) ? .file : .unknown
  }

  private static func contains(_ text: StaticString, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      text.withUTF8Buffer { text in
        guard bytes.count >= text.count else { return false }
        var index = 0
        while index <= bytes.count - text.count {
          if bytes[index] == text[0],
            UnsafeBufferPointer(rebasing: bytes[index..<index + text.count])
              .elementsEqual(text)
          {
            return true
          }
          index += 1
        }
        return false
      }
    }
  }
}
