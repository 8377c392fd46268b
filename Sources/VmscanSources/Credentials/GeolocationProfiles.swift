import VmscanFormats
import VmscanModel

/// The profiles of `geolocation.conf`; an endpoint that names another one is not loaded.
struct GeolocationProfiles {
  private var names: Set<ByteText> = []

  init(_ files: inout CredentialFiles, modules: ModulePlan) {
    guard modules.loads("res_geolocation") else { return }
    if !files.rules.isOldPJSIP { names = Self.builtIn }
    guard let file = files.load("geolocation.conf", tellsFaults: false), file.isUsable else {
      return
    }
    for section in file.conf.visibleSections
    where section.variables.first("type")?.value == Array("profile".utf8) {
      names.insert(ByteText(bytes: section.name))
    }
  }

  func has(_ name: ByteText) -> Bool { names.contains(name) }

  private static let builtIn: Set<ByteText> = [
    "<prefer_config>", "<discard_config>", "<prefer_incoming>", "<discard_incoming>",
  ]
}
