import Testing
import VmscanModel

@testable import VmscanSources

/// Values by which Asterisk 22.10 and 16.28 lose an object of PJSIP, each tried out on both.
struct RefusedObjectTests {
  private static let old = AsteriskVersion(16, 28)

  private func read(
    _ pjsip: String, _ others: [String: String] = [:],
    version: AsteriskVersion? = ConfFixtures.asterisk22
  ) -> CredentialInventory {
    let start = "[u]\ntype=transport\nbind=127.0.0.1\n"
    let tree = TemporaryTree(others.merging(["pjsip.conf": start + pjsip]) { $1 })
    return withExtendedLifetime(tree) { CredentialConfigReader.read(tree.read(version: version)) }
  }

  private static let endpoint = "[100]\ntype=endpoint\ncontext=inside\n"

  @Test(arguments: [
    // Numbers are read whole, and as C has them.
    ("rtp_timeout=08", false, false), ("rtp_timeout=010", true, true),
    ("rtp_timeout=0x1F", true, true), ("rtp_timeout=+5", true, true),
    ("rtp_timeout=-5", false, false), ("rtp_timeout=5s", false, false),
    ("rtp_timeout=4294967296", false, false), ("rtp_timeout=", false, false),
    ("dtls_rekey=3600s", true, true), ("dtls_rekey=never", false, false),
    ("timers_min_se=0x5a", true, true), ("timers_min_se=89", false, false),
    // Words.
    ("dtmf_mode=rfc2833", false, false), ("dtmf_mode=RFC4733", true, true),
    ("t38_udptl_ec=fec", true, true), ("t38_udptl_ec=FEC", false, false),
    ("dtls_verify=Certificate", true, true), ("dtls_verify=on", false, false),
    ("100rel=peer_supported", true, false), ("100rel=required", true, true),
    ("stir_shaken=yes", true, false), ("stir_shaken=attest", true, true),
    ("identify_by=ip,request_uri", true, false), ("identify_by=,", true, true),
    ("named_call_group=,", false, false), ("named_call_group=", true, true),
    // Codecs.
    ("allow=", false, false), ("disallow=", true, true), ("allow=ulaw|alaw", true, true),
    ("allow=(ulaw|alaw)", true, true), ("allow=ulaw:20", true, true),
    ("allow=ulaw:", true, true), ("allow=ulaw:fast", false, false),
    ("allow=ulaw:-20", false, false), ("allow=celt", false, false),
  ])
  func `a value that no release takes loses the endpoint`(
    _ line: String, _ isLoaded: Bool, _ isLoadedByOld: Bool
  ) {
    let text = Self.endpoint + line + "\n"
    #expect(read(text).devices.map(\.isLoaded) == [isLoaded])
    #expect(read(text, version: Self.old).devices.map(\.isLoaded) == [isLoadedByOld])
  }

  @Test(arguments: [
    ("incoming_call_offer_pref=remote", true), ("incoming_call_offer_pref=Remote", false),
    ("incoming_call_offer_pref=remote\npreferred_codec_only=yes", false),
    ("codec_prefs_incoming_offer=prefer: pending, keep: first", true),
    ("codec_prefs_incoming_offer=operation: union", false),
    ("codec_prefs_outgoing_offer=operation: union", true),
    ("codec_prefs_outgoing_offer=keep: last", false), ("codec_prefs_outgoing_offer=keep", false),
    ("codec_prefs_outgoing_offer=nothing: known", true),
    ("follow_redirect_methods=", true), ("follow_redirect_methods=message,", false),
    ("rtp_port_start=10000\nrtp_port_end=10100", true), ("rtp_port_start=10000", false),
    ("rtp_port_start=10100\nrtp_port_end=10000", false),
    ("rtp_port_start=1000\nrtp_port_end=1100", false),
  ])
  func `a newer option loses the endpoint by its value`(_ lines: String, _ isLoaded: Bool) {
    #expect(read(Self.endpoint + lines + "\n").devices.map(\.isLoaded) == [isLoaded])
  }

  @Test(arguments: [
    ("", true), ("identify_by=username", true), ("identify_by=ip", false), ("identify_by=", false),
    ("identify_by=,", false), ("identify_by=\nidentify_by=ip,username", true),
  ])
  func `an endpoint without a method to know it by is not known by its name`(
    _ lines: String, _ isOpen: Bool
  ) {
    let found = read(Self.endpoint + lines + "\n").devices
    #expect(found.map(\.isLoaded) == [true])
    #expect(found.map(\.isOpen) == [isOpen])
  }

  // MARK: What is named and not there

