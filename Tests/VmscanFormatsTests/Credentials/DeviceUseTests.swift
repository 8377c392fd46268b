import Testing
import VmscanFormats

struct DeviceUseTests {
  private func entry(_ key: String, _ value: String) -> RegistrationEntry? {
    RegistrationEntry(key: Array(key.utf8), value: Array(value.utf8))
  }

  @Test func `registrations are read as Asterisk writes them`() throws {
    let contact = try #require(
      entry(
        "/registrar/contact/100;@0f8c2ab1f0a14b5bd40c3c9a0d1c2e3f",
        #"{"via_addr":"127.0.0.77","expiration_time":"1796000000","endpoint":"100"}"#))
    #expect(contact.kind == .pjsip && contact.name == Array("100".utf8))
    #expect(contact.expires == 1_796_000_000)
    let peer = try #require(
      entry("/SIP/Registry/200", "127.0.0.77:36875:60:200:sip:200@127.0.0.77:36875"))
    #expect(peer.kind == .sip && peer.name == Array("200".utf8) && peer.expires == nil)
    #expect(entry("/IAX/Registry/300", "127.0.0.77:34946:60")?.kind == .iax)
  }

  @Test(arguments: [
    ("/registrar/contact/100@@0f8c", "{\"expiration_time\":\"5\"}"),
    ("/registrar/contact/100;@0f8c", "{}"), ("/registrar/contact/;@0f8c", "{}"),
    ("/SIP/Registry/", "x"), ("/DEVICE/100/user", "100"), ("", ""),
  ])
  func `other rows are none`(key: String, value: String) {
    #expect(entry(key, value) == nil)
  }

  private func names(_ line: DeviceUseLine?) -> [String] {
    (line?.devices ?? []).map { "\($0.technology)/\(String(decoding: $0.name, as: UTF8.self))" }
  }

  @Test func `a call names its devices`() {
    let line =
      #""","100","200","inside","""Alice"" <100>","PJSIP/100-00000001","SIP/desk-2-0000000a","Dial","#
      + #""SIP/desk-2,20","2026-11-29 20:00:00",,"2026-11-29 20:00:09",9,0,"NO ANSWER","3","x","""#
    let parsed = DeviceUseLine(callDetail: Array(line.utf8)[...])
    #expect(names(parsed) == ["PJSIP/100", "SIP/desk-2"])
    #expect(parsed.map { String(decoding: $0.time, as: UTF8.self) } == "2026-11-29 20:00:00")
    #expect(DeviceUseLine(callDetail: Array("\"a\",b".utf8)[...]) == nil)
  }

  @Test func `an accepted login names its device, a refused one does not`() {
    func line(_ event: String) -> DeviceUseLine? {
      let text =
        "[2026-11-29 20:00:00] SECURITY[31] res_security_log.c: SecurityEvent=\"\(event)\","
        + "EventTV=\"2026-11-29T20:00:00.123+0000\",Severity=\"Informational\",Service=\"PJSIP\","
        + "EventVersion=\"1\",AccountID=\"100\",SessionID=\"a\""
      return DeviceUseLine(securityLog: Array(text.utf8)[...])
    }
    #expect(names(line("SuccessfulAuth")) == ["PJSIP/100"])
    #expect(line("InvalidPassword") == nil)
  }
}
