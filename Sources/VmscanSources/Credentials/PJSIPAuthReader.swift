import VmscanFormats
import VmscanModel

/// What a loaded `auth` asks of those whose endpoint names it.
struct PJSIPAuth {
  var credential: InboundCredential?
  var form: CredentialForm
  /// It is loaded, and every request is refused all the same.
  var refusesAll = false
}

/// Reads objects of `type=auth` as the release does.
struct PJSIPAuthReader {
  let rules: CredentialRules
  /// `default_auth_algorithms_uas` of the global section.
  let defaultAlgorithms: [ByteText]

  /// `auth_apply` and what follows it; `nil` when it is not loaded.
  func auth(_ object: SorceryObject) -> PJSIPAuth? {
    let user = object.text("username")
    guard !user.isEmpty else { return nil }
    let type = object.text("auth_type").lowercased
    if type == "google_oauth" {
      guard !rules.isOldPJSIP, !object.text("refresh_token").isEmpty,
        !object.text("oauth_clientid").isEmpty, !object.text("oauth_secret").isEmpty
      else { return nil }
      return PJSIPAuth(credential: nil, form: .oauth, refusesAll: true)
    }
    guard ["", "userpass", "md5"].contains(type) || type == "digest" && rules.hasDigestAlgorithms
    else { return nil }
    return rules.hasDigestAlgorithms ? newAuth(object, user) : oldAuth(object, user, type)
  }

  private func oldAuth(_ object: SorceryObject, _ user: ByteText, _ type: ByteText) -> PJSIPAuth? {
    let digest = object.last("md5_cred")
    let password = object.last("password")
    if type == "md5" {
      guard let digest, digest.value.count == 32 else { return nil }
      let form: CredentialForm =
        password.map { !$0.value.isEmpty } ?? false ? .plainAndDigest : .digest
      return PJSIPAuth(credential: credential(digest, of: object, user, .digest(.md5)), form: form)
    }
    let value = password?.value ?? []
    var found = InboundCredential(
      form: .plain, secret: Secret(value), userName: user, realm: object.text("realm"),
      origin: password.map { object.file.origin($0) } ?? object.origin, holder: object.name,
      template: password?.inheritedFrom.map { ByteText(bytes: $0) })
    found.realm = object.text("realm")
    let hasDigest = digest.map { !$0.value.isEmpty } ?? false
    return PJSIPAuth(
      credential: found, form: value.isEmpty ? .empty : hasDigest ? .plainAndDigest : .plain)
  }

  private func newAuth(_ object: SorceryObject, _ user: ByteText) -> PJSIPAuth? {
    var digests: [DigestAlgorithm: (ConfVariable, [UInt8])] = [:]
    if let line = object.last("md5_cred"), !line.value.isEmpty {
      guard line.value.count == 32 else { return nil }
      digests[.md5] = (line, line.value)
    }
    for line in object.variables.all("password_digest") {
      for part in SorceryObject.list(line.value) {
        let words = part.bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard words.count == 2, let algorithm = Self.algorithm(ByteText(bytes: words[0])),
          words[1].count == algorithm.digits
        else { return nil }
        digests[algorithm] = (line, Array(words[1]))
      }
    }
    let password = object.last("password").flatMap { $0.value.isEmpty ? nil : $0 }
    guard !digests.isEmpty || password != nil else { return nil }
    var wanted: [DigestAlgorithm] = []
    for key in ["supported_algorithms_uas", "supported_algorithms_uac"] as [StaticString] {
      let list = object.list(key)
      for name in list.isEmpty ? defaultAlgorithms : list {
        guard let algorithm = Self.algorithm(name) else { return nil }
        wanted.append(algorithm)
      }
    }
    guard wanted.allSatisfy({ digests[$0] != nil || password != nil }) else { return nil }
    if let first = DigestAlgorithm.allCases.first(where: { digests[$0] != nil }),
      let (line, value) = digests[first]
    {
      return PJSIPAuth(
        credential: credential(line, of: object, user, .digest(first), value: value),
        form: password == nil ? .digest : .plainAndDigest)
    }
    guard let password else { return nil }
    return PJSIPAuth(credential: credential(password, of: object, user, .plain), form: .plain)
  }

  private static func algorithm(_ name: ByteText) -> DigestAlgorithm? {
    DigestAlgorithm.allCases.first { ByteText($0.rawValue).lowercased == name.lowercased }
  }

  private func credential(
    _ line: ConfVariable, of object: SorceryObject, _ user: ByteText,
    _ form: InboundCredential.Form, value: [UInt8]? = nil
  ) -> InboundCredential {
    let bytes = value ?? line.value
    var found = InboundCredential(
      form: form, secret: Secret(bytes), userName: user, realm: object.text("realm"),
      origin: object.file.origin(line), holder: object.name,
      template: line.inheritedFrom.map { ByteText(bytes: $0) })
    if case .digest = form { found.isDead = !bytes.allSatisfy(Self.isLowerHex) }
    return found
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66
  }
}
