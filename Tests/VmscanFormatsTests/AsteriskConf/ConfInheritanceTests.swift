import Testing

@testable import VmscanFormats

/// Sections that inherit share what they inherit, and must not show it.
struct ConfInheritanceTests {
  private func load(_ text: String) -> [[String]] {
    ConfLoader.parse(Array(text.utf8)).sections.map { section in
      section.variables.map {
        "\(String(decoding: $0.name, as: UTF8.self))=\(String(decoding: $0.value, as: UTF8.self))"
      }
    }
  }

  @Test func `a template that changes between two heirs changes the second alone`() {
    #expect(
      load("[t]\nx=1\n[a](t)\n[t](+)\ny=2\n[b](t)\n") == [
        ["x=1", "y=2"], ["x=1"], ["x=1", "y=2"],
      ])
  }

  @Test func `an addition to an inherited line leaves the template and its other heirs alone`() {
    #expect(
      load("[t](!)\nx=1\n[a](t)\nx+=2\n[b](t)\nz=3\n") == [["x=1"], ["x=12"], ["x=1", "z=3"]])
  }

  @Test func `an addition to the template itself reaches later heirs`() {
    #expect(
      load("[t]\nx=1\n[a](t)\n[t](+)\nx+=2\n[b](t)\n") == [["x=12"], ["x=1"], ["x=12"]])
  }

  @Test func `several bases and a section put between keep their order`() {
    #expect(
      load("[t]\nx=1\n[u]\ny=2\n[a](t,u)\nz=3\n[b](a)\n[c]\nk=4\n[c](+,t)\nl=5\n") == [
        ["x=1"], ["y=2"], ["x=1", "y=2", "z=3"], ["x=1", "y=2", "z=3"], ["k=4", "x=1", "l=5"],
      ])
  }

  @Test func `heirs are equal however their lines are kept`() {
    let own = ConfLoader.parse(Array("[a]\nx=1\n".utf8)).sections[0].variables
    var built = ConfVariables()
    for variable in own { built.inherit([variable]) }
    #expect(built == own && built.hashValue == own.hashValue)
    #expect(built.count == 1 && built.last?.value == Array("1".utf8))
  }
}
