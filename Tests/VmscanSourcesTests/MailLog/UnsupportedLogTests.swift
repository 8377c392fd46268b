import Testing
import VmscanModel
import VmscanSources

/// A log that cannot show a voicemail mail says so and never shows that there was none.
struct UnsupportedLogTests {
  static let logs: [(text: String, words: String)] = [
    ("Nov 22 23:05:10 pbx sSMTP[7]: Sent mail for a@x (221 Bye) uid=0 outbytes=9\n", "ssmtp"),
    ("Nov 22 23:05:10 pbx dma[1a2b]: new mail from user=root uid=0\n", "no voicemail mail"),
    ("", "it is empty"),
    (
      "no log at all, just words that go on for a@b\n",
      "first line not understood: 'no log at all, just words that go on for …'"
    ),
    ("Nov 22 23:05:10 pbx sshd[7]: Accepted publickey for root from 192.0.2.1\n", "supported"),
    ("Nov 22 23:05:10 pbx postfix/qmgr[7]: AAAA1B2C4D: removed\n", "no voicemail mail"),
  ]

  @Test(arguments: logs)
  func `a log without voicemail says so in every run and covers nothing`(
    _ log: (text: String, words: String)
  ) throws {
    let folder = try LogFolder()
    try folder.write(log.text)
    let first = folder.read()
    #expect(first.mails.isEmpty)
    #expect(first.result.coverage.isEmpty)
    let problem = try #require(first.result.problems.first)
    #expect(problem.detail.unmasked.contains(log.words))
    #expect(!problem.hidesData)
    #expect(!problem.detail.unmasked.contains("@"))
    let second = folder.read(from: try first.result.cursor.map { try CodableCopy.of($0) })
    #expect(second.result.problems == first.result.problems)
    #expect(second.result.coverage.isEmpty)
  }

  @Test func `a log that shows voicemail later is trusted from then on`() throws {
    let folder = try LogFolder()
    try folder.write("Nov 22 23:05:10 pbx postfix/qmgr[7]: AAAA1B2C4D: removed\n")
    let first = folder.read()
    try folder.append(LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed"))
    let second = folder.read(from: first.result.cursor)
    #expect(second.result.problems.isEmpty)
    #expect(second.result.coverage.count == 1)
    #expect(folder.read(from: second.result.cursor).result.problems.isEmpty)
  }
}
