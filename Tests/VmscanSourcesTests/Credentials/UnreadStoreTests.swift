import Testing
import VmscanModel

@testable import VmscanSources

/// Dialplans and credentials that are kept where no file is read, and calls within other calls.
struct UnreadStoreTests {
  private func read(_ files: [String: String]) -> CredentialInventory {
    let tree = TemporaryTree(files)
    return withExtendedLifetime(tree) {
      CredentialConfigReader.read(tree.read(version: ConfFixtures.asterisk22))
    }
  }

  // MARK: Calls within calls

  @Test(
    arguments: [
      ("ExecIf($[1]?DISA(no-password,inside))", ["1 DISA true"]),
      (
        "ExecIf($[${A} = 1]?DISA(no-password,inside):Authenticate(2580))",
        ["1 DISA true", "1 Authenticate false"]
      ),
      ("ExecIf(1?DISA(2580):disa(no-password))", ["1 DISA false", "1.2 disa true"]),
      ("ExecIf(1?NoOp(a:DISA(no-password)))", []),
      ("ExecIfTime(8:00-17:00,mon-fri,*,*?DISA(no-password))", ["1 DISA true"]),
      ("TryExec(DISA(no-password,inside))", ["1 DISA true"]),
      ("Exec(ExecIf(1?TryExec(VoiceMailMain(1001@default,s))))", ["1 VoiceMailMain true"]),
      ("Exec(VoiceMailMain(1001@default))", []),
      ("GotoIf($[1]?DISA,no-password,1)", []), ("System(echo DISA(no-password))", []),
      ("ExecIf(1)", []), ("TryExec()", []), ("ExecIf(?:)", []),
    ] as [(String, [String])])
  func `an application that another one runs counts as called`(call: String, found: [String]) {
    let accounts = read(["extensions.conf": "[d]\nexten => 1,1,\(call)\n"]).accounts
    #expect(accounts.map { "\($0.name) \($0.isOpen)" } == found.map { "d,1,\($0)" })
  }

  @Test func `calls nested to the end of a line are read`() {
    let depth = 1000
    let text =
      String(repeating: "Exec(", count: depth) + "DISA(no-password)"
      + String(repeating: ")", count: depth)
    let accounts = read(["extensions.conf": "[d]\nexten => 1,1,\(text)\n"]).accounts
    #expect(accounts.map(\.isOpen) == [true])
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
