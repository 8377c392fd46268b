import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

struct CertificateReaderTests {
  private static let certificate = CertificateSamples.tenYears
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
    ("tlscertfile=curve.pem\ntlsprivatekey=curve.key\n", .usable, true),
    ("tlscertfile=curve.pem\ntlsprivatekey=other.key\n", .otherKey, false),
    ("tlscertfile=curve.pem\ntlsprivatekey=rsa.key\n", .otherKey, false),
    ("tlscertfile=curve.pem\ntlsprivatekey=locked.key\n", .lockedKey, false),
  ]

  private static let files = [
    "cert.pem": certificate, "key.pem": key, "both.pem": certificate + key,
    "curve.pem": CertificateSamples.curve, "curve.key": CertificateSamples.curveKey,
    "other.key": CertificateSamples.otherCurveKey, "rsa.key": CertificateSamples.rsaKey,
    "locked.key": CertificateSamples.lockedKey,
  ]

  @Test(arguments: states)
  func `TLS is served with a certificate and its key, and its state is known`(
    _ lines: String, _ state: ServiceCertificate.State, _ listens: Bool
  ) {
    let found = read(Self.files.merging(["http.conf": http(lines)]) { $1 })
    #expect(found.certificates.map(\.state) == [state])
    #expect(found.certificates.map(\.origin.line) == [lines.isEmpty ? 4 : 5])
    #expect(found.listeners.contains(where: \.isTLS) == listens)
  }

  @Test func `both files with a key are looked at`() {
    let lines = "tlscertfile=both.pem\ntlsprivatekey=key.pem\n"
    let found = read([
      "http.conf": http(lines), "key.pem": Self.key, "both.pem": Self.certificate + Self.key,
    ])
    let keys = found.certificates.flatMap(\.keys).map {
      $0.path.description.split(separator: "/").last
    }
    #expect(keys == ["both.pem", "key.pem"])
  }

  @Test func `a certificate of which nothing is known is no good one`() {
    let broken = "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"
    let found = read(["http.conf": http("tlscertfile=both.pem\n"), "both.pem": broken + Self.key])
    let told = found.coverage.problems.filter { $0.path.description.hasSuffix("/both.pem") }
    #expect(told.count == 1 && told.allSatisfy(\.hidesData))
    let whole = read([
      "http.conf": http("tlscertfile=both.pem\n"), "both.pem": Self.certificate + Self.key,
    ])
    #expect(!whole.coverage.problems.contains { $0.path.description.hasSuffix("/both.pem") })
  }

  private func transport(_ lines: String, protocol name: String = "tls") -> CredentialInventory {
    let text = "[tls]\ntype=transport\nprotocol=\(name)\nbind=0.0.0.0\n\(lines)"
    return read(Self.files.merging(["pjsip.conf": text]) { $1 })
  }

  @Test(arguments: ["tls", "udp"], ["cert_file", "priv_key_file", "ca_list_file"])
  func `a transport of PJSIP that names a missing file does not listen`(
    _ name: String, _ option: String
  ) {
    #expect(transport("\(option)=gone.pem\n", protocol: name).listeners.isEmpty)
    #expect(transport("\(option)=cert.pem\n", protocol: name).listeners.count == 1)
  }

  static let transports: [(lines: String, state: ServiceCertificate.State)] = [
    ("cert_file=curve.pem\npriv_key_file=curve.key\n", .usable),
    ("cert_file=curve.pem\n", .noKey),
    ("cert_file=curve.pem\npriv_key_file=other.key\n", .otherKey),
    ("cert_file=curve.pem\npriv_key_file=locked.key\n", .lockedKey),
    ("cert_file=curve.pem\npriv_key_file=locked.key\npassword=harbor-63\n", .usable),
  ]

  @Test(arguments: transports)
  func `a transport of PJSIP listens whatever is in its files`(
    _ lines: String, _ state: ServiceCertificate.State
  ) {
    let found = transport(lines)
    #expect(found.certificates.map(\.state) == [state])
    #expect(found.listeners.map(\.isTLS) == [true])
  }

  @Test func `a file that is no certificate by its size is not read`() {
    let large = Self.certificate + String(repeating: "#", count: 1 << 20)
    let found = read(["http.conf": http("tlscertfile=large.pem\n"), "large.pem": large])
    #expect(found.certificates.map(\.state) == [.unread])
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
    #expect(found.certificates.first?.keys.first?.identity.mode == 0o100640)
  }
}
