import Testing
import VmscanModel
import VmscanSources

/// What Sendmail says of a mail beside what became of each recipient.
struct SendmailNoticeTests {
  private static let head = "Nov 22 23:05:10 pbx sm-mta[9]: 1AMN5BBB000124: "
  private static let open =
    head + "from=<asterisk@pbx>, size=4183, class=0, nrcpts=1, msgid=<Asterisk-1-2-1001-3@h>, "
    + "proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]\n"
  private static let sent =
    head + "to=<alice@example.com>, mailer=esmtp, relay=mx., dsn=2.0.0, stat=Sent (ok)\n"

  static let notices: [(words: String, isLost: Bool)] = [
    ("1AMN5BBB000125: DSN: User unknown", true),
    ("1AMN5BBB000125: return to sender: Cannot send message for 5 days", true),
    ("1AMN5BBB000125: DSN: Return receipt", false),
    ("1AMN5BBB000125: sender notify: Warning: could not send message for past 4 hours", false),
  ]

  @Test(arguments: notices)
  func `a report of a failure undoes a delivery, a receipt does not`(
    _ row: (words: String, isLost: Bool)
  ) throws {
    let folder = try LogFolder()
    try folder.write(Self.open + Self.sent + Self.head + row.words + "\n")
    let statuses = folder.read().mails.flatMap(\.recipients).map(\.status)
    #expect(statuses.contains(.sent))
    #expect(statuses.contains(.failed) == row.isLost)
  }

  @Test(arguments: ["quarantine=spam", "milter=clamav, quarantine=spam"])
  func `a mail in quarantine waits`(_ words: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.open + Self.head + words + "\n")
    #expect(folder.read().mails.flatMap(\.recipients).map(\.status) == [.deferred])
  }
}
