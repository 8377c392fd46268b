import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// What the queues that a mail went through say of it together, in Postfix 3.7's words and Dovecot 2.3's.
struct PassedOnMailTests {
  private static let messageID = "Asterisk-1-1804289383-1001-2231@pbx.example.com"
  private static let first = "81EE2564547"
  private static let second = "97D73564764"
  private static let milter =
    "milter-reject: END-OF-MESSAGE from localhost[127.0.0.1]: 4.7.1 Service unavailable - try again "
    + "later; from=<asterisk@pbx.example.com> to=<pat@example.com>"
  private static let greylisted =
    "host mx.example.com[192.0.2.9] said: 450 4.7.1 <pat@example.com>: Recipient address rejected: "
    + "Greylisted, please try again later (in reply to RCPT TO command)"

  private static func begun(_ id: String, by pickup: String = "uid=1000 from=<asterisk>")
    -> [String]
  {
    ["pickup[1]: \(id): \(pickup)", "cleanup[2]: \(id): message-id=<\(messageID)>"]
  }

  private static func queued(_ id: String, _ size: Int) -> String {
    "qmgr[3]: \(id): from=<asterisk@pbx.example.com>, size=\(size), nrcpt=1 (queue active)"
  }

  private static func sent(
    _ id: String, _ words: String = "250 2.0.0 Ok: queued", by relay: String? = nil,
    status: String = "sent"
  ) -> [String] {
    let relay = relay ?? "mx.example.com[192.0.2.9]:25"
    return [
      "smtp[4]: \(id): to=<pat@example.com>, relay=\(relay), delay=0.11, delays=0.02/0/0.05/0.04, "
        + "dsn=2.0.0, status=\(status) (\(words))"
    ] + (status == "sent" ? ["qmgr[3]: \(id): removed"] : [])
  }

  private static let filter =
    "cleanup[2]: \(first): filter: header Subject: [PBX]: New message 1 in mailbox 1001 from local; "
    + "from=<asterisk@pbx.example.com>: smtp:[192.0.2.1]:10027"

  private static func filtered(isHeader: Bool, isHandedBack: Bool) -> [String] {
    let begun = begun(first)
    let back =
      [
        "smtpd[5]: \(second): client=filter.example.com[192.0.2.1]", begun[1],
        queued(second, 17600),
      ]
      .map { $0.replacing(first, with: second) } + sent(second)
    return (isHeader ? [begun[0], filter, begun[1]] : begun + [filter]) + [queued(first, 17445)]
      + (isHandedBack ? back : []) + sent(first, by: "192.0.2.1[192.0.2.1]:10027")
  }

  private static func dovecot(_ words: String) -> String {
    "dovecot: lda(pat)<289><6t0pO2zlDmshAQAAY0U+lw>: \(words)"
  }

  private static let long = "pbx-1.quite-a-long-name-of-a-virtual-network.cloud.example.com"
  private static let cut = long.prefix(76 - messageID.count + "pbx.example.com".count)
  private static let sieve = "sieve: msgid=<\(messageID)>: "
  private static let saved = "250 2.0.0 <pat@example.com> 6t0pO2zlDmshAQAAY0U+lw Saved"
  private static let socket = "pbx.example.com[private/dovecot-lmtp]"
  private static let discarded = dovecot(
    sieve + "discard action: Marked message to be discarded if not explicitly delivered (discard "
      + "action)")

  private static let requeued: [(name: String, lines: [String], state: String)] = [
    (
      "a milter out of order, tried again",
      begun(first) + ["cleanup[2]: \(first): \(milter)"] + ["later"] + begun(second)
        + [queued(second, 17443)] + sent(second), "pat@example.com:sent 17443 settled"
    ),
    (
      "a milter out of order twice",
      begun(first) + ["cleanup[2]: \(first): \(milter)", "later"] + begun(second)
        + ["cleanup[2]: \(second): \(milter)"], ":deferred"
    ),
    (
      "a milter that refuses",
      begun(first) + [
        "cleanup[2]: \(first): " + milter.replacing("4.7.1 Service", with: "5.7.1 Service")
      ], ":failed"
    ),
    (
      "all requeued",
      begun(first) + [queued(first, 17417)] + sent(first, greylisted, status: "deferred")
        + ["later", "postsuper[6]: Requeued: 5 messages"]
        + begun(second, by: "uid=101 from=<asterisk@pbx.example.com> orig_id=\(first)")
        + [queued(second, 17534)] + sent(second), "pat@example.com:sent 17534 settled"
    ),
    (
      "all requeued, still waiting",
      begun(first) + [queued(first, 17417)] + sent(first, greylisted, status: "deferred")
        + ["later"]
        + begun(second, by: "uid=101 from=<asterisk@pbx.example.com> orig_id=\(first)"),
      "pat@example.com:queued"
    ),
    (
      "held, then requeued",
      begun(first) + [
        "cleanup[2]: \(first): hold: header Subject: x; from=<asterisk@pbx.example.com>", "later",
        "postsuper[6]: \(first): requeued",
      ] + begun(second, by: "uid=101 from=<asterisk@pbx.example.com> orig_id=\(first)")
        + [queued(second, 17534)] + sent(second), "pat@example.com:sent 17534 settled"
    ),
  ]

