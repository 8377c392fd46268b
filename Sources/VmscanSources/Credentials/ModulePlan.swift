import VmscanFormats
import VmscanModel

/// Which modules `modules.conf` lets Asterisk load: `noload` wins over every `load`, with `.so` or
/// without, and without the file everything is loaded.
///
/// A module is not loaded either where one is kept out that it requires, as its `AST_MODULE_INFO` says;
/// Asterisk adds none by itself, so that the list of another release may load nothing of PJSIP.
struct ModulePlan {
  private var autoload = true
  private var named: Set<String> = []
  private var misspelt: Set<String> = []
  private var excluded: [String: Origin] = [:]
  private var autoloadOrigin: Origin?
  private var isRefused = false
  /// Some module is kept out that another requires; in nearly all plans there is none.
  private var lacksRequired = false
  private let version: AsteriskVersion?

  init(_ file: CredentialFile?, version: AsteriskVersion?) {
    self.version = version
    guard let file else { return }
    isRefused = !file.isUsable
    guard file.isUsable, let section = file.conf.section("modules") else { return }
    autoload = false
    for variable in section.variables {
      if variable.isNamed("autoload") {
        autoload = AsteriskWords.isTrue(variable.value)
        autoloadOrigin = file.origin(variable)
      } else if variable.isNamed("noload") {
        excluded[Self.name(variable.value)] = file.origin(variable)
      } else if variable.isNamed("load") || variable.isNamed("preload")
        || variable.isNamed("require") || variable.isNamed("preload-require")
      {
        let name = Self.name(variable.value)
        // The first spelling is that of the file Asterisk opens, also for what autoload would load.
        let isFirst = named.insert(name).inserted
        let isExact = [name, name + ".so"].contains { variable.value == Array($0.utf8) }
        if isFirst, !isExact { misspelt.insert(name) }
      }
    }
    lacksRequired = !Self.required.allSatisfy(isListed)
  }

  /// Asked for every device, so that what modules require is looked at only where one is missing.
  func loads(_ module: String) -> Bool {
    isListed(module) && (!lacksRequired || needed(by: module).allSatisfy(loads))
  }

  private func isListed(_ module: String) -> Bool {
    !isRefused && excluded[module] == nil && !misspelt.contains(module)
      && (autoload || named.contains(module))
  }

  private static let required = [
    "res_pjproject", "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjsip",
    "res_pjsip_session", "res_pjsip_pubsub", "res_phoneprov", "res_stasis", "res_http_websocket",
    "res_websocket_client",
  ]

  private func needed(by module: String) -> [String] {
    switch module {
    case "res_pjsip":
      ["res_pjproject", "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb"]
    case "chan_pjsip": ["res_pjsip", "res_pjsip_session", "res_pjsip_pubsub"]
    case "res_pjsip_phoneprov_provider": ["res_pjsip", "res_phoneprov"]
    case "res_pjsip_transport_websocket": ["res_pjsip", "res_http_websocket"]
    case "res_prometheus": ["res_pjsip"]
    case "res_ari":
      // 16 does without web sockets, and nobody knows what an unknown release has: in doubt it is served.
      version.map { $0 >= AsteriskVersion(22, 5) } ?? false
        ? ["res_stasis", "res_http_websocket", "res_websocket_client"] : ["res_stasis"]
    default: module.hasPrefix("res_pjsip_") ? ["res_pjsip"] : []
    }
  }

  /// The line that keeps a module out.
  func origin(keepingOut module: String) -> Origin? { excluded[module] ?? autoloadOrigin }

  private static func name(_ value: [UInt8]) -> String {
    let text = String(decoding: value, as: UTF8.self).lowercased()
    return text.hasSuffix(".so") ? String(text.dropLast(3)) : text
  }
}
