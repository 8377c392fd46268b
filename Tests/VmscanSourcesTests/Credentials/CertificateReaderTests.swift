import Testing
import VmscanModel

@testable import VmscanSources

struct CertificateReaderTests {
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBiTCCAS+gAwIBAgIUel0pUnnIOmK+i7mYAb2Tqk5CP1EwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMB4XDTI2MTEzMDA1MDAyMFoXDTM2
    MTEyNzA1MDAyMFowGjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMFkwEwYHKoZI
    zj0CAQYIKoZIzj0DAQcDQgAEsomrnNsyQ4PNhyLz9UQ6UdOkY87dveFGwd6OB0xy
    sK8+HdbcjQuTDVvkESTSHj3eJQJK+PuAsfflmpN9u+HeRqNTMFEwHQYDVR0OBBYE
    FNy9YRbkAhWd6bM5EZ+WOZHDTaBuMB8GA1UdIwQYMBaAFNy9YRbkAhWd6bM5EZ+W
    OZHDTaBuMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAKRu7KO5
    NSgQu7MnRJht40hcKhoWTm0hfRcYaqEyR4ptAiB+RrtJd+cHAl2qFF4+7BUHYH0f
    8u72RbWwBj0odELuJA==
    -----END CERTIFICATE-----

    """
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

  @Test func `a transport of PJSIP without its certificate does not listen`() {
    let text = "[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\ncert_file=gone.pem\n"
    let found = read(["pjsip.conf": text])
    #expect(found.certificates.map(\.state) == [.missing])
    #expect(found.listeners.map(\.isTLS).allSatisfy { !$0 })
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
