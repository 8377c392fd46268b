import Foundation
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// Forty secrets in every form and place, and every byte that comes out is searched for them.
struct CredentialCanaryTests {
  private static let count = 40

  /// Number `index` of the planted secrets; one of each four is short and common in its making.
  private static func canary(_ index: Int) -> String {
    index % 4 == 3 ? "9\(70_000_000 + index * 7919)" : "Cnry/\(index)+q\(index * 31)Zx&k=w\(index)"
  }

  /// A configuration whose secrets are canaries, taken one by one.
  private static func plant() throws -> (site: TestSite, secrets: [String]) {
    let site = try TestSite.lines("1001 => 4711,Alice Example,alice@example.com")
    var used: [String] = []
    func next() -> String {
      used.append(canary(used.count))
      return used[used.count - 1]
    }
    try site.write(
      """
      [udp]
      type=transport
      bind=0.0.0.0:5060
      password=\(next())
      [tpl](!)
      type=auth
      password=\(next())
      [100](tpl)
      username=100
      [100]
      type=endpoint
      auth=100
      aors=100
      mailboxes=1001@default
      context=\(next())
      set_var=PIN=\(next())
      [100]
      type=aor
      max_contacts=1
      [101]
      type=auth
      username=101
      password=\(next())
      password=\(next())
      [101]
      type=endpoint
      auth=101
      [102]
      type=auth
      username=102
      auth_type=google_oauth
      oauth_clientid=\(next())
      oauth_secret=\(next())
      refresh_token=\(next())
      [102]
      type=endpoint
      auth=102
      [103]
      type=auth
      username=103
      pasword=\(next())
      [103]
      type=endpoint
      auth=103
      [104
      password=\(next())
      """.replacingOccurrences(of: "[104\n", with: "[104]\ntype=auth\nusername=104\n"),
      to: "etc/pjsip.conf")
    try site.write(
      """
      [w1]
      type=wizard
      inbound_auth/username=w1
      inbound_auth/password=\(next())
      [w2]
      type=wizard
      accepts_auth=yes
      sends_auth=yes
      inbound_auth/username=w2
      inbound_auth/password=\(next())
      outbound_auth/password=\(next())
      """, to: "etc/pjsip_wizard.conf")
    try site.write(
      """
      [general]
      register => user:\(next())@provider.example.com
      mwi => user:\(next())@provider.example.com/1001
      auth=user:\(next())@example.com
      [200]
      type=friend
      host=dynamic
      secret=\(next())
      remotesecret=\(next())
      [201]
      type=friend
      host=dynamic
      md5secret=\(next())
      deny=\(next())
      """, to: "etc/sip.conf")
    try site.write(
      """
      [general]
      register => user:\(next())@provider.example.com
      [300]
      type=user
      secret=\(next())
      secret=\(next())\\;\(next())
      dbsecret=\(next())
      """, to: "etc/iax.conf")
    try site.write(
      """
      [general]
      enabled=yes
      bindaddr=0.0.0.0
      [ops]
      secret=\(next())
      write=all
      [bad]
      secret=\(next())
      permit=\(next())
      """, to: "etc/manager.conf")
    try site.write(
      "[general]\nhasmanager=yes\nsecret=\(next())\n[6001]\nsecret=\(next())\n",
      to: "etc/users.conf")
    try site.write("[general]\nenabled=yes\nbindaddr=0.0.0.0\n", to: "etc/http.conf")
    try site.write(
      """
      [general]
      enabled=yes
      [a]
      type=user
      password=\(next())
      [b]
      type=user
      password_format=crypt
      password=\(next())
      """, to: "etc/ari.conf")
    try site.write(
      "[general]\nenabled=yes\nauth_username=m\nauth_password=\(next())\n",
      to: "etc/prometheus.conf")
    try site.write("\(next())\n", to: "etc/codes")
    try site.write(
      """
      [globals]
      CODE=\(next())
      [in]
      exten => s,1,DISA(\(next()),inside)
      same => n,Authenticate(${CODE})
      same => n,Authenticate(/etc/asterisk/codes)
      same => n,Dial(SIP/user:\(next())@provider.example.com)
      same => n,Dial(SIP/user:\(next()):md5:x@provider.example.com)
      same => n,Set(CHANNEL(secret)=\(next()))
      """, to: "etc/extensions.conf")
    return (site, used)
  }

