import Testing
import VmscanModel

@testable import VmscanSources

/// What configurations that people published showed when a real Asterisk loaded them.
struct RealConfigurationTests {
  private func read(
    _ files: [String: String], version: AsteriskVersion? = ConfFixtures.asterisk22
  ) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) { CredentialConfigReader.read(tree.read(version: version)) }
  }

  // MARK: IAX

  @Test func `a section of iax conf goes on with what users conf said of the same name`() {
    let users = "[general]\nhasiax=yes\n[guest]\nsecret=harbor-63\n"
    let iax = "[general]\n[guest]\ntype=user\ncontext=public\n"
    let found = read(["users.conf": users, "iax.conf": iax]).devices.filter { $0.kind == .iax }
    #expect(found.map(\.isOpen) == [false])
    #expect(found.map(\.form) == [.plain])
    #expect(found.flatMap(\.credentials).map(\.origin.line) == [4])
    #expect(read(["iax.conf": iax]).devices.map(\.isOpen) == [true])
  }

  @Test func `a peer keeps the password of an earlier section`() {
    let first = "[100]\ntype=peer\nhost=dynamic\nsecret=harbor-63\n"
    let second = "[100]\ntype=friend\nhost=dynamic\n"
    let both = read(["iax.conf": first + second]).devices
    // The user is made of the second section alone.
    #expect(both.map(\.registersOpen) == [false])
    #expect(both.map(\.isOpen) == [true])
    #expect(read(["iax.conf": second]).devices.map(\.registersOpen) == [true])
  }

  @Test(arguments: [("", false), ("<HOST>", false), ("pbx.example.com", true), ("dynamic", true)])
  func `a host that can be none loses an IAX peer`(_ host: String, _ isLoaded: Bool) {
    let peer = "[out]\ntype=peer\nhost=\(host)\nsecret=harbor-63\n"
    #expect(read(["iax.conf": peer]).devices.map(\.isLoaded) == [isLoaded])
    // The user of the same section stays.
    let friend = peer.replacing("type=peer", with: "type=friend")
    #expect(read(["iax.conf": friend]).devices.map(\.isLoaded) == [true])
  }

  // MARK: Listeners

  @Test(arguments: [("::0", "::"), ("[::]", "::"), ("0::1", "::1"), ("0.0.0.0", "0.0.0.0")])
  func `an address is listed as the kernel has it`(_ written: String, _ shown: String) {
    let http = "[general]\nenabled=yes\nbindaddr=\(written)\n"
    let manager = "[general]\nenabled=yes\nbindaddr=\(written)\n[ops]\nsecret=\ndeny=::/0\n"
    let found = read(["http.conf": http, "manager.conf": manager])
    #expect(found.listeners.map(\.address) == ["\(shown)", "\(shown)"].map { ByteText($0) })
    // IPv6 alone is denied, and such a socket serves IPv4 as well.
    #expect(found.accounts.map(\.isOpen) == [shown != "::1"])
  }

  // MARK: Modules

  private static let phone =
    "[u]\ntype=transport\nbind=127.0.0.1\n[100]\ntype=endpoint\ncontext=inside\n"
  private static let modules = """
    chan_pjsip res_pjsip res_pjsip_session res_pjsip_pubsub res_pjproject res_sorcery_config \
    res_sorcery_memory res_sorcery_astdb res_pjsip_endpoint_identifier_user
    """.split(separator: " ")

  private static func plan(without module: String) -> String {
    "[modules]\nautoload=no\n"
      + modules.filter { $0 != module }.map { "load = \($0).so\n" }.joined()
  }

  @Test(arguments: [
    ("res_pjproject", false), ("res_sorcery_memory", false), ("res_sorcery_astdb", false),
    ("res_sorcery_config", false), ("none", true),
  ])
  func `a module without one that it requires is not loaded`(_ module: String, _ isLoaded: Bool) {
    let files = ["pjsip.conf": Self.phone, "modules.conf": Self.plan(without: module)]
    for version in [ConfFixtures.asterisk22, AsteriskVersion(16, 28)] {
      let found = read(files, version: version).devices
      #expect(found.map(\.isLoaded) == [isLoaded])
      #expect(found.map(\.isOpen) == [isLoaded])
    }
  }

  @Test(arguments: ["res_pjsip_session", "res_pjsip_pubsub"])
  func `no call is taken where the channel driver lacks a module`(_ module: String) {
    let found = read(
      ["pjsip.conf": Self.phone, "modules.conf": Self.plan(without: module)]
    ).devices
    #expect(found.map(\.isLoaded) == [true])
    #expect(found.map(\.isOpen) == [false])
  }

  @Test(arguments: [
    ("load => chan_sip.So", false), ("noload => CHAN_SIP.so", false), ("load => CHAN_SIP", false),
    ("load => chan_sip.So\nload => chan_sip.so", false), ("load => chan_sip", true),
    ("load => chan_sip.so\nload => chan_sip.So", true),
  ])
  func `a module is loaded by the first spelling of its name`(_ lines: String, _ isOpen: Bool) {
    let files = [
      "sip.conf": "[general]\nallowguest=no\n[100]\ntype=friend\nhost=dynamic\n",
      "modules.conf": "[modules]\nautoload=yes\n\(lines)\n",
    ]
    let found = read(files, version: AsteriskVersion(16, 28)).devices
    #expect(found.map(\.isOpen) == [isOpen])
  }

  @Test func `ARI is served only with the modules it requires`() {
    let files = [
      "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n",
      "ari.conf": "[general]\n[robot]\ntype=user\npassword=harbor-63\n",
    ]
    func served(without module: String, _ version: AsteriskVersion?) -> Bool {
      let plan = "[modules]\nautoload=yes\nnoload = \(module).so\n"
      return read(files.merging(["modules.conf": plan]) { $1 }, version: version)
        .listeners.flatMap(\.serves).contains("ari")
    }
    #expect(!served(without: "res_stasis", AsteriskVersion(16, 28)))
    #expect(!served(without: "res_websocket_client", ConfFixtures.asterisk22))
    // Nobody knows whether the release has that module at all.
    #expect(served(without: "res_websocket_client", nil))
    #expect(served(without: "res_http_websocket", AsteriskVersion(16, 28)))
  }

  // MARK: Copies

  @Test func `a copied configuration includes its own files`() {
    let tree = TemporaryTree([
      "sip.conf": "[general]\nallowguest=no\n#include \"/etc/asterisk/vmscan-sales/*.conf\"\n",
      "vmscan-sales/one.conf": "[200]\ntype=friend\nhost=dynamic\n",
      "voicemail.conf": "#include /etc/asterisk/vmscan-boxes.conf\n",
      "vmscan-boxes.conf": "[default]\n200 => 4171,Sales\n",
      "iax.conf": "[general]\n#include /etc/asterisk/vmscan-gone.conf\n",
    ])
    let configuration = tree.read(version: AsteriskVersion(16, 28))
    #expect(configuration.mailboxes.map(\.id.mailbox) == ["200"])
    let found = CredentialConfigReader.read(configuration)
    #expect(found.devices.map(\.isOpen) == [true])
    let file = ByteText(tree.path + "/vmscan-sales/one.conf")
    #expect(found.devices.map(\.origin.file) == [file])
    // What the copy lacks is looked for where the line says.
    #expect(found.faults.map(\.lost) == ["all of iax.conf"])
  }

  // MARK: Values that lose an object

  @Test(arguments: [
    ("from_user=<ID>", false), ("from_user=100", true), ("tos_audio=0xB8", true),
    ("tos_audio=high", false), ("follow_redirect_methods=message", true),
    ("follow_redirect_methods=invite", false),
    ("dtls_auto_generate_cert=yes\ndtls_cert_file=/etc/asterisk/a.pem", false),
    ("timers_min_se=200\ntimers_sess_expires=100", false), ("timers_min_se=200", true),
  ])
  func `a value that Asterisk refuses loses an endpoint`(_ lines: String, _ isLoaded: Bool) {
    let found = read(["pjsip.conf": Self.phone + lines + "\n"]).devices
    #expect(found.map(\.isLoaded) == [isLoaded])
  }

  @Test(arguments: [
    ("local_net=[NETWORK]", false), ("local_net=10.0.0.0/8", true), ("tos=cs3", true),
    ("tos=high", false), ("method=tlsv1_2", true), ("method=tls", false),
    ("external_signaling_hostname=pbx.example.com", false),
  ])
  func `nobody comes in where a transport is refused`(_ line: String, _ isLoaded: Bool) {
    let text = Self.phone.replacing("[100]", with: line + "\n[100]")
    let found = read(["pjsip.conf": text])
    #expect(found.listeners.count == (isLoaded ? 1 : 0))
    #expect(found.devices.map(\.isOpen) == [isLoaded])
  }

  @Test func `a transport has a new option since its release`() {
    let line = "external_signaling_hostname=pbx.example.com\n[100]"
    let files = ["pjsip.conf": Self.phone.replacing("[100]", with: line)]
    #expect(read(files, version: AsteriskVersion(23, 3)).listeners.count == 1)
    #expect(read(files, version: nil).listeners.count == 1)
  }

  @Test func `global settings with an unknown option have no effect`() {
    let anonymous = "[anonymous]\ntype=endpoint\ncontext=inside\n"
    let auth = "auth=100\n[100]\ntype=auth\nusername=100\npassword=harbor-63\n"
    func isOpen(_ option: String) -> Bool? {
      let global =
        "[global]\ntype=global\n\(option)\nendpoint_identifier_order=anonymous,username\n"
      return read(["pjsip.conf": Self.phone + auth + anonymous + global]).devices
        .first { $0.name == "100" }?.isOpen
    }
    #expect(isOpen("user_agent=pbx") == true)
    #expect(isOpen("voicemail_extension=700") == false)
  }
}
