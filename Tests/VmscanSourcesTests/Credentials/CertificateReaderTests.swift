import Testing
import VmscanModel

@testable import VmscanSources

struct CertificateReaderTests {
  private static let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
  private static let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"

  private func read(_ files: [String: String]) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) { CredentialConfigReader.read(tree.read()) }
  }

  private func http(_ lines: String) -> String {
    "[general]\nenabled=yes\nbindaddr=127.0.0.1\ntlsenable=yes\n\(lines)"
  }

  static let states: [(lines: String, state: ServiceCertificate.State, listens: Bool)] = [
    ("", .missing, false),
    ("tlscertfile=gone.pem\n", .missing, false),
    ("tlscertfile=key.pem\n", .missing, false),
    ("tlscertfile=cert.pem\n", .noKey, false),
    ("tlscertfile=cert.pem\ntlsprivatekey=gone.pem\n", .noKey, false),
    ("tlscertfile=cert.pem\ntlsprivatekey=key.pem\n", .usable, true),
    ("tlscertfile=both.pem\n", .usable, true),
  ]

  @Test(arguments: states)
  func `TLS is served with a certificate and its key, and its state is told`(
    _ lines: String, _ state: ServiceCertificate.State, _ listens: Bool
  ) {
    let found = read([
      "http.conf": http(lines), "cert.pem": Self.certificate, "key.pem": Self.key,
      "both.pem": Self.certificate + Self.key,
    ])
    #expect(found.certificates.map(\.state) == [state])
    #expect(found.certificates.map(\.origin.line) == [lines.isEmpty ? 4 : 5])
    #expect(found.listeners.contains(where: \.isTLS) == listens)
  }

  @Test func `nothing is said where TLS is off or nothing would listen`() {
    #expect(
      read(["http.conf": "[general]\nenabled=yes\nbindaddr=::\ntlscertfile=gone.pem\n"])
        .certificates.isEmpty)
    let off = "[general]\nenabled=no\ntlsenable=yes\ntlscertfile=gone.pem\n"
    #expect(read(["http.conf": off, "manager.conf": off]).certificates.isEmpty)
  }

  @Test func `what lies outside a copied configuration may be there at home`() {
    let found = read(["http.conf": http("tlscertfile=/etc/letsencrypt/live/x/fullchain.pem\n")])
    #expect(found.certificates.isEmpty)
  }

  @Test func `a transport of PJSIP names its certificate and key`() {
    let found = read([
      "pjsip.conf": "[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\ncert_file=cert.pem\n"
        + "priv_key_file=key.pem\n", "cert.pem": Self.certificate, "key.pem": Self.key,
    ])
    #expect(found.certificates.map(\.service) == [.sip])
    #expect(found.certificates.first?.key?.identity.mode == 0o100640)
  }
}
