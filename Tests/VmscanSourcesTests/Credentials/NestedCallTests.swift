import Testing
import VmscanModel

@testable import VmscanSources

/// Applications that another one runs, as Asterisk 22.10 did when it was called with each line.
struct NestedCallTests {
  private func accounts(_ call: String) -> [Account] {
    let tree = TemporaryTree(["extensions.conf": "[d]\nexten => 1,1,\(call)\n"])
    return withExtendedLifetime(tree) {
      CredentialConfigReader.read(tree.read(version: ConfFixtures.asterisk22)).accounts
    }
  }

  @Test(
    arguments: [
      ("ExecIf($[1]?DISA(no-password,inside))", ["1 DISA true"]),
      (
        "ExecIf($[${A} = 1]?DISA(no-password,inside):Authenticate(2580))",
        ["1 DISA true", "1 Authenticate false"]
      ),
      ("ExecIf(0?Authenticate(2580):DISA(no-password))", ["1 Authenticate false", "1 DISA true"]),
      ("ExecIf(1?DISA(2580):disa(no-password))", ["1 DISA false", "1.2 disa true"]),
      ("ExecIf(1?DISA(no-password,inside): )", ["1 DISA true"]),
      ("ExecIf(1?DISA(no-password,inside)", ["1 DISA true"]),
      ("ExecIf(\"1?2\"?DISA(no-password,inside))", ["1 DISA true"]),
      ("ExecIf($[\"a?b\"=\"a?b\"]?DISA(no-password))", ["1 DISA true"]),
      ("ExecIf(${IF(${A}?1:0)}?DISA(no-password))", ["1 DISA true"]),
      ("ExecIf(1,DISA,no-password)", ["1 DISA true"]),
      ("ExecIf(1,DISA,2580,inside)", ["1 DISA false"]),
      ("ExecIfTime(8:00-17:00,mon-fri,*,*?DISA(no-password))", ["1 DISA true"]),
      ("TryExec(DISA(no-password,inside))", ["1 DISA true"]),
      ("Exec(ExecIf(1?TryExec(VoiceMailMain(1001@default,s))))", ["1 VoiceMailMain true"]),
    ] as [(String, [String])])
  func `what another one runs counts as called`(call: String, found: [String]) {
    #expect(accounts(call).map { "\($0.name) \($0.isOpen)" } == found.map { "d,1,\($0)" })
  }

  @Test(arguments: [
    "ExecIf(1?NoOp(a:DISA(no-password)))", "ExecIf(1 ? DISA(no-password,inside) )",
    "ExecIf(1?\"DISA(no-password)\")", "ExecIf(1,DISA(no-password,inside))",
    "TryExec( DISA(no-password))", "Exec(DISA (no-password))",
    "ExecIfTime(*,*,*,*? DISA(no-password))", "Exec(VoiceMailMain(1001@default))",
    "GotoIf($[1]?DISA,no-password,1)", "System(echo DISA(no-password))", "ExecIf(1)", "TryExec()",
    "ExecIf(?:)", "ExecIf(,)", "ExecIf(,,)",
  ])
  func `what is found by nobody, or is no call, does not`(call: String) {
    #expect(accounts(call).isEmpty)
  }

  @Test func `calls nested to the end of a line are read`() {
    let text = String(repeating: "Exec(", count: 1000) + "DISA(no-password)"
    #expect(accounts(text + String(repeating: ")", count: 1000)).map(\.isOpen) == [true])
  }
}
