import VmscanFormats
import VmscanModel
import VmscanSystem

extension CredentialFiles {
  /// Looks at the certificate of a service with TLS and remembers it.
  ///
  /// - Returns: whether Asterisk can listen with it. A file that may not be read counts: Asterisk may.
  mutating func canServeTLS(
    _ service: Listener.Service, _ origins: ConfigOrigins,
    _ lines: some BidirectionalCollection<ConfVariable>, switchedOnBy line: ConfVariable?
  ) -> Bool {
    let certificate = lines.last {
      $0.isNamed("tlscertfile") || $0.isNamed("sslcert") || $0.isNamed("cert_file")
    }
    let key = lines.last { $0.isNamed("tlsprivatekey") || $0.isNamed("priv_key_file") }
    guard let origin = (certificate ?? line).map({ origins.origin($0) }) else { return false }
    let found = look(
      service, origin, certificate?.value ?? [],
      key: key.flatMap { $0.value.isEmpty ? nil : $0.value })
    // A configuration that was copied may lack what lies outside its directory.
    if isNearby(certificate?.value ?? []) {
      certificates.append(found)
      noteUnread(found, origin)
    }
    return found.state == .usable || found.state == .unread
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
    path.isEmpty || etcDirectory == "/etc/asterisk"
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
    case .unread: found.state = .unread
    case .text(let text, let file):
      guard text.hasCertificate else { return found }
      found.expires = text.expires
      found.state = text.hasKey ? .usable : .noKey
      if text.hasKey { found.keys.append(file) }
    }
    guard let key else { return found }
    switch contents(resolved(key)) {
    case .missing: if found.state != .unread { found.state = .noKey }
    case .unread: found.state = .unread
    case .text(let text, let file):
      if found.state != .unread { found.state = text.hasKey ? .usable : .noKey }
      if text.hasKey { found.keys.append(file) }
    }
    return found
  }

  private enum Contents {
    case text(CertificateText, ConfigFile)
    case missing
    case unread
  }

  private func contents(_ path: [UInt8]) -> Contents {
    switch ConfigFileReader.read(path: path) {
    case .text(let bytes, let identity), .changing(let bytes, let identity):
      .text(
        CertificateText(String(decoding: bytes, as: UTF8.self)),
        ConfigFile(path: ByteText(bytes: path), identity: identity))
    case .missing, .notRegular: .missing
    case .failed: .unread
    }
  }
}
