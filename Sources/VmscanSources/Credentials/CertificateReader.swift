import VmscanFormats
import VmscanModel
import VmscanSystem

extension CredentialFiles {
  /// Looks at the certificate of a service with TLS and remembers it.
  ///
  /// - Returns: whether the web server, the manager interface or chan_sip can listen with it. A file
  ///   that may not be read counts: Asterisk may.
  @discardableResult
  mutating func canServeTLS(
    _ service: Listener.Service, _ origins: ConfigOrigins,
    _ lines: some BidirectionalCollection<ConfVariable>, switchedOnBy line: ConfVariable?,
    passphrase: ByteText = ""
  ) -> Bool {
    let certificate = lines.last {
      $0.isNamed("tlscertfile") || $0.isNamed("sslcert") || $0.isNamed("cert_file")
    }
    let key = lines.last { $0.isNamed("tlsprivatekey") || $0.isNamed("priv_key_file") }
    guard let origin = (certificate ?? line).map({ origins.origin($0) }) else { return false }
    var found = look(
      service, origin, certificate?.value ?? [],
      key: key.flatMap { $0.value.isEmpty ? nil : $0.value })
    // Whether it is the right one nobody can say without trying it.
    if found.state == .lockedKey, !passphrase.isEmpty { found.state = .usable }
    // A configuration that was copied may lack what lies outside its directory.
    if isNearby(certificate?.value ?? []) {
      certificates.append(found)
      noteUnread(found, origin)
    }
    return found.state == .usable || found.state == .unread
  }

  /// Whether a file that a line names is not there; one outside a copied configuration may be at home.
  func lacks(_ path: [UInt8]) -> Bool {
    !path.isEmpty && isNearby(path) && !ConfigFileReader.isThere(path: resolved(path))
  }

  /// What is not known of a certificate is no sign that it is good.
  private mutating func noteUnread(_ found: ServiceCertificate, _ origin: Origin) {
    guard found.expires == nil, found.state == .unread || found.state == .usable else { return }
    add(
      SourceProblem(
        .partial, path: found.file,
        detail: found.state == .unread
          ? "cannot read the certificate or the key that \(origin) names, so that nothing is known of it"
          : "cannot read in the certificate that \(origin) names when it ends; Asterisk may refuse it"
      ))
  }

  private func isNearby(_ path: [UInt8]) -> Bool {
    path.isEmpty || !isCopy
      || resolved(path).starts(with: etcDirectory.bytes + [0x2F])
  }

  private func look(
    _ service: Listener.Service, _ origin: Origin, _ path: [UInt8], key: [UInt8]?
  ) -> ServiceCertificate {
    let place = path.isEmpty ? [] : resolved(path)
    var found = ServiceCertificate(
      service: service, origin: origin, file: ByteText(bytes: place), state: .missing)
    guard !path.isEmpty else { return found }
    switch contents(place) {
    case .missing: return found
    case .unread:
      found.state = .unread
      if let key, case .text(let text, let file) = contents(resolved(key)), text.hasKey {
        found.keys.append(file)
      }
    case .text(let text, let file):
      guard text.hasCertificate else { return found }
      found.expires = text.expires
      if text.hasKey { found.keys.append(file) }
      guard let key else {
        found.state = Self.state(of: text, key: text)
        break
      }
      switch contents(resolved(key)) {
      case .missing: found.state = .noKey
      case .unread: found.state = .unread
      case .text(let other, let file):
        found.state = Self.state(of: text, key: other)
        if other.hasKey { found.keys.append(file) }
      }
    }
    return found
  }

  private static func state(
    of certificate: CertificateText, key: CertificateText
  ) -> ServiceCertificate.State {
    guard key.hasKey else { return .noKey }
    if key.isKeyEncrypted { return .lockedKey }
    guard let wanted = certificate.certified, let own = key.ofKey else { return .usable }
    return wanted == own ? .usable : .otherKey
  }

  /// A chain of certificates has some kilobytes, those of all authorities a quarter of this.
  private static let certificateLimit = 1 << 20

  private enum Contents {
    case text(CertificateText, ConfigFile)
    case missing
    case unread
  }

  private func contents(_ path: [UInt8]) -> Contents {
    switch ConfigFileReader.read(path: path, sizeLimit: Self.certificateLimit) {
    case .text(let bytes, let identity), .changing(let bytes, let identity):
      .text(
        CertificateText(String(decoding: bytes, as: UTF8.self)),
        ConfigFile(path: ByteText(bytes: path), identity: identity))
    case .missing, .notRegular: .missing
    case .failed: .unread
    }
  }
}
