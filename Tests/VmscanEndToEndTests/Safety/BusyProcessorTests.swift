import Foundation
import Testing

/// Runs on one busy processor end as they do on an idle one; `scripts/stress 5000` is the long form.
struct BusyProcessorTests {
  @Test(.timeLimit(.minutes(10))) func `every run ends with the status of the first`() throws {
    let done = try Program.run(
      Program.root.appending(path: "scripts/stress").path, ["12"],
      environment: ["VMSCAN": Program.vmscan])
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.output.contains("12 rounds of 4 commands ended as the first"))
  }
}
