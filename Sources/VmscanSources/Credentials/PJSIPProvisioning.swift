import VmscanFormats
import VmscanModel

/// Endpoints whose password the phone provisioning hands out.
enum PJSIPProvisioning {
  static func accounts(
    _ objects: SorceryObjects, _ around: PJSIPSurroundings, modules: ModulePlan
  ) -> [Account] {
    guard modules.loads("res_pjsip_phoneprov_provider"),
      let telephones = objects.byType["phoneprov"], !telephones.isEmpty
    else { return [] }
    let endpoints = Dictionary(
      (objects.byType["endpoint"] ?? []).map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    return telephones.compactMap { object in
      let name = object.text("endpoint")
      guard let endpoint = endpoints[name], endpoint.fault == nil,
        !endpoint.text("transport").isEmpty, !object.text("MAC").isEmpty,
        endpoint.list("auth").first.map({ around.auths[$0] != nil }) ?? true
      else { return nil }
      var account = Account(kind: .phoneprov, name: object.name, origin: object.origin)
      account.device = name
      account.credentials =
        endpoint.list("auth").first.flatMap { around.auths[$0]?.credential }.map { [$0] } ?? []
      account.form = account.credentials.first.map { $0.form == .plain ? .plain : .digest } ?? .none
      return account
    }
  }
}
