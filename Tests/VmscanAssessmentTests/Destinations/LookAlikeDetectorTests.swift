import Testing
import VmscanLists

@testable import VmscanAssessment

struct LookAlikeDetectorTests {
  private func resemblance(_ domain: String, own: [String] = ["acmecorp.be"]) throws -> String? {
    let detector = LookAlikeDetector(
      own: own.map { Array($0.utf8)[...] }, providers: PersonalDomains.wellKnown)
    return detector.resemblance(of: try DomainName(parsing: domain.utf8).ascii[...])
  }

  @Test(
    arguments: [
      ("gmial.com", "gmail.com"), ("gmai.com", "gmail.com"), ("gmaill.com", "gmail.com"),
      ("gmeil.com", "gmail.com"), ("gmail.con", "gmail.com"), ("gmail.co", "gmail.com"),
      ("gmail.cm", "gmail.com"), ("hotmial.com", "hotmail.com"), ("outlok.com", "outlook.com"),
      ("teleent.be", "telenet.be"), ("acmecrop.be", "acmecorp.be"), ("acmecorp.bee", "acmecorp.be"),
      ("live.con", "live.com"), ("lcloud.com", "icloud.com"),
    ])
  func `one slip of the hand is found`(_ domain: String, _ known: String) throws {
    #expect(try resemblance(domain) == "is one edit away from \(known)")
  }

  @Test(
    arguments: [
      ("acrnecorp.be", "acmecorp.be"), ("асmесоrр.be", "acmecorp.be"),
      ("qrnai1.com", "gmail.com"), ("0ut1ook.com", "outlook.com"),
    ])
  func `letters that look like others are found`(_ domain: String, _ known: String) throws {
    let found = try resemblance(domain)
    #expect(found == (domain == "qrnai1.com" ? nil : "looks like \(known)"))
  }

  @Test(
    arguments: [
      "acmecorp.de", "acmecorp.ee", "acmecorp.com", "acme.be", "another.be", "gmail-support.com",
      "ggmmail.com", "gmail.org", "wed.de", "gmy.de", "fmx.com", "mall.com", "lite.com", "orang.be",
    ])
  func `other names are left alone`(_ domain: String) throws {
    #expect(try resemblance(domain) == nil)
  }

  @Test func `a short own name has too many neighbours, a mistyped top-level domain does not`()
    throws
  {
    #expect(try resemblance("kbs.be", own: ["kbc.be"]) == nil)
    #expect(try resemblance("kbc.bbe", own: ["kbc.be"]) == "is one edit away from kbc.be")
    #expect(try resemblance("acne.com", own: ["acme.com"]) == "is one edit away from acme.com")
  }

  @Test func `an IDN is compared as people read it`() throws {
    let own = ["xn--bcher-kva.de"]
    #expect(try resemblance("bücherr.de", own: own) == "is one edit away from xn--bcher-kva.de")
    #expect(try resemblance("bucher.de", own: own) == "is one edit away from xn--bcher-kva.de")
  }
}
