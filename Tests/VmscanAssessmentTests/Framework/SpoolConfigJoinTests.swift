import Testing
import VmscanAssessment
import VmscanModel

struct SpoolConfigJoinTests {
  private var join: SpoolConfigJoin {
    var scenario = Scenario()
    scenario.mailbox("Bob")
    scenario.mailbox("1001")
    scenario.mailbox("1000")
    return SpoolConfigJoin(configuration: scenario.configuration)
  }

  @Test(arguments: ["Bob", "bob", "BOB"])
  func `a directory belongs to its mailbox in any case`(_ name: String) {
    #expect(join.configured(for: Scenario.id(name))?.id == Scenario.id("Bob"))
    #expect(join.configured(for: Scenario.id(name, in: "Default"))?.id == Scenario.id("Bob"))
  }

  @Test func `another context is another mailbox`() {
    #expect(join.configured(for: Scenario.id("1001", in: "sales")) == nil)
  }

  @Test func `mailboxes without directory are listed`() {
    let directories = [Scenario.id("bob"), Scenario.id("2000"), Scenario.id("1999")]
    #expect(
      join.withoutDirectory(among: directories).map(\.id)
        == [Scenario.id("1000"), Scenario.id("1001")])
  }
}