  private static let rows: [(name: String, lines: [String], state: String)] = [
    (
      "a filter that takes the recording out",
      begun(first) + [
        queued(first, 17444), "smtpd[5]: \(second): client=localhost[127.0.0.1]",
        begun(second)[1], queued(second, 1205),
      ] + sent(first, by: "127.0.0.1[127.0.0.1]:10025") + sent(second),
      "pat@example.com:sent 1205 settled"
    ),
    (
      "a scanner that takes the recording out",
      begun(first) + [
        "cleanup[2]: \(first): hold: header Received: x; from=<asterisk@pbx.example.com>", "later",
        "MailScanner[7]: Requeue: \(first).A1B2C to \(second)", queued(second, 1205),
      ] + sent(second), "pat@example.com:sent 1205 settled"
    ),
    (
      "a filter elsewhere, by a header", filtered(isHeader: true, isHandedBack: false),
      "pat@example.com:taken 17445 settled"
    ),
    (
      "a filter elsewhere, by the body", filtered(isHeader: false, isHandedBack: false),
      "pat@example.com:taken 17445 settled"
    ),
    (
      "a filter elsewhere that hands back", filtered(isHeader: true, isHandedBack: true),
      "pat@example.com:sent 17600 settled"
    ),
    (
      "another mail's filter",
      [filter.replacing(first, with: second)] + begun(first) + [queued(first, 17445)] + sent(first),
      "pat@example.com:sent 17445 settled"
    ),
    (
      "a script that discards",
      begun(first) + [queued(first, 17448)] + sent(first, saved, by: socket) + [discarded],
      ":discarded pat@example.com:sent 17448 settled"
    ),
    (
      "a script that discards a mail of a long name",
      begun(first).map { $0.replacing("pbx.example.com>", with: "\(long)>") }
        + [queued(first, 17448), discarded.replacing("pbx.example.com>", with: "\(cut)...")]
        + sent(first, saved, by: socket), ":discarded pat@example.com:sent 17448 settled"
    ),
    (
      "a script that rejects",
      begun(first) + [queued(first, 17448)] + [
        dovecot(
          sieve + "reject action: rejected message from <asterisk@pbx.example.com> (reject)"
        ).replacing("lda", with: "lmtp")
      ] + sent(first, saved, by: socket), ":failed pat@example.com:sent 17448 settled"
    ),
    (
      "a full mailbox",
      begun(first) + [queued(first, 17448)]
        + [
          "save failed to INBOX: Quota exceeded (mailbox for user is full)",
          "rejected: Quota exceeded (mailbox for user is full)",
        ].map { dovecot("msgid=<\(messageID)>: \($0)") }
        + sent(first, "delivered to command: /usr/lib/dovecot/dovecot-lda", by: "local"),
      ":failed pat@example.com:sent 17448 settled"
    ),
    (
      "a saved mail, and another one discarded",
      begun(first) + [queued(first, 17448)] + [
        discarded.replacing("Asterisk-1-", with: "x-1-"),
        dovecot(sieve + "stored mail into mailbox 'INBOX'"),
      ] + sent(first, saved, by: socket), "pat@example.com:sent 17448 settled"
    ),
  ]

  private static func text(_ lines: [String]) -> [String] {
    var minute = 5
    return lines.compactMap { line in
      if line == "later" { minute += 1 }
      let tag = line.hasPrefix("dovecot") || line.hasPrefix("MailScanner") ? "" : "postfix/"
      return line == "later" ? nil : "Nov 22 23:0\(minute):10 pbx \(tag)\(line)\n"
    }
  }

  private static func state(_ mails: [MailRecord]) -> String {
    var kept: [MailRecord] = []
    for mail in mails {
      let place = kept.firstIndex { $0.queueID == mail.queueID && $0.source == mail.source }
      if let place { kept[place] = kept[place].merged(with: mail) } else { kept.append(mail) }
    }
    guard let mail = MailRecord.joined(kept) else { return "" }
    let size =
      mail.recipients.contains { $0.status == .sent || $0.status == .taken } ? mail.size : nil
    return
      (mail.recipients.map { "\($0.address):\($0.status.rawValue)" }
      + [size.map { "\($0)" }, mail.isSettled ? "settled" : nil].compactMap(\.self))
      .joined(separator: " ")
  }

  @Test(arguments: rows + requeued)
  func `the last queue's word counts, wherever a run stopped reading`(
    _ row: (name: String, lines: [String], state: String)
  ) throws {
    let lines = Self.text(row.lines)
    let folder = try LogFolder()
    try folder.write(lines.joined())
    #expect(
      Self.state(folder.read().mails.filter { $0.mailbox == "1001" }) == row.state, "\(row.name)")
    for place in 1..<lines.count {
      try folder.write(lines[..<place].joined())
      let before = folder.read()
      try folder.append(lines[place...].joined())
      let after = folder.read(from: try before.result.cursor.map { try CodableCopy.of($0) })
      let state = Self.state(before.mails + after.mails)
      #expect(state == row.state, "\(row.name), stopped behind line \(place)")
    }
  }
}
