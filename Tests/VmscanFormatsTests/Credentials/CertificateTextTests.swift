import Testing
import VmscanModel

@testable import VmscanFormats

/// Certificates that OpenSSL made, for ten years and until after 2050.
struct CertificateTextTests {
  private static let key =
    "-----BEGIN PRIVATE KEY-----\nnothing that could be one\n-----END PRIVATE KEY-----\n"
  private static let tenYears = """
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
  private static let longer = """
    -----BEGIN CERTIFICATE-----
    MIIBijCCATGgAwIBAgIUGGtJ92M7A9HHfrNbdgO18m3Yd40wCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPcGJ4LmV4YW1wbGUuY29tMCAXDTI2MTEzMDA1MDAyMFoYDzIw
    NTkxMDA4MDUwMDIwWjAaMRgwFgYDVQQDDA9wYnguZXhhbXBsZS5jb20wWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAARDqbxOFoWtuFbX+n+ALjpVJTmaXZdbGtaOYrvY
    LR3tGPq8Jw0y0awWbpLxYmNtfBmCbxGeM7qM6b1SL9iImkbRo1MwUTAdBgNVHQ4E
    FgQUgpbIMTK8MCl/BOhBV6lkJ5tRxKEwHwYDVR0jBBgwFoAUgpbIMTK8MCl/BOhB
    V6lkJ5tRxKEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAzsEiE
    VMrvNqTETJ642yhofdP+KM6OXsJF22kqYuhM4wIgSVYl2PGkC2uk+wgcWcu8mDuR
    NmUVynb12wX/lKpUCQQ=
    -----END CERTIFICATE-----
    """

  @Test(arguments: [(tenYears, Int64(2111374820)), (longer, Int64(2832814820))])
  func `the end is read in either form of time`(_ text: String, _ end: Int64) {
    #expect(CertificateText(text).expires == Timestamp(end))
    #expect(CertificateText("Some words before\n" + text + Self.key).expires == Timestamp(end))
  }

  @Test func `what OpenSSL reads is read, whatever its lines`() {
    let end = CertificateText(Self.tenYears).expires
    let lines = Self.tenYears.split(separator: "\n").map(String.init)
    let base64 = lines.dropFirst().dropLast().joined()
    let blanks = lines.map { $0 + " " }.joined(separator: "\r\n")
    let wide = [
      lines[0], String(base64.prefix(76)), String(base64.dropFirst(76)), lines.last ?? "",
    ]
    let one = [lines[0], base64, lines.last ?? ""]
    for text in [blanks, wide.joined(separator: "\n"), one.joined(separator: "\n")] {
      #expect(CertificateText(text).expires == end)
      for kind in ["X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        #expect(
          CertificateText(text.replacing("CERTIFICATE", with: kind)).expires == end)
      }
    }
    #expect(end != nil)
  }

  @Test func `a request, a public key and a comment are neither certificate nor key`() {
    let request = Self.tenYears.replacing("CERTIFICATE", with: "CERTIFICATE REQUEST")
    #expect(!CertificateText(request).hasCertificate)
    #expect(!CertificateText("# PRIVATE KEY of the PBX\n").hasKey)
    #expect(!CertificateText(Self.key.replacing("PRIVATE", with: "PUBLIC")).hasKey)
    #expect(CertificateText(Self.key.replacing("PRIVATE", with: "RSA PRIVATE")).hasKey)
  }

  @Test func `certificate and key are seen apart`() {
    let alone = CertificateText(Self.tenYears)
    #expect(alone.hasCertificate && !alone.hasKey)
    let both = CertificateText(Self.key + Self.tenYears)
    #expect(both.hasCertificate && both.hasKey && both.expires == alone.expires)
    let key = CertificateText(Self.key)
    #expect(!key.hasCertificate && key.hasKey && key.expires == nil)
  }

  @Test func `a damaged certificate has no end and is no crash`() {
    let lines = Self.tenYears.split(separator: "\n").map(String.init)
    for index in lines.indices {
      var some = lines
      some.remove(at: index)
      _ = CertificateText(some.joined(separator: "\n"))
      some = lines
      some[index] = String(some[index].reversed())
      _ = CertificateText(some.joined(separator: "\n"))
    }
    let cut = lines.prefix(3) + lines.suffix(1)
    #expect(CertificateText(cut.joined(separator: "\n")).expires == nil)
    #expect(
      CertificateText("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").expires == nil)
  }
}
