import FoundationEssentials
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// What a reader of credentials is tempted to report, or to miss, and why it must not.
struct FalseAlarmTests {
  private struct Report: Decodable {
    struct Finding: Decodable {
      var rule: String
      var severity: String
      var subject: String
      var message: String
    }

    var findings: [Finding]
  }

  private static let strong = "kV7#pq2Zw9!dLm4sTr0x"
  private static let transport = "[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n"

  private static func endpoint(
    _ name: String, auth: String? = nil, _ more: String = ""
  ) -> String {
    "[\(name)]\ntype=endpoint\ncontext=inside\naors=\(name)\n"
      + (auth.map { "auth=\($0)\n" } ?? "") + more
      + "[\(name)]\ntype=aor\nmax_contacts=1\n"
  }

  private static func auth(_ name: String, _ lines: String) -> String {
    "[\(name)]\ntype=auth\nauth_type=userpass\nusername=\(name)\n\(lines)\n"
  }

  /// Findings on credentials of a site with these files.
  private func findings(
    _ files: [String: String], version: String = "22.10.1"
  ) throws -> [Report.Finding] {
    let site = try TestSite()
    try site.configure("1001 => 836592,Alice Example,alice@example.com")
    for (name, text) in files { try site.write(text, to: "etc/\(name)") }
    _ = try TestFiles.run("/bin/chmod", ["-R", "u=rwX,g=rX,o=", site.etc])
    let done = site.scan("--asterisk-version", version, "--format", "json")
    return try JSONDecoder().decode(Report.self, from: Data(done.output.utf8)).findings
      .filter { $0.rule.hasPrefix("VC-") }
  }

  private func exposed(_ pjsip: String, version: String = "22.10.1") throws -> [Report.Finding] {
    try findings(["pjsip.conf": Self.transport + pjsip], version: version)
      .filter { $0.rule == "VC-101" }
  }

