import Testing
import VmscanModel
import VmscanSources

/// Where a mail that Sendmail takes for an alias or a forwarding user really goes.
struct SendmailAliasTests {
  private static let head = "Nov 22 23:05:10 pbx sm-mta[9]: 1AMN5BBB000124: "
  private static let open =
    head + "from=<asterisk@pbx>, size=4183, class=0, nrcpts=1, msgid=<Asterisk-1-2-1001-3@h>, "
    + "proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]\n"

  private static func recipients(_ text: String, after open: String = open) throws
    -> [MailRecipient]
  {
    let folder = try LogFolder()
    try folder.write(open + head + text + "\n")
    return folder.read().mails.flatMap(\.recipients)
  }

  static let lines: [(field: String, original: ByteText?)] = [
    ("ctladdr=<Alice@Example.com> (1001/1001), ", "alice@example.com"),
    ("ctladdr=<sales@example.com> (8/0), ", "sales@example.com"),
    ("ctladdr=alice (1001/1001), ", "alice"),
    ("ctladdr=<alice@example.com>, ", "alice@example.com"),
    // The sender, when the mail was handed in on the machine.
    ("ctladdr=asterisk (101/101), ", nil), ("ctladdr=<asterisk@pbx> (101/101), ", nil),
    ("ctladdr=<Asterisk@PBX> (101/101), ", nil),
    // The same user name elsewhere is somebody else.
    ("ctladdr=<asterisk@example.com> (101/101), ", "asterisk@example.com"),
    // Not an alias of anything.
    ("ctladdr=<alice@gmail.com> (1001/1001), ", nil), ("", nil), ("ctladdr=, ", nil),
  ]

  @Test(arguments: lines)
  func `the controlling address is the one before the alias`(
    _ row: (field: String, original: ByteText?)
  ) throws {
    let found = try Self.recipients(
      "to=<alice@gmail.com>, \(row.field)delay=00:00:01, mailer=esmtp, pri=1, relay=mx., "
        + "dsn=2.0.0, stat=Sent (OK)")
    #expect(found.map(\.address) == ["alice@gmail.com"])
    #expect(found.map(\.originalAddress) == [row.original])
    #expect(found.map(\.status) == [.sent])
  }

  @Test func `every address an alias stands for is told with it`() throws {
    let found = try Self.recipients(
      "to=<bob@gmail.com>,carol@example.org,|/usr/bin/filter, ctladdr=<sales@example.com> (8/0), "
        + "delay=00:00:01, dsn=2.0.0, stat=Sent (OK)")
    #expect(found.map(\.address) == ["bob@gmail.com", "carol@example.org", "|/usr/bin/filter"])
    #expect(found.allSatisfy { $0.originalAddress == "sales@example.com" })
  }

  static let tricks: [String] = [
    "to=<\"a, stat=Sent (OK)\"@x>, delay=1, dsn=4.0.0, stat=Deferred: no",
    "to=<\"a, ctladdr=<boss@example.com>, stat=Sent\"@x>, delay=1, dsn=5.0.0, stat=User unknown",
    "to=<a@x>, ctladdr=<\"b, dsn=2.0.0, stat=Sent (OK)\"@x> (1/1), dsn=4.0.0, stat=Deferred",
    "to=<\"a, stat=Sent (OK)", "to=<a@x>, ctladdr=<\"b, stat=Sent (OK)", "to=", "to=, ",
    "to=<a@x>, ctladdr=",
  ]

  @Test(arguments: tricks)
  func `no address passes for a field`(_ line: String) throws {
    let found = try Self.recipients(line)
    #expect(!found.contains { $0.status == .sent })
    #expect(!found.contains { $0.originalAddress == "boss@example.com" })
  }

  @Test func `without a known sender nothing is taken for an alias`() throws {
    let folder = try LogFolder()
    try folder.write(Self.open)
    var cursor = try #require(folder.read().result.cursor)
    #expect(cursor.pending.map(\.sender) == ["asterisk@pbx"])
    // As a release that did not keep it has left it.
    cursor.pending[0].sender = nil
    try folder.append(
      Self.head + "to=<a@x>, ctladdr=asterisk (101/101), dsn=2.0.0, stat=Sent (OK)\n")
    let mail = try #require(folder.read(from: try CodableCopy.of(cursor)).mails.first)
    #expect(mail.recipients.map(\.originalAddress) == [nil])
  }
}
