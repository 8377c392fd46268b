import Testing
import VmscanModel

struct ByteCountTests {
  @Test(arguments: [
    ("1", 1), ("4096", 4096), ("10k", 10_240), ("5M", 5_242_880), ("2GiB", 2_147_483_648),
    ("1kb", 1024), ("1T", 1_099_511_627_776),
  ])
  func `sizes are binary multiples in any spelling`(text: String, bytes: Int64) {
    #expect(ByteCount(parsing: text) == ByteCount(bytes))
  }

  @Test(arguments: ["", "0", "k", "-1", "1.5k", "1 k", "9223372036854775807k", "10x", "10kk"])
  func `anything else is refused`(text: String) {
    #expect(ByteCount(parsing: text) == nil)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (3_565_158, "3.4 MiB"),
    (18_253_611_008, "17 GiB"), (10_188, "9.9 KiB"), (10_239, "10 KiB"), (1_048_575, "1.0 MiB"),
  ])
  func `sizes print with at most three digits`(bytes: Int64, text: String) {
    #expect(ByteCount(bytes).description == text)
  }

  @Test func `sums and comparisons are those of the bytes`() {
    var sum = ByteCount(2) + ByteCount(3)
    sum += ByteCount(5)
    #expect(sum == ByteCount(10))
    #expect(ByteCount(9) < ByteCount(10))
  }
}
