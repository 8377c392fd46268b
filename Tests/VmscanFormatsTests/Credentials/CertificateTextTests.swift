import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanFormats

/// Certificates that OpenSSL made, for ten years and until after 2050.
struct CertificateTextTests {
  private static let key =
    "-----BEGIN PRIVATE KEY-----\nnothing that could be one\n-----END PRIVATE KEY-----\n"
  private static let tenYears = CertificateSamples.tenYears
  private static let longer = CertificateSamples.longer

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

  @Test func `a key fits its own certificate in every form and no other`() {
    let curve = CertificateText(CertificateSamples.curve).certified
    let rsa = CertificateText(CertificateSamples.rsa).certified
    #expect(curve != nil && rsa != nil && curve != rsa)
    for key in [CertificateSamples.curveKey, CertificateSamples.curveKeyPKCS8] {
      #expect(CertificateText(key).ofKey == curve)
    }
    for key in [CertificateSamples.rsaKey, CertificateSamples.rsaKeyPKCS8] {
      #expect(CertificateText(key).ofKey == rsa)
    }
    let other = CertificateText(CertificateSamples.otherCurveKey).ofKey
    #expect(other != nil && other != curve)
    #expect(CertificateText(CertificateSamples.longer).certified != curve)
  }

  @Test func `the first key of a file counts, whatever stands before it`() {
    let parameters =
      "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    let curve = CertificateSamples.curveKey
    let found = CertificateText(parameters + curve + CertificateSamples.rsaKey)
    #expect(found.ofKey == CertificateText(curve).ofKey)
    let turned = CertificateText(CertificateSamples.rsaKeyPKCS8 + curve)
    #expect(turned.ofKey == CertificateText(CertificateSamples.rsaKey).ofKey)
  }

  @Test func `a passphrase is seen in both forms`() {
    for key in [CertificateSamples.lockedKey, CertificateSamples.lockedOldKey] {
      let found = CertificateText(key)
      #expect(found.hasKey && found.isKeyEncrypted && found.ofKey == nil)
    }
    #expect(!CertificateText(CertificateSamples.curveKey).isKeyEncrypted)
  }

  @Test func `a damaged certificate has no end and is no crash`() {
    let samples = [Self.tenYears, CertificateSamples.rsaKey, CertificateSamples.curveKeyPKCS8]
    for lines in samples.map({ $0.split(separator: "\n").map(String.init) }) {
      for index in lines.indices {
        var some = lines
        some.remove(at: index)
        _ = CertificateText(some.joined(separator: "\n"))
        some = lines
        some[index] = String(some[index].reversed())
        _ = CertificateText(some.joined(separator: "\n"))
      }
    }
    let lines = Self.tenYears.split(separator: "\n").map(String.init)
    let cut = lines.prefix(3) + lines.suffix(1)
    #expect(CertificateText(cut.joined(separator: "\n")).expires == nil)
    #expect(
      CertificateText("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").expires == nil)
  }
}
