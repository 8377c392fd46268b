import VmscanFormats
import VmscanModel

/// Which voicemail modules `modules.conf` loads and keeps from loading.
struct VoicemailModulePlan {
  enum Module: CaseIterable { case file, odbc, imap }
  /// Modules nobody names are loaded too, as without the file.
  var autoload = true
  private var loaded: [Module: Origin] = [:]
  private var excluded: [Module: Origin] = [:]

  mutating func apply(_ variable: ConfVariable, origin: Origin) {
    guard let module = Self.module(variable.value) else { return }
    if variable.isNamed("noload") {
      excluded[module] = origin
    } else if variable.isNamed("load") || variable.isNamed("preload")
      || variable.isNamed("require") || variable.isNamed("preload-require")
    {
      loaded[module] = origin
    }
  }

  /// `nil` when nothing is said, which means file storage as shipped.
  var storage: (AsteriskSettings.Storage, Origin)? {
    let wanted = loaded.filter { excluded[$0.key] == nil }
    if wanted.count > 1, let origin = wanted.values.min(by: { $0.line < $1.line }) {
      return (.unknown, origin)
    }
    if let (module, origin) = wanted.first {
      switch module {
      case .file: return (.file, origin)
      case .odbc: return (.odbc, origin)
      case .imap: return (.imap, origin)
      }
    }
    guard let origin = excluded[.file] else { return nil }
    // With all three excluded no voicemail runs, and what is on disk is what there is.
    return excluded.count == Module.allCases.count ? (.file, origin) : (.unknown, origin)
  }

  /// Whether the file keeps this module from being loaded.
  ///
  /// Only releases since 17 have a module for each storage; one that is not known counts as such
  /// where the file names the module.
  func keepsOut(_ module: Module, version: AsteriskVersion?) -> Bool {
    if let version, version.major < 17 { return false }
    if excluded[module] != nil { return true }
    return version != nil && !autoload && loaded[module] == nil
  }

  private static func module(_ value: [UInt8]) -> Module? {
    switch ByteText(bytes: value).lowercased.utf8String {
    case "app_voicemail.so", "app_voicemail": .file
    case "app_voicemail_odbc.so", "app_voicemail_odbc": .odbc
    case "app_voicemail_imap.so", "app_voicemail_imap": .imap
    default: nil
    }
  }
}
