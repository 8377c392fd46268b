import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

/// Where Asterisk 22.10 and 16.28 were seen to listen.
struct ListeningSocketTests {
  private func sockets(_ file: String, _ text: String) throws -> [String] {
    let certificate = try Fixtures.text("credentials/http-tls-only/cert.pem")
    let tree = TemporaryTree([file: text, "cert.pem": certificate])
    return withExtendedLifetime(tree) {
      CredentialConfigReader.read(tree.read(version: AsteriskVersion(16, 28))).listeners
        .map { "\($0.isTLS ? "tls " : "")\($0.address) \($0.port)" }
    }
  }

  private static let tls = "tlsenable=yes\ntlscertfile=/etc/asterisk/cert.pem\n"

  @Test(arguments: [
    ("bindaddr=127.0.0.1:8099", ["127.0.0.1 8099"]),
    ("bindaddr=127.0.0.1:8099\nbindport=8077", ["127.0.0.1 8099"]),
    ("bindaddr=[::1]:8099", ["::1 8099"]), ("bindaddr=0.0.0.0\nbindport=0x1f", ["0.0.0.0 31"]),
    ("bindaddr=0.0.0.0\nbindport=99999", ["0.0.0.0 8088"]), ("bindaddr=*", []), ("bindaddr=", []),
    ("bindaddr=${ADDRESS}", []), ("bindaddr=localhost", ["127.0.0.1 8088"]),
    ("bindaddr=pbx.example.com", ["pbx.example.com 8088"]), ("bindaddr=127.0.0.256", []),
    ("bindaddr=127.0.0.1:8099\n\(tls)", ["127.0.0.1 8099", "tls 127.0.0.1 8089"]),
    ("enabled=no\n\(tls)tlsbindaddr=0.0.0.0:8443", ["tls 0.0.0.0 8443"]),
    ("enabled=no\n\(tls)tlsbindaddr=localhost:8443", []),
  ])
  func `the web server listens at an address and its port`(
    _ lines: String, _ wanted: [String]
  ) throws {
    #expect(try sockets("http.conf", "[general]\nenabled=yes\n\(lines)\n") == wanted)
  }

  @Test(arguments: [
    ("bindaddr=127.0.0.1\nbindaddr=nowhere", ["127.0.0.1 5038"]), ("bindaddr=nowhere", [":: 5038"]),
    ("bindaddr=127.0.0.1\nport=5038x", ["127.0.0.1 0"]),
    ("bindaddr=127.0.0.1\nport=0x1400", ["127.0.0.1 5120"]),
    ("enabled=no\n\(tls)tlsbindaddr=0.0.0.0:5050", ["tls 0.0.0.0 5050"]),
    ("enabled=no\n\(tls)tlsbindaddr=localhost:5050", []),
  ])
  func `the manager interface listens at the last address it can read`(
    _ lines: String, _ wanted: [String]
  ) throws {
    #expect(try sockets("manager.conf", "[general]\nenabled=yes\n\(lines)\n") == wanted)
  }

  @Test(arguments: [
    ("bindport=4570", ["0.0.0.0 4570"]), ("bindport=x", ["0.0.0.0 4569"]),
    ("bindport=70000", ["0.0.0.0 4569"]), ("bindaddr=127.0.0.1\nbindport=4570", ["127.0.0.1 4569"]),
    (
      "bindaddr=127.0.0.2\nbindport=4570\nbindaddr=127.0.0.1",
      ["127.0.0.2 4569", "127.0.0.1 4570"]
    ),
  ])
  func `a port of IAX counts for the addresses behind it`(
    _ lines: String, _ wanted: [String]
  ) throws {
    #expect(try sockets("iax.conf", "[general]\n\(lines)\n") == wanted)
  }

  @Test(arguments: [
    ("udpbindaddr=localhost", ["0.0.0.0 5060"]), ("bindaddr=*", ["0.0.0.0 5060"]),
    ("udpbindaddr=127.0.0.1:5098", ["127.0.0.1 5098"]),
    ("udpbindaddr=127.0.0.1:5098\nbindport=5099", ["127.0.0.1 5099"]),
    ("bindport=x", ["0.0.0.0 5060"]), ("bindport=99999", []),
    ("tcpenable=yes\nudpbindaddr=127.0.0.1", ["127.0.0.1 5060", "127.0.0.1 5060"]),
    ("tcpenable=yes\ntcpbindaddr=nowhere", ["0.0.0.0 5060", "0.0.0.0 5060"]),
  ])
  func `chan_sip looks up no name of its own`(_ lines: String, _ wanted: [String]) throws {
    #expect(try sockets("sip.conf", "[general]\n\(lines)\n") == wanted)
  }

  @Test(arguments: [
    ("bind=", ["0.0.0.0 5060"]), ("protocol=udp", []), ("bind=127.0.0.1:0", ["127.0.0.1 5060"]),
    ("bind=127.0.0.1:99999", []), ("bind=localhost", ["127.0.0.1 5060"]), ("bind=*", []),
    ("bind=${LOCAL_IP}:5060", []), ("bind=127.0.0.1,127.0.0.2", []),
    ("bind=pbx.example.com", ["pbx.example.com 5060"]),
  ])
  func `a transport of PJSIP listens where it can be bound`(
    _ line: String, _ wanted: [String]
  ) throws {
    let text = "[t]\ntype=transport\n\(line)\n[100]\ntype=endpoint\ncontext=inside\n"
    #expect(try sockets("pjsip.conf", text) == wanted)
  }

  // MARK: What the web server serves

  private func served(_ file: String, _ text: String, _ version: AsteriskVersion) -> [String] {
    let http = "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"
    let tree = TemporaryTree([file: text, "http.conf": http])
    return withExtendedLifetime(tree) {
      CredentialConfigReader.read(tree.read(version: version)).listeners.flatMap(\.serves)
        .filter { $0 != "status" }
    }
  }

  @Test(arguments: [
    ("websocket_write_timeout=100", true, true), ("websocket_write_timeout=0", true, false),
    ("websocket_write_timeout=soon", false, false), ("websocket_write_timeout=", false, false),
    ("type=general", true, false), ("enabled=no", false, false),
  ])
  func `a general option decides whether ARI is served`(
    _ line: String, _ isServed: Bool, _ isServedByOld: Bool
  ) {
    let text = "[general]\n\(line)\n[robot]\ntype=user\npassword=harbor-63\n"
    #expect(served("ari.conf", text, ConfFixtures.asterisk22) == (isServed ? ["ari"] : []))
    #expect(served("ari.conf", text, AsteriskVersion(16, 28)) == (isServedByOld ? ["ari"] : []))
  }

  @Test(arguments: [
    ("uri=metrics", true), ("core_metrics_enabled=no", true), ("nothing=1", false),
    ("@note=1", false), ("type=general", false), ("[other]", false),
    ("[general]\nenabled=no", false),
  ])
  func `one unknown option switches the metrics off`(_ line: String, _ isServed: Bool) {
    let text = "[general]\nenabled=yes\n\(line)\n"
    let found = served("prometheus.conf", text, ConfFixtures.asterisk22)
    #expect(found == (isServed ? ["prometheus"] : []))
  }
}
