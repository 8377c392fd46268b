import Testing
import VmscanModel
import VmscanSources

/// A log in which the system's logger dropped lines.
struct DroppedLinesReadingTests {
  static let words = "imuxsock lost 141 messages from pid 7 due to rate-limiting"
  static let lines: [String] = [
    "Nov 22 14:00:00 pbx rsyslogd-2177: \(words)\n",
    "Nov 22 14:00:00 pbx syslog.info rsyslogd-2177: \(words)\n",
    "<46>Nov 22 14:00:00 pbx rsyslogd: \(words)\n",
    "2026-11-22T14:00:00.123456+00:00 pbx systemd-journald[271]: Suppressed 9 messages from "
      + "postfix@-.service\n",
    #"{"__REALTIME_TIMESTAMP":"1795356000000000","_HOSTNAME":"pbx","#
      + #""SYSLOG_IDENTIFIER":"systemd-journald","_PID":"271","#
      + #""MESSAGE":"Suppressed 9 messages from postfix@-.service"}"# + "\n",
  ]
  static let hole = Timestamp(1_795_352_400)...Timestamp(1_795_359_600)

  private static func mail(_ id: String, at stamp: String) -> String {
    LogFolder.mail(id, at: stamp, "open", "sent", "removed")
  }

  @Test(arguments: lines)
  func `what is missing around the logger's word proves nothing`(_ line: String) throws {
    let folder = try LogFolder()
    try folder.write(
      Self.mail("AAAA1B2C4D", at: "Nov 22 08:00:00") + line
        + Self.mail("BBBB1B2C4D", at: "Nov 22 23:05:10"))
    let (mails, result) = folder.read()
    #expect(mails.count == 2)
    #expect(result.holes == [Self.hole])
    #expect(result.coverage.map(\.from) == [Timestamp(1_795_334_400), Self.hole.upperBound])
    #expect(result.coverage.first?.to == Self.hole.lowerBound)
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.detail.unmasked.contains("dropped lines (1 gap"))
    #expect(!problem.hidesData)
  }

  @Test
  func `the hole stays for the runs that follow, and is named once`() throws {
    let folder = try LogFolder()
    try folder.write(
      Self.mail("AAAA1B2C4D", at: "Nov 22 08:00:00") + Self.lines[0] + Self.lines[0])
    let first = folder.read()
    #expect(first.result.problems.count == 1)
    #expect(first.result.coverage.map(\.to) == [Self.hole.lowerBound])
    try folder.append(Self.mail("BBBB1B2C4D", at: "Nov 22 23:05:10"))
    let cursor = try #require(first.result.cursor)
    let second = folder.read(from: try CodableCopy.of(cursor))
    #expect(second.result.problems.isEmpty)
    #expect(second.result.holes.isEmpty)
    #expect(second.result.coverage.map(\.from) == [Self.hole.upperBound])
  }
}
