import Testing
import VmscanModel
import VmscanReports

@testable import VmscanCommands

struct DoctorReportTests {
  private let ok = Diagnosis.ok("a", "fine")
  private let warn = Diagnosis.warn("b", "hm", remedy: "look")
  private let fail = Diagnosis.fail("c", "broken", remedy: "mend")
  private let unchecked = Diagnosis.unchecked("d", "hidden", remedy: "run as root")

  @Test
  func `the status is 0 for ok and warn, 1 for fail, 3 for what was not looked at`() {
    #expect([ok].status == .success)
    #expect([ok, warn].status == .success)
    #expect([ok, fail, warn].status == .findings)
    #expect([ok, unchecked].status == .incomplete)
    #expect([fail, unchecked].status == .incomplete)
    #expect([Diagnosis]().status == .success)
  }

  @Test
  func `text shows verdict, sight and remedy, and escapes what came from outside`() {
    let hostile = Diagnosis.fail("e", "named '\u{1B}[31m'", remedy: "rename it\nsoon")
    let text = DoctorReport([ok, unchecked, hostile]).text(style: Style())
    #expect(
      text == """
        ok    a: fine
        warn  d: hidden (not checked)
              -> run as root
        fail  e: named '\\u{1B}[31m'
              -> rename it
                 soon
        1 ok, 1 warn, 1 fail, 1 not checked

        """)
  }

  private static let spaces: [(free: Int64, all: Int64, verdict: Diagnosis.Verdict)] = [
    (50 << 30, 100 << 30, .ok), (4 << 30, 100 << 30, .warn), (1 << 29, 100 << 30, .fail),
    (50 << 20, 200 << 20, .fail), (0, 100 << 30, .fail),
  ]

  @Test(arguments: spaces)
  func `free space is judged by share and by bytes`(
    free: Int64, all: Int64, verdict: Diagnosis.Verdict
  ) {
    #expect(SpaceCheck.diagnosis("x", "/p", use: "", free: free, all: all).verdict == verdict)
  }
}
