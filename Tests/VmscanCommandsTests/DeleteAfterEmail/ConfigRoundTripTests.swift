import Foundation
import Testing
import VmscanActions
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// Every configuration of the fixtures is edited and put back.
struct ConfigRoundTripTests {
  static let configurations: [String] = {
    func names(_ directory: String) -> [String] {
      let all =
        (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.path(directory))) ?? []
      return all.sorted().map { "\(directory)/\($0)" }
    }
    let changes = ["asterisk-22", "asterisk-16"].flatMap { names("\($0)/password-change") }
      .filter { !$0.hasSuffix("secret.conf") }
    return names("conf") + changes
      + ["asterisk-22/etc", "asterisk-16/etc", "asterisk-22/etc-damaged"]
  }()

  @Test(arguments: configurations)
  func `enabling changes the planned values alone and restoring gives the very bytes`(
    name: String
  ) throws {
    let bench = try EditBench(fixture: name)
    let (bytes, names) = (bench.contents, bench.names)
    let before = try bench.view().configuration
    let draft = try bench.draft()
    #expect(!draft.plan.refused.flatMap(\.refusals).contains { $0.reason == .unexpectedEffect })
    guard !draft.plan.isEmpty else { return }
    try bench.executor().apply(draft.plan, change: "c1")
    let after = try bench.view()
    let planned = Set(draft.plan.mailboxes.map(\.id))
    #expect(after.configuration.mailboxes.count == before.mailboxes.count)
    for (old, new) in zip(before.mailboxes, after.configuration.mailboxes) {
      #expect(old.id == new.id)
      #expect(
        new.deleteAfterEmail.value == (planned.contains(old.id) || old.deleteAfterEmail.value))
      #expect(old.attach.value == new.attach.value, "\(old.id)")
      #expect(old.pin.isSame(as: new.pin), "\(old.id)")
      #expect((old.emailField ?? "") == (new.emailField ?? ""))
    }
    #expect(bench.names == names, "nothing lies beside")
    let undo = ConfigUndo(
      change: try bench.store.change("c1"), view: after, targets: bench.targets(after))
    let plan = try #require(undo.exactPlan(head: bench.head(.restore)))
    try bench.executor().apply(plan, change: "c2")
    #expect(bench.contents == bytes)
    #expect(try bench.store.change("c1").state == .undone)
  }

  @Test(arguments: configurations)
  func `only the option tokens of the touched lines differ`(name: String) throws {
    let bench = try EditBench(fixture: name)
    let bytes = bench.contents
    let draft = try bench.draft()
    guard !draft.plan.isEmpty else { return }
    try bench.executor().apply(draft.plan, change: "c1")
    for (file, old) in bytes {
      let (was, now) = (lines(old), lines(bench.contents[file] ?? []))
      #expect(was.count == now.count)
      let path = bench.etc + "/" + file
      let touched = draft.plan.files.filter { $0.target == ByteText(path) }.flatMap(\.edits)
      for (position, pair) in zip(was, now).enumerated() where pair.0 != pair.1 {
        let edits = touched.filter { $0.line == position + 1 }
        #expect(!edits.isEmpty, "\(file):\(position + 1)")
        #expect(
          pair.1.count - pair.0.count
            == edits.map { $0.inserted.count - $0.removed.count }.reduce(0, +))
      }
    }
  }

  private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  }
}
