import Glibc
import Testing
import VmscanModel
import VmscanSources

/// Predecessors of a log whose names hold dates.
struct RotationDatesTests {
  /// A mail of a day of November 2026, in a file that was written last on that day.
  private static func write(_ day: Int, to name: String, in folder: LogFolder) throws {
    let stamp = "Nov \(day < 10 ? " " : "")\(day) 10:00:00"
    try folder.write(
      LogFolder.mail("AAAA1B2C\(day)", box: "10\(day)", at: stamp, "open", "sent", "removed"),
      to: name)
    let time = timespec(tv_sec: 1_793_527_200 + (day - 1) * 86400, tv_nsec: 0)
    utimensat(AT_FDCWD, folder.path + "/" + name, [time, time], 0)
  }

  private static func days(_ mails: [MailRecord]) -> [String] {
    mails.map { $0.accepted.dateText.suffix(2).description }
  }

  /// A name with a day of November 2026 in it.
  private static func name(_ form: String, _ day: Int) -> String {
    form.replacing("DD", with: (day < 10 ? "0" : "") + "\(day)")
      .replacing("EPOCH", with: "\(1_793_527_200 + day * 86400)")
  }

  @Test(arguments: [
    "mail.log-DD112026", "mail.log-11DD2026", "mail.log-DD1126", "mail.log-2026DD11",
    "mail.log-2026-11-DD", "mail.log.EPOCH",
  ])
  func `files are read in the order in which they were written`(form: String) throws {
    let folder = try LogFolder()
    for day in [21, 5, 12, 9] { try Self.write(day, to: Self.name(form, day), in: folder) }
    try Self.write(22, to: "mail.log", in: folder)
    #expect(Self.days(folder.read().mails) == ["05", "09", "12", "21", "22"])
  }

  @Test func `files that lost their times are read by their lines`() throws {
    let folder = try LogFolder()
    for day in [21, 5, 12] {
      try Self.write(day, to: "mail.log-\(day < 10 ? "0" : "")\(day)112026", in: folder)
    }
    try Self.write(22, to: "mail.log", in: folder)
    #expect(folder.run("touch -d 2026-11-23 mail.log-*") == 0)
    #expect(Self.days(folder.read().mails) == ["05", "12", "21", "22"])
  }

  /// Days of the dated files, the last one that of the log, and how many stretches they are.
  @Test(arguments: [
    ([18, 19, 20, 21, 22], 1), ([18, 19, 21, 22], 2), ([17, 18, 19, 22], 2), ([1, 8, 15, 16], 1),
    ([1, 8, 22, 23], 2),
  ])
  func `a missing file is a hole, and is told`(days: [Int], stretches: Int) throws {
    let folder = try LogFolder()
    for day in days.dropLast() {
      try Self.write(day, to: "mail.log-202611\(day < 10 ? "0" : "")\(day)", in: folder)
    }
    try Self.write(try #require(days.last), to: "mail.log", in: folder)
    let result = folder.read().result
    #expect(result.coverage.count == stretches)
    #expect(result.problems.map(\.kind) == Array(repeating: .partial, count: stretches - 1))
    #expect(result.problems.filter(\.hidesData).isEmpty)
  }

  @Test func `a missing number is told`() throws {
    let folder = try LogFolder()
    try Self.write(19, to: "mail.log.3", in: folder)
    try Self.write(21, to: "mail.log.1", in: folder)
    try Self.write(22, to: "mail.log", in: folder)
    let result = folder.read().result
    #expect(result.coverage.count == 2)
    #expect(
      result.problems.map(\.detail.unmasked).first?.contains("seems to be missing") == true)
  }

  @Test func `the file that some programs call 0 is the newest one`() throws {
    let folder = try LogFolder()
    for (day, name) in [(20, "mail.log.1"), (21, "mail.log.0"), (22, "mail.log")] {
      try Self.write(day, to: name, in: folder)
    }
    let result = folder.read().result
    #expect(result.coverage.count == 1)
    #expect(result.problems.isEmpty)
  }
}
