import VmscanModel

extension Rule {
  static let certificate = Rule(
    "VC-308", "bad-certificate", "TLS is switched on without a good certificate", .medium,
    varies: """
      High when everybody on the machine can read the key; low when the certificate ends within 30
      days.
      """,
    why: """
      Without a certificate and its own key, without a passphrase, Asterisk starts no TLS, and says so
      in its log alone: logins pass in clear meanwhile. Clients refuse a certificate that has ended, or learn to accept any.
      Whoever has the key can read and change what TLS protects.
      """,
    remedy: """
      The administrator renews the certificate, names its file and that of its key where the finding
      says, lets only Asterisk's own user read the key (mode 640 or stricter), and reloads.
      """,
    citations: [.disaTLS, .nistConfidentiality],
    examples: [
      .triggers("the file is missing") { $0.certificate(.missing) },
      .triggers("the file of the key has none") { $0.certificate(.noKey) },
      .triggers("the key is another's") { $0.certificate(.otherKey) },
      .triggers("the key asks for a passphrase") { $0.certificate(.lockedKey) },
      .triggers("it ended yesterday") { $0.certificate { $0.expires = Scenario.now - .days(1) } },
      .triggers("it ends in a week", .low) {
        $0.certificate { $0.expires = Scenario.now + .days(7) }
      },
      .triggers("everybody can read its key", .high) {
        $0.certificate { $0.keys = [Scenario.keyFile(mode: 0o100644)] }
      },
      .passes("it is good for months, and its key is closed") {
        $0.certificate {
          $0.expires = Scenario.now + .days(80)
          $0.keys = [Scenario.keyFile(mode: 0o100640)]
        }
      },
      .passes("it cannot be read by this program") { $0.certificate(.unread) },
    ],
    logic: .system { context in
      context.input.credentials.certificates.compactMap {
        CertificateJudge(now: context.input.now).judge($0)
      }
    })
}

/// What is wrong with a certificate.
private struct CertificateJudge {
  let now: Timestamp

  func judge(_ certificate: ServiceCertificate) -> Detection? {
    var reasons: [Sentence] = []
    var severities: [Severity] = []
    switch certificate.state {
    case .usable, .unread: break
    case .missing:
      severities.append(.medium)
      reasons.append(
        certificate.file.isEmpty
          ? "no certificate is named, so that it does not start"
          : "there is no certificate in \(path: certificate.file), so that it does not start")
    case .noKey:
      severities.append(.medium)
      reasons.append("its key is not where it should be, so that it does not start")
    case .otherKey:
      severities.append(.medium)
      reasons.append("its key belongs to another certificate, so that nobody can connect")
    case .lockedKey:
      severities.append(.medium)
      reasons.append("its key asks for a passphrase, so that nobody can connect")
    }
    if let expires = certificate.expires {
      if expires <= now {
        severities.append(.medium)
        reasons.append("its certificate ended on \(day: expires)")
      } else if expires < now + .days(30) {
        severities.append(.low)
        reasons.append("its certificate ends on \(day: expires)")
      }
    }
    if let key = certificate.keys.first(where: \.identity.isWorldReadable) {
      severities.append(.high)
      reasons.append("its key in \(path: key.path) can be read by everybody on the machine")
    }
    guard let severity = severities.max() else { return nil }
    let message: Sentence = "TLS of \(word: name(certificate.service)) is not sound: \(reasons)."
    return Detection(
      .system, severity: severity,
      key: [ByteText(certificate.service.rawValue), certificate.origin.file], message: message,
      evidence: [Place(certificate.origin)])
  }

  private func name(_ service: Listener.Service) -> String {
    switch service {
    case .sip: "SIP"
    case .iax: "IAX"
    case .ami: "the manager interface"
    case .http: "the web server"
    }
  }
}

extension Scenario {
  fileprivate mutating func certificate(
    _ state: ServiceCertificate.State = .usable,
    _ change: (inout ServiceCertificate) -> Void = { _ in }
  ) {
    var certificate = ServiceCertificate(
      service: .http, origin: Origin(file: "/etc/asterisk/http.conf", line: 7),
      file: "/etc/asterisk/keys/asterisk.pem", state: state)
    change(&certificate)
    credentials.certificates.append(certificate)
  }

  fileprivate static func keyFile(mode: UInt32) -> ConfigFile {
    var identity = Scenario.identity
    identity.mode = mode
    return ConfigFile(path: "/etc/asterisk/keys/asterisk.pem", identity: identity)
  }
}
