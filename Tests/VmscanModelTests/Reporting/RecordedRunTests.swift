import Testing
import VmscanModel

struct RecordedRunTests {
  @Test func `every severity and status has a counter of its own`() {
    var counts = FindingCounts()
    var number = 1
    for severity in Severity.allCases {
      for status in ReportedFinding.Status.allCases {
        counts[severity, status] = number
        number += 1
      }
    }
    number = 1
    for severity in Severity.allCases {
      for status in ReportedFinding.Status.allCases {
        #expect(counts[severity, status] == number)
        number += 1
      }
    }
    #expect(counts.unresolved(.informational) == 1 + 2)
  }
}
