import Testing
import VmscanModel

struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("2026-11-23T00:12:09Z", 1_795_392_729),
    ("2026-11-23T01:12:09+01:00", 1_795_392_729), ("2026-11-22 19:12:09-05:00", 1_795_392_729),
    ("2026-11-23t00:12:09.75z", 1_795_392_729), ("@1795392729", 1_795_392_729), ("@-1", -1),
    ("2000-02-29", 951_782_400), ("1969-12-31T23:59:59Z", -1),
  ])
  func `RFC 3339, dates and epoch seconds are read`(text: String, seconds: Int64) {
    #expect(Timestamp(parsing: text) == Timestamp(seconds))
  }

  @Test(arguments: [
    "", "@", "@x", "2026-11-23T00:12:09", "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-00",
    "2026-11-23T24:00:00Z", "2026-11-23T00:60:00Z", "26-11-23", "2026-11-23Z",
    "2026-11-23T00:12:09.Z",
    "2026-11-23T00:12:09+1:00", "yesterday",
  ])
  func `a time without zone and impossible dates are refused`(text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }

  @Test(arguments: [
    "@9223372036854775807", "@-9223372036854775808", "@253402300800", "@-62135596801", "0000-12-31",
    "0001-01-01T00:30:00+01:00", "9999-12-31T23:30:00-01:00",
  ])
  func `times outside the years 1 to 9999 are refused`(text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }

  @Test func `the ends of the years 1 and 9999 are read`() {
    #expect(Timestamp(parsing: "0001-01-01")?.epochSeconds == -62_135_596_800)
    #expect(Timestamp(parsing: "9999-12-31T23:59:59Z")?.epochSeconds == 253_402_300_799)
  }

  @Test func `a time prints as UTC and is read back`() {
    #expect(Timestamp(1_795_392_729).description == "2026-11-23T00:12:09Z")
    for seconds in stride(from: Int64(-2_000_000_000), to: 8_000_000_000, by: 9_876_543) {
      #expect(Timestamp(parsing: Timestamp(seconds).description) == Timestamp(seconds))
    }
  }

  @Test func `subtracting an age goes back in time`() {
    #expect(Timestamp(1_000_000) - .days(1) == Timestamp(913_600))
  }
}
