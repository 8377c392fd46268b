import Testing
import VmscanModel

@testable import VmscanCommands

struct PurgeStopTests {
  private let full = CommandFailure(
    .failed, "cannot write history '/x': no space left\nfree some space; nothing was recorded")

  private func explained(_ stop: PurgeStop) -> String {
    stop.explain(full, quarantine: "/q", run: "17-4").reason
  }

  @Test
  func `what was removed before is told with its undo`() {
    #expect(
      explained(PurgeStop(unlinked: 0, waiting: 360)) == """
        cannot write history '/x': no space left
        360 messages had been removed before; they wait in /q; to undo: vmscan restore --run 17-4
        free some space
        """)
  }

  @Test
  func `what was unlinked cannot be undone`() {
    #expect(
      explained(PurgeStop(unlinked: 3, waiting: 1)) == """
        cannot write history '/x': no space left
        3 messages had been unlinked before
        1 message had been removed before; it waits in /q; to undo: vmscan restore --run 17-4
        free some space
        """)
  }

  @Test
  func `where nothing was done the failure stays as it is`() {
    #expect(explained(PurgeStop(unlinked: 0, waiting: 0)) == full.reason)
  }
}
