import Testing
import VmscanModel

struct AgeTests {
  @Test(arguments: [("30d", 2_592_000), ("12h", 43_200), ("2w", 1_209_600), ("1y", 31_536_000)])
  func `an age has a number and a unit`(text: String, seconds: Int64) {
    #expect(Age(parsing: text) == Age(seconds: seconds))
  }

  @Test(arguments: [
    "", "0d", "30", "d", "-1d", "1.5d", "30 d", "30D", "٣d", "9223372036854775807y", "1m",
    "10000y", "3649636d", "106751991167300d",
  ])
  func `anything else is refused, zero included`(text: String) {
    #expect(Age(parsing: text) == nil)
  }

  @Test(arguments: [
    (0, "0 seconds"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes"),
    (7199, "119 minutes"), (7200, "2 hours"), (172_799, "47 hours"), (259_200, "3 days"),
  ])
  func `an age in words has the largest unit that fits twice`(seconds: Int64, words: String) {
    #expect(Age(seconds: seconds).words == words)
  }

  @Test func `every age of whole hours is read back from its text`() {
    for hours in Int64(1)...2000 {
      let age = Age(seconds: hours * 3600)
      #expect(Age(parsing: age.description) == age)
    }
  }
}