  @Test(arguments: ["dtls_cert_file", "dtls_private_key", "dtls_ca_file", "dtls_ca_path"])
  func `an endpoint that names a missing file is not loaded`(_ option: String) {
    func fault(_ path: String, then more: String = "") -> LoadFault? {
      read(
        Self.endpoint + "webrtc=yes\n\(option)=\(path)\n\(more)", ["keys/pbx.pem": "certificate"]
      ).devices.first?.fault
    }
    #expect(fault("/etc/asterisk/keys/pbx.pem") == nil)
    #expect(fault("/etc/asterisk/keys/gone.pem") == .missingFile)
    #expect(fault("") == nil)
    // A later line does not mend it.
    #expect(fault("/etc/asterisk/gone", then: "\(option)=\n") == .missingFile)
    // A copy of a configuration says nothing of what lies elsewhere.
    #expect(fault("/etc/letsencrypt/live/pbx/cert.pem") == nil)
  }

  @Test func `an endpoint that names a missing geolocation profile is not loaded`() {
    let places = [
      "geolocation.conf": "[office]\ntype=profile\n[street]\ntype=location\nformat=civicAddress\n"
    ]
    func isLoaded(
      _ profile: String, _ others: [String: String], version: AsteriskVersion = .init(22, 10)
    ) -> Bool? {
      read(
        Self.endpoint + "geoloc_incoming_call_profile=\(profile)\n", others, version: version
      ).devices.first?.isLoaded
    }
    #expect(isLoaded("office", places) == true)
    #expect(isLoaded("street", places) == false)
    #expect(isLoaded("office", [:]) == false)
    #expect(isLoaded("", [:]) == true)
    #expect(isLoaded("nowhere\ngeoloc_incoming_call_profile=office", places) == true)
    #expect(isLoaded("<prefer_config>", [:]) == true)
    #expect(isLoaded("<prefer_config>", [:], version: Self.old) == false)
    let without = ["modules.conf": "[modules]\nautoload=yes\nnoload=res_geolocation.so\n"]
    #expect(isLoaded("office", places.merging(without) { $1 }) == false)
  }

  // MARK: Other objects

  @Test(arguments: [
    ("qualify_frequency=86400", true), ("qualify_frequency=86401", false),
    ("qualify_timeout=3.0", true), ("qualify_timeout=3s", false), ("qualify_timeout=", false),
    ("contact=<sip:127.0.0.1>", true), ("contact=sip:a, sips:b", true), ("contact=sip:a,b", false),
    ("contact=sip:[::1", false), ("default_expiration=08", false),
    ("max_contacts=0x10", true), ("max_contacts=00", false),
  ])
  func `nobody registers where an aor is refused`(_ line: String, _ isOpen: Bool) {
    let aor = "aors=100\n[100]\ntype=aor\nmax_contacts=1\n\(line)\n"
    for version in [ConfFixtures.asterisk22, Self.old] {
      let found = read(Self.endpoint + aor, version: version).devices
      #expect(found.map(\.registersOpen) == [isOpen])
    }
  }

  @Test(arguments: [
    ("match_header=X-Line: 7", true), ("match_header=X-Line", false), ("match_header=: 7", false),
    ("match_header=X-Line: 7\nmatch=192.0.2.0/33", false), ("match_header=", false),
  ])
  func `no header lets in where an identify is refused`(_ lines: String, _ isOpen: Bool) {
    let text =
      Self.endpoint + "identify_by=header\n[gate]\ntype=identify\nendpoint=100\n\(lines)\n"
    #expect(read(text).devices.map { $0.openings.contains(.header) } == [isOpen])
  }

  @Test(arguments: [
    ("external_signaling_port=65536", false), ("websocket_write_timeout=0", false),
    ("websocket_write_timeout=100", true), ("tcp_keepalive_idle_time=-1", true),
    ("tcp_keepalive_idle_time=soon", false), ("async_operations=08", false),
  ])
  func `a transport with a wrong number does not listen`(_ line: String, _ listens: Bool) {
    let found = read("[t]\ntype=transport\nbind=127.0.0.1:5080\n\(line)\n")
    #expect(found.listeners.map(\.port).contains(5080) == listens)
  }

  @Test func `an auth with an empty type is not loaded`() {
    let auth = "auth=100\n[100]\ntype=auth\nusername=100\npassword=harbor-63\n"
    #expect(read(Self.endpoint + auth).devices.map(\.form) == [.plain])
    #expect(read(Self.endpoint + auth + "auth_type=\n").devices.map(\.form) == [.broken])
  }
}
