import Testing
import VmscanModel

@testable import VmscanSources

/// Dialplans and credentials that are kept where no file is read.
struct UnreadStoreTests {
  private func read(_ files: [String: String]) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) {
      CredentialConfigReader.read(tree.read(version: ConfFixtures.asterisk22))
    }
  }

  // MARK: Dialplans elsewhere

  @Test(arguments: ["extensions.lua", "extensions.ael"])
  func `a dialplan in another language is named, alone or beside the usual one`(name: String) {
    for files in [[name: "x"], [name: "x", "extensions.conf": "[d]\n"]] {
      let found = read(files)
      #expect(found.coverage.problems.map(\.kind) == [.elsewhere])
      #expect(found.coverage.problems.allSatisfy { "\($0.path)".hasSuffix(name) })
      #expect(!found.knowsReferences)
    }
    let unloaded = read([
      name: "x", "modules.conf": "[modules]\nautoload=yes\nnoload=pbx_lua.so\nnoload=pbx_ael.so\n",
    ])
    #expect(unloaded.coverage.problems.isEmpty)
  }

  @Test(arguments: [
    "switch => Realtime/d@extensions", "lswitch = realtime", "eswitch => Realtime/",
  ])
  func `a context that goes on in a database is named`(line: String) {
    let found = read(["extensions.conf": "[d]\n\(line)\n"])
    #expect(found.coverage.problems.map(\.kind) == [.elsewhere])
    #expect(found.coverage.problems.first?.line == 2)
    #expect(!found.knowsReferences)
    #expect(read(["extensions.conf": "[d]\nswitch => Loopback/e\n"]).coverage.problems.isEmpty)
  }

  @Test(arguments: ["extensions", "extensions.conf", "ari.conf", "users.conf", "acl.conf"])
  func `what extconfig keeps in a database is named`(family: String) {
    let found = read(["extconfig.conf": "[settings]\n\(family) => odbc,asterisk\n"])
    #expect(found.coverage.problems.map(\.kind) == [.elsewhere])
  }

  // MARK: Auth objects elsewhere

  private static let phone = """
    [t]
    type=transport
    protocol=udp
    bind=0.0.0.0
    [100]
    type=endpoint
    auth=100
    [100]
    type=auth
    username=100
    password=kV7#pq2Zw9!dLm4sTr0x

    """

  @Test(arguments: [
    ("auth=astdb,auths", CredentialForm.elsewhere), ("auth=realtime,ps_auths", .elsewhere),
    ("auth=config,auths.conf,criteria=type=auth", .broken), ("aor=astdb,aors", .plain),
    ("auth=memory", .broken),
  ])
  func `an auth in a store that was not read is not one that is missing`(
    mapping: String, form: CredentialForm
  ) {
    let found = read([
      "pjsip.conf": Self.phone, "sorcery.conf": "[res_pjsip]\n\(mapping)\n",
    ])
    #expect(found.devices.map(\.form) == [form])
    #expect(found.devices.map(\.isOpen) == [false])
  }
}
