import Testing
import VmscanFormats
import VmscanModel

@testable import VmscanSources

/// Lists of addresses as Asterisk 22.10 and 16.28 take them, alike but for chan_sip.
struct AccessListFileTests {
  private func read(
    _ files: [String: String], version: AsteriskVersion = ConfFixtures.asterisk22
  ) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) { CredentialConfigReader.read(tree.read(version: version)) }
  }

  private static let transport = "[u]\ntype=transport\nbind=127.0.0.1\n"
  private static let closed = "[closed]\ndeny=0.0.0.0/0\ndeny=::/0\n"

  /// Whether an endpoint and a manager login that ask for no password are open, and lost ones `nil`.
  private func isOpen(_ lines: String, lists: String?) -> [Bool?] {
    var files = [
      "pjsip.conf": Self.transport + "[p]\ntype=endpoint\n\(lines)\n",
      "manager.conf": "[general]\nenabled=yes\n[m]\nsecret=\n\(lines)\n",
      "iax.conf": "[general]\n[i]\ntype=friend\nhost=dynamic\n\(lines)\n",
    ]
    files["acl.conf"] = lists
    let found = read(files)
    let pjsip = found.devices.first { $0.kind == .pjsip }
    let iax = found.devices.first { $0.kind == .iax }
    let manager = found.accounts.first { $0.kind == .ami }
    return [
      pjsip.flatMap { $0.isLoaded ? $0.isOpen : nil },
      manager.flatMap { $0.isLoaded ? $0.isOpen : nil },
      iax.flatMap { $0.isLoaded ? $0.isOpen : nil },
    ]
  }

  // MARK: acl.conf

  @Test(arguments: [
    "[x]\ndeny=nonsense\n", "[x]\ndeny=0.0.0.0/99\n", "[x]\npermit=\n", "[x]\nacl=closed\n",
    "[x]\npermit=10.0.0.1, 10.0.0.2\n", "[x]\ntype=acl\n", "[general]\n", "#include gone.conf\n",
  ])
  func `one refused line of acl conf opens all its lists`(_ line: String) {
    #expect(isOpen("acl=closed", lists: Self.closed + line) == [true, true, true])
    #expect(isOpen("acl=gone", lists: Self.closed + line) == [true, true, true])
    let found = read(["acl.conf": Self.closed + line])
    #expect(found.faults.map(\.lost) == ["all \(line.first == "#" ? "" : "lists ")of acl.conf"])
  }

  @Test(arguments: [
    "", "[x]\n", "[x](!)\ndeny=nonsense\n", "[x]\nDENY=10.0.0.0/8\n", "#tryinclude gone.conf\n",
    "[closed]\ndeny=0.0.0.0/0\ndeny=::/0\n", "[x]\nhello\n",
  ])
  func `a list keeps everybody out where acl conf is right`(_ line: String) {
    #expect(isOpen("acl=closed", lists: Self.closed + line) == [false, false, false])
    #expect(isOpen("acl=gone", lists: Self.closed + line) == [false, false, false])
    #expect(read(["acl.conf": Self.closed + line]).faults.isEmpty)
  }

  @Test(arguments: [true, false])
  func `a missing acl conf keeps nobody out unless it was not copied`(_ isCopy: Bool) {
    let tree = TemporaryTree(["voicemail.conf": ""])
    withExtendedLifetime(tree) {
      var files = CredentialFiles(tree.read(version: ConfFixtures.asterisk22).asterisk)
      #expect(files.isCopy)
      files.isCopy = isCopy
      let line = ConfVariable(
        name: Array("acl".utf8), value: Array("office".utf8),
        place: ConfPlace(document: 0, line: 1, range: 0..<0),
        traits: [],
        inheritedFrom: nil)
      var list = AccessList()
      #expect(NamedAccessLists(&files).fill(&list, from: [line]))
      #expect(list.isShut == isCopy)
    }
  }

  // MARK: Lines that name lists

  @Test(arguments: [
    ("acl=open", [true, true, true]), ("acl= open", [true, true, true]),
    ("acl=Open", [false, false, false]), ("acl=open,", [false, false, false]),
    ("acl=open ,closed", [false, false, false]), ("acl=", [true, false, false]),
    // Named twice: IAX passes over the second one.
    ("acl=open,open", [nil, nil, true]), ("acl=open,Open", [nil, nil, true]),
    ("acl=open\nacl=open", [nil, nil, true]), ("permit=", [true, nil, true]),
    // What stands behind a wrong address is lost.
    ("deny=nonsense,0.0.0.0/0,::/0", [nil, nil, true]),
    ("deny=0.0.0.0/0,::/0,nonsense", [nil, nil, false]),
  ])
  func `a name of a list is taken as it is written`(_ lines: String, _ wanted: [Bool?]) {
    #expect(isOpen(lines, lists: "[open]\n" + Self.closed) == wanted)
  }

  // MARK: Contacts

  @Test(arguments: [
    ("contact_deny=0.0.0.0/0\ncontact_deny=::/0", false), ("contact_acl=gone", false),
    // A contact of IPv6 will do, and so will one that is permitted.
    ("contact_deny=0.0.0.0/0", true), ("contact_deny=10.0.0.0/8", true),
    ("contact_deny=0.0.0.0/0\ncontact_deny=::/0\ncontact_permit=10.0.0.0/8", true),
  ])
  func `an endpoint is shut whose contacts are all denied`(_ lines: String, _ isOpen: Bool) {
    let endpoint =
      "[p]\ntype=endpoint\naors=p\n\(lines)\n[p]\ntype=aor\nmax_contacts=1\n"
    let found = read(["acl.conf": "", "pjsip.conf": Self.transport + endpoint]).devices
    #expect(found.map(\.isOpen) == [isOpen])
    #expect(found.map(\.registersOpen) == [isOpen])
  }

  @Test(arguments: [
    ("contactdeny=0.0.0.0/0", false), ("contactacl=gone", false), ("contactdeny=10.0.0.0/8", true),
    ("contactdeny=0.0.0.0/0\ncontactpermit=10.0.0.0/8", true), ("contactdeny=", true),
  ])
  func `nobody registers at chan_sip whose contacts are all denied`(
    _ lines: String, _ registers: Bool
  ) {
    let sip = "[general]\nallowguest=no\n[s]\ntype=friend\nhost=dynamic\n\(lines)\n"
    let found = read(["acl.conf": "", "sip.conf": sip], version: AsteriskVersion(16, 28)).devices
    #expect(found.map(\.registersOpen) == [registers])
    #expect(found.map(\.isOpen) == [true])
  }

  @Test(arguments: [
    ("permit=nonsense", false), ("deny=0.0.0.0/0, 10.0.0.1", false), ("contactdeny=x", false),
    ("host=", false), ("host=<HOST>", true), ("defaultip=<IP>", false), ("defaultip=", true),
    ("acl=open,open", false), ("deny=", true),
    ("host=pbx.example.com", true), ("host=\nhost=dynamic", true),
  ])
  func `a refused line loses a device of chan_sip`(_ lines: String, _ isLoaded: Bool) {
    let sip = "[general]\nallowguest=no\n[s]\ntype=friend\nhost=dynamic\n\(lines)\n"
    let found = read(["sip.conf": sip], version: AsteriskVersion(16, 28)).devices
    #expect(found.map(\.isLoaded) == [isLoaded])
  }

  // MARK: [general] of sip.conf

  private func devices(_ general: String) -> [Device] {
    let phone = "type=friend\nhost=dynamic\n"
    return read(
      [
        "acl.conf": "",
        "sip.conf": "[general]\nallowguest=no\n\(general)\n[one]\n\(phone)secret=harbor-63\n"
          + "[no]\n\(phone)secret=harbor-63\ninsecure=no\n[none]\n\(phone)",
      ], version: AsteriskVersion(16, 28)
    ).devices
  }

  @Test(arguments: [
    ("insecure=port,invite", true), ("insecure=invite", true), ("insecure=port", false),
    ("insecure=very", false), ("insecure=invite\ninsecure=no", false), ("", false),
    ("insecure=port, invite", false), ("insecure=invite, port", true),
  ])
  func `insecure of the general section counts where a device has none`(
    _ line: String, _ isOpen: Bool
  ) {
    #expect(devices(line).map(\.isOpen) == [isOpen, false, true])
  }

  @Test(arguments: [
    ("contactdeny=0.0.0.0/0", false), ("contactacl=gone", false), ("contactdeny=10.0.0.0/8", true),
  ])
  func `contacts that the general section denies do not register`(
    _ line: String, _ registers: Bool
  ) {
    #expect(devices(line).map(\.registersOpen) == [false, false, registers])
  }

  @Test func `a wrong contact in the general section keeps chan_sip from starting`() {
    #expect(devices("contactdeny=nonsense").allSatisfy { $0.fault == .fileRefused })
    #expect(devices("deny=nonsense").allSatisfy { $0.isLoaded })
  }

  // MARK: IAX

  @Test func `keys and no password let the empty password in`() {
    func openings(_ lines: String) -> [Opening] {
      read(["iax.conf": "[general]\n[i]\ntype=user\ninkeys=office\n\(lines)\n"])
        .devices.flatMap(\.openings)
    }
    #expect(openings("").isEmpty)
    #expect(openings("auth=rsa").isEmpty)
    #expect(openings("auth=md5") == [.emptyPassword])
    #expect(openings("auth=md5\nsecret=harbor-63").isEmpty)
  }

  @Test(arguments: [
    ("forceencryption=aes128", false), ("forceencryption=yes", false),
    ("forceencryption=no", true), ("forceencryption=des", true),
    ("forceencryption=yes\nforceencryption=no", true),
  ])
  func `calls without a password are refused where IAX must encrypt`(
    _ lines: String, _ isOpen: Bool
  ) {
    let device = "[i]\ntype=user\n"
    #expect(read(["iax.conf": "[general]\n\(device)\(lines)\n"]).devices.map(\.isOpen) == [isOpen])
    #expect(read(["iax.conf": "[general]\n\(lines)\n\(device)"]).devices.map(\.isOpen) == [isOpen])
  }

  @Test(arguments: ["", "<IP>"])
  func `an IAX peer without a usable address is none`(_ address: String) {
    let iax = "[general]\n[i]\ntype=friend\nhost=dynamic\ndefaultip=\(address)\n"
    let found = read(["iax.conf": iax]).devices
    #expect(found.map(\.isOpen) == [true])
    #expect(found.map(\.registersOpen) == [false])
  }
}