  /// Every way a secret could be written.
  private static func forms(_ secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    let data = Data(bytes)
    let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let url = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
    let json = secret.replacingOccurrences(of: "/", with: "\\/")
    let html = secret.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "=", with: "&#61;")
    return [
      secret, data.base64EncodedString(), hex, hex.uppercased(), String(secret.reversed()), url,
      json, html,
    ].map { Array($0.utf8) }
  }

  private static func expectNone(
    of secrets: [String], in bytes: [UInt8], _ place: String
  ) {
    let data = Data(bytes)
    for secret in secrets {
      for form in forms(secret) where data.range(of: Data(form)) != nil {
        Issue.record("a secret shows in \(place)")
        return
      }
    }
  }

  @Test func `no secret leaves, in any form, command, format, error or file`() throws {
    let (site, secrets) = try Self.plant()
    // `context` is shown on purpose, and is no secret.
    let hidden = secrets.filter { $0 != Self.canary(2) }
    #expect(secrets.count >= Self.count, "\(secrets.count)")
    #expect(Set(secrets).count == secrets.count)
    let place = ["--asterisk-etc", site.etc, "--spool", site.spool, "--own-domain", "example.com"]
    var runs: [[String]] = []
    for format in ["text", "json", "ndjson", "csv"] {
      for command in ["devices", "accounts", "listeners", "mailboxes", "messages"] {
        runs.append([command, "--format", format] + place)
      }
    }
    for version in ["16.28.0", "18.10.0", "22.10.1", "23.1.0"] {
      runs.append(["devices", "--format", "json", "--asterisk-version", version] + place)
      runs.append(["accounts", "--format", "json", "--asterisk-version", version] + place)
    }
    for device in ["100", "101", "102", "103", "w1", "w2", "200", "300", "nobody"] {
      runs.append(["explain", "device:\(device)"] + place)
      runs.append(["explain", "device:\(device)", "--format", "json"] + place)
    }
    runs.append(["explain", "1001@default"] + place)
    runs.append(["credentials", "suggest", "100", "w2", "200", "ops"] + place)
    for format in ["text", "json", "ndjson", "csv", "html", "sarif", "prometheus"] {
      runs.append(["scan", "--format", format] + place)
      for reader in ["admin", "auditor", "officer"] {
        runs.append(["report", "--format", format, "--reader", reader])
      }
    }
    runs += [
      ["check"], ["history", "findings"], ["history", "runs"], ["rules"], ["doctor"] + place,
    ]
    for words in runs {
      let done = site.run(words, now: "2026-12-31T00:00:00Z")
      Self.expectNone(of: hidden, in: Array(done.output.utf8), "output of \(words.prefix(3))")
      Self.expectNone(of: hidden, in: Array(done.errors.utf8), "errors of \(words.prefix(3))")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: site.path)
    for name in names where name != "etc" {
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: "\(site.path)/\(name)", isDirectory: &isDirectory)
      guard !isDirectory.boolValue else { continue }
      Self.expectNone(
        of: hidden, in: try TestFiles.read(ByteText("\(site.path)/\(name)")), "the file \(name)")
    }
  }

  @Test func `the search itself finds every form`() {
    for index in 0..<4 {
      for form in Self.forms(Self.canary(index)) {
        let data = Data(Array("before ".utf8) + form + Array(" after".utf8))
        #expect(data.range(of: Data(form)) != nil)
      }
    }
    #expect(Self.forms("a/b").contains(Array("YS9i".utf8)))
    #expect(Self.forms("a/b").contains(Array("612f62".utf8)))
    #expect(Self.forms("a/b").contains(Array("a%2Fb".utf8)))
  }
}
