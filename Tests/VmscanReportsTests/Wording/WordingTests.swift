import Testing
import VmscanModel
import VmscanReports

struct WordingTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000"), (-1204, "-1,204"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `thousands are grouped`(number: Int, text: String) {
    #expect(Wording.number(number) == text)
  }

  private static let spans: [(seconds: Int64, text: String)] = [
    (0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (7199, "119 minutes"), (7200, "2 hours"),
    (86_400, "24 hours"), (172_800, "2 days"), (3_542_400, "41 days"), (7_776_000, "3 months"),
    (62_985_600, "24 months"), (63_072_000, "2 years"), (189_216_000, "6 years"),
    (-5, "0 seconds"),
  ]

  @Test(arguments: spans)
  func `a span has its largest sensible unit`(seconds: Int64, text: String) {
    #expect(Wording.span(seconds: seconds) == text)
  }

  @Test(arguments: [(0, "0 s"), (33, "33 s"), (59, "59 s"), (60, "1 min"), (61, "2 min")])
  func `less than a minute of audio is told in seconds`(seconds: Int64, text: String) {
    #expect(Wording.audio(MessageTotals(messages: 1, seconds: seconds)) == text + " of audio")
  }

  @Test func `commands repeat the flags of the site, quoted for a shell`() {
    let flags = SiteFlags.words([
      ("--asterisk-etc", "/etc/pbx two"), ("--spool", "/srv/it's"), ("--db", "/var/lib/v.db"),
      ("--config", ByteText(bytes: [0x2F, 0xFF])),
    ])
    #expect(
      flags == [
        "--asterisk-etc", "'/etc/pbx two'", "--spool", #"'/srv/it'\''s'"#, "--db", "/var/lib/v.db",
        "--config", "CONFIG",
      ])
    #expect(
      SiteFlags.words([("--spool", "/a\nb"), ("--db", "")]) == ["--spool", "SPOOL", "--db", "''"])
    let steps = NextSteps.steps(for: Sample.report, flags: flags)
    #expect(steps.allSatisfy { $0.command.hasSuffix(flags.joined(separator: " ")) })
    #expect(NextSteps.steps(for: Sample.report).allSatisfy { !$0.command.contains("--db") })
  }

  @Test func `nothing to do needs no flags`() {
    #expect(NextSteps.steps(for: Sample.empty, flags: ["--db", "x"]).map(\.command) == [""])
  }

  @Test func `the headline is the sentence people quote`() {
    #expect(
      Headline(Sample.report).sentence
        == "3 of 25 mailboxes send recordings to private addresses, 1 of them to throw-away"
        + " services; 12 recordings that were already e-mailed are still kept, the oldest for 41"
        + " days.")
  }

  @Test func `nothing found is said plainly only when everything was read`() {
    var report = Sample.empty
    report.totals.mailboxes = 4
    #expect(
      Headline(report).sentence
        == "None of 4 mailboxes sends recordings to private addresses; no recording that was"
        + " already e-mailed is still kept.")
    report.coverage = Sample.incomplete.coverage
    let sentence = Headline(report).sentence
    #expect(sentence.hasPrefix("At least 0 of 4 mailboxes"))
    #expect(!sentence.contains("None"))
    #expect(sentence.contains("among those that could be read"))
    report.totals.mailboxes = 0
    #expect(
      Headline(report).sentence
        == "No mailbox could be read; this says nothing about how many there are.")
  }

  @Test func `a command in a report never holds a hostile name`() {
    var report = Sample.report
    report.findings = [
      Sample.finding(
        "VM-1", .critical, .mailbox(Sample.id("$(reboot)")), "m", remedy: "r", key: 1)
    ]
    #expect(NextSteps.steps(for: report).allSatisfy { !$0.command.contains("reboot") })
  }
}