  @Test func `passwords for others' servers are no way in`() throws {
    let outbound = Self.endpoint(
      "gate", auth: nil, "outbound_auth=gate-out\nidentify_by=ip\n")
    let pjsip =
      outbound + Self.auth("gate-out", "password=1234")
      + "[gate-id]\ntype=identify\nendpoint=gate\nmatch=192.0.2.10\n"
    #expect(try exposed(pjsip).isEmpty)
    let sip = """
      [general]
      allowguest=no
      bindaddr=127.0.0.1
      register => user:1234@provider.example
      [100]
      type=friend
      host=dynamic
      secret=\(Self.strong)
      remotesecret=1234
      """
    #expect(
      try findings(["sip.conf": sip], version: "16.28.0").filter { $0.rule == "VC-101" }.isEmpty)
  }

  @Test func `a template is no device, and what it hands down is told once for each device`() throws
  {
    let pjsip =
      "[tpl](!)\ntype=auth\nauth_type=userpass\npassword=\(Self.strong)\n"
      + (100..<103).map {
        Self.endpoint("\($0)", auth: "\($0)-a") + "[\($0)-a](tpl)\nusername=\($0)\n"
      }
      .joined()
    let found = try exposed(pjsip)
    #expect(found.map(\.subject).sorted() == (100..<103).map { "device pjsip/\($0)" })
    #expect(found.allSatisfy { $0.message.contains("3 logins have the same one") })
  }

  @Test func `one auth of several endpoints is a shared password`() throws {
    let pjsip =
      Self.endpoint("100", auth: "all") + Self.endpoint("101", auth: "all")
      + Self.auth("all", "password=\(Self.strong)")
    #expect(try exposed(pjsip).allSatisfy { $0.message.contains("2 logins have the same one") })
    #expect(try exposed(pjsip).count == 2)
  }

  @Test func `comments define nothing, and a file nobody loads opens nothing`() throws {
    let pjsip = ";[100]\n;type=endpoint\n;--\n[101]\ntype=endpoint\n--;\n"
    #expect(try exposed(pjsip).isEmpty)
    let sip = "[general]\nbindaddr=0.0.0.0\n[100]\ntype=friend\nhost=dynamic\n"
    #expect(try findings(["sip.conf": sip]).isEmpty)
    #expect(
      try findings(
        ["sip.conf": sip, "modules.conf": "[modules]\nautoload=yes\nnoload=chan_sip.so\n"],
        version: "16.28.0"
      ).isEmpty)
  }

  @Test(arguments: ["CHANGE_ME", "<secret>", "${SECRET}", "xxxxxxxx", "********"])
  func `a placeholder is what it says and is loaded`(value: String) throws {
    let pjsip = Self.endpoint("100", auth: "100-a") + Self.auth("100-a", "password=\(value)")
    let found = try exposed(pjsip)
    #expect(found.count == 1)
    #expect(found[0].message.contains("placeholder that was never replaced"), "\(found[0].message)")
    #expect(!found[0].message.contains(value))
  }

  @Test(arguments: [
    "d3045b18da9f892dd8c3ff13e424d73c", "q1Zx9vT0b3R2c4Jm8KpLw6Yd5sHfNgEa", "83920174655029384716",
  ])
  func `long random values pass whatever they are made of`(value: String) throws {
    let pjsip = Self.endpoint("1", auth: "one") + Self.auth("one", "password=\(value)")
    #expect(try exposed(pjsip).isEmpty)
  }

  @Test func `arrows, escapes, quotes and additions are read as Asterisk does`() throws {
    let pjsip =
      Self.endpoint("100", auth: "100-a")
      + "[100-a]\ntype => auth\nauth_type => userpass\nusername => 100\npassword => 1234 ; short\n"
      + "[100-a](+)\npassword = \(Self.strong)\\;x\n"
    #expect(try exposed(pjsip).isEmpty)
    let quoted = Self.endpoint("100", auth: "100-a") + Self.auth("100-a", "password=\"100\"")
    #expect(try exposed(quoted).count == 1)
  }

  @Test func `a listener behind a local proxy is right, one on all addresses is told`() throws {
    let ari = "[general]\nenabled=yes\n[panel]\ntype=user\npassword=\(Self.strong)\n"
    func http(_ address: String) -> [String: String] {
      ["http.conf": "[general]\nenabled=yes\nbindaddr=\(address)\n", "ari.conf": ari]
    }
    #expect(try findings(http("127.0.0.1")).allSatisfy { !$0.rule.hasPrefix("VC-3") })
    #expect(try findings(http("0.0.0.0")).contains { $0.rule == "VC-302" && $0.severity == "high" })
  }

  @Test func `a list that lets only this machine in lowers, and does not hide, an open port`()
    throws
  {
    func manager(_ address: String) -> [String: String] {
      [
        "manager.conf": """
        [general]
        enabled=yes
        bindaddr=\(address)
        [admin]
        secret=\(Self.strong)
        read=all
        deny=0.0.0.0/0.0.0.0
        permit=127.0.0.1/255.255.255.255
        """
      ]
    }
    func severity(_ address: String) throws -> String? {
      try findings(manager(address)).first { $0.rule == "VC-301" }?.severity
    }
    #expect(try severity("0.0.0.0") == "low")
    #expect(try severity("::") == "high")
    #expect(try severity("127.0.0.1") == nil)
  }

  @Test func `a program's output is not run, and accounts that cannot log in are not weak`() throws
  {
    let found = try findings([
      "asterisk.conf": "[options]\nexecincludes=yes\n",
      "pjsip.conf": Self.transport + "#exec /bin/false\n",
      "manager.conf":
        "[general]\nenabled=yes\nbindaddr=127.0.0.1\n[nosecret]\nread=all\nwrite=all\n",
    ])
    #expect(found.contains { $0.rule == "VC-110" })
    #expect(found.allSatisfy { $0.rule == "VC-110" })
    let off = "[general]\nenabled=no\n[admin]\nsecret=1234\nread=all\nwrite=all\n"
    #expect(try findings(["manager.conf": off]).allSatisfy { $0.severity == "informational" })
  }

  @Test func `an auth nobody names opens nothing, a missing one refuses`() throws {
    let dead = Self.endpoint("100", auth: "100-a") + Self.auth("100-a", "password=\(Self.strong)")
    #expect(try exposed(dead + Self.auth("unused", "password=1234")).isEmpty)
    let found = try findings(["pjsip.conf": Self.transport + Self.endpoint("100", auth: "gone")])
    #expect(found.filter { $0.rule.hasPrefix("VC-10") }.map(\.rule) == ["VC-105"])
  }

  @Test func `a type in another case is no object, and general is nothing`() throws {
    let pjsip = "[general]\nallowguest=yes\n[100]\ntype=Endpoint\ncontext=inside\n"
    #expect(try exposed(pjsip).isEmpty)
  }

  @Test func `a common word is found behind its digest`() throws {
    // MD5 of 100:asterisk:welcome1
    let pjsip =
      Self.endpoint("100", auth: "100")
      + "[100]\ntype=auth\nauth_type=md5\nusername=100\nmd5_cred=98512d6affa390ae8b83136440a5f024\n"
    let found = try exposed(pjsip)
    #expect(found.count == 1)
    #expect(found[0].message.contains("common passwords"))
  }

  @Test func `a template's type beats an own one`() throws {
    let sip = """
      [general]
      allowguest=no
      bindaddr=127.0.0.1
      [desk](!)
      type=friend
      [437](desk)
      type=gate
      host=dynamic
      """
    let found = try findings(["sip.conf": sip], version: "16.28.0")
    #expect(found.filter { $0.rule == "VC-101" }.map(\.subject) == ["device sip/437"])
  }

  @Test func `the last include counts`() throws {
    func sip(_ order: [String]) -> [String: String] {
      [
        "sip.conf": "[general]\nbindaddr=127.0.0.1\n" + order.map { "#include \($0)\n" }.joined(),
        "a.conf": "allowguest=yes\n", "b.conf": "allowguest=no\n",
      ]
    }
    #expect(
      try findings(sip(["a.conf", "b.conf"]), version: "16.28.0").allSatisfy { $0.rule != "VC-102" }
    )
    #expect(
      try findings(sip(["b.conf", "a.conf"]), version: "16.28.0").contains { $0.rule == "VC-102" })
  }
}
