import Foundation
import Testing

/// Mails that a server threw away or sent to somebody else than their recipients.
struct DivertedMailTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  private static let messageID = "Asterisk-1-1804289383-1001-2231@pbx.example.com"

  // MARK: - Exim

  private static func exim(_ words: String...) -> [String] {
    (["<= asterisk@pbx.example.com U=asterisk P=local S=12204 id=\(messageID)"] + words
      + ["Completed"]).map { "pbx exim[9]: 1xVGff-00001t-3A \($0)" }
  }

  private static let archived =
    "=> archive@example.com <pat@example.com> R=archive T=remote_smtp H=mx.example.com [192.0.2.9] "
    + "C=\"250 OK\""
  private static let sent =
    "=> pat@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.9] C=\"250 OK\""

  static let eximRows: [(name: String, lines: [String], grade: String)] = [
    ("a filter's end", exim("=> discarded <pat@example.com> R=userforward"), "failed"),
    ("a system filter's end", exim("=> discarded (system filter)"), "failed"),
    (
      "an archive beside a black hole",
      exim(archived, "=> :blackhole: <pat@example.com> R=system_aliases"), "failed"
    ),
    (
      "an archive beside a filter's end",
      exim("=> discarded <pat@example.com> R=userforward", archived), "failed"
    ),
    (
      "an alias of a person and of nobody",
      exim(
        "=> /dev/null <pat@example.com> R=system_aliases T=**bypassed**",
        archived.replacing("archive@", with: "lee@")), "delivered"
    ),
    ("a plain delivery", exim(sent), "delivered"),
    (
      "two aliases in a row, with all parents",
      exim(sent.replacing(" R=", with: " (chain@example.com) (next@x) <pat@example.com> R=")),
      "delivered"
    ),
    (
      "two aliases in a row, and a failure",
      exim("** lee@example.com (chain@example.com) <pat@example.com>: Unrouteable address"),
      "failed"
    ),
    (
      "a person of that name", exim("=> discarded@example.com <pat@example.com> R=dns T=smtp H=mx"),
      "delivered"
    ),
  ]

  static let transports: [(name: String, grade: String)] = [
    ("devnull", "failed"), ("discard_mail", "failed"), ("nulls", "failed"), ("drop", "failed"),
    ("blackhole", "failed"), ("quarantine", "handedOver"), ("quarantine_delivery", "handedOver"),
    ("maildrop_pipe", "handedOver"), ("spam_delivery", "handedOver"), ("own", "handedOver"),
    ("local_delivery", "delivered"), ("mail_spool", "delivered"), ("maildir_home", "delivered"),
    ("dovecot_virtual_delivery", "delivered"), ("virtual_localdelivery", "delivered"),
    ("dovecot_lmtp C=\"250 2.0.0 <pat> Saved\"", "delivered"),
    ("dovecot_lmtp C=\"250 2.0.0 <pat> discarded\"", "failed"),
  ]

  @Test(arguments: transports)
  func `Exim's transport without a host counts by its name`(
    _ row: (name: String, grade: String)
  ) throws {
    let line = "=> pat <pat@example.com> R=own T=\(row.name)"
    #expect(try grade(Self.exim(line)) == row.grade, "\(row.name)")
  }

  // MARK: - Postfix

  private static let redirect =
    "postfix/cleanup[9]: 4A1B2C3D4E: redirect: header Subject: [PBX]: New message 1 in mailbox 1001 "
    + "from local; from=<asterisk@pbx.example.com>: quarantine@example.com"

  private static let access =
    "postfix/smtpd[9]: NOQUEUE: redirect: RCPT from localhost[127.0.0.1]: <pat@example.com>: Recipient "
    + "address triggers REDIRECT quarantine@example.com; from=<asterisk@pbx.example.com> "
    + "to=<pat@example.com> proto=ESMTP helo=<pbx>"

  /// A mail of Postfix's with more lines before and behind the one that names it.
  private static func postfix(
    before: [String] = [], behind: [String] = [], to: String = "pat@example.com",
    relay: String = "mx.example.com[192.0.2.9]:25", by: String = "smtp",
    words: String = "250 2.0.0 Ok"
  ) -> [String] {
    let lines =
      ["postfix/pickup[9]: 4A1B2C3D4E: uid=995 from=<asterisk>"] + before
      + ["postfix/cleanup[9]: 4A1B2C3D4E: message-id=<\(messageID)>"] + behind + [
        "postfix/qmgr[9]: 4A1B2C3D4E: from=<asterisk@pbx.example.com>, size=12204, nrcpt=1 (queue "
          + "active)",
        "postfix/\(by)[9]: 4A1B2C3D4E: to=<\(to)>, relay=\(relay), delay=0.08, "
          + "delays=0.02/0.06/0.01/0, dsn=2.0.0, status=sent (\(words))",
        "postfix/qmgr[9]: 4A1B2C3D4E: removed",
      ]
    return lines.map { "pbx \($0)" }
  }

  private static let filter =
    "postfix/cleanup[9]: 4A1B2C3D4E: filter: header Subject: [PBX]: New message 1 in mailbox 1001 "
    + "from local; from=<asterisk@pbx.example.com>: smtp:[192.0.2.1]:10027"

  private static let lmtp = "pbx[private/dovecot-lmtp]"
  private static let discard =
    "dovecot: lda(pat)<351><gVDABBngDmtfAQAAY0U+lw>: sieve: msgid=<\(messageID)>: discard action: "
    + "Marked message to be discarded if not explicitly delivered (discard action)"
  private static let quota = ": msgid=<\(messageID)>: rejected: Quota exceeded (mailbox is full)"

  private static let elsewhere = "quarantine@example.com>, orig_to=<pat@example.com"

  static let postfixRows: [(name: String, lines: [String], grade: String)] = [
    ("a header", postfix(before: [redirect], to: elsewhere), "failed"),
    (
      "a body",
      postfix(behind: [redirect.replacing("header Subject", with: "body x")], to: elsewhere),
      "failed"
    ),
    ("an access table", postfix(before: [access], to: elsewhere), "failed"),
    (
      "an access table, of another mail",
      postfix(before: [access], to: elsewhere.replacing("quarantine@", with: "lee@")), "delivered"
    ),
    ("an access table long ago", ["old \(access)"] + postfix(to: elsewhere), "delivered"),
    (
      "another mail's header",
      postfix(before: [redirect.replacing("4A1B2C3D4E", with: "4A1B2C3D4F")], to: elsewhere),
      "delivered"
    ),
    (
      "a header long ago",
      ["old \(redirect)"] + postfix(to: elsewhere), "delivered"
    ),
    (
      "the discard transport", postfix(relay: "none", by: "discard", words: "example.com"), "failed"
    ),
    (
      "a filter", postfix(relay: "127.0.0.1[127.0.0.1]:10024"), "handedOver"
    ),
    (
      "a filter's socket", postfix(relay: "pbx[private/filter-lmtp]", by: "lmtp"), "handedOver"
    ),
    (
      "a filter elsewhere, by a header",
      postfix(before: [filter], relay: "192.0.2.1[192.0.2.1]:10027"), "handedOver"
    ),
    (
      "a filter elsewhere, by the body",
      postfix(behind: [filter], relay: "192.0.2.1[192.0.2.1]:10027"), "handedOver"
    ),
    ("a script of the owner's", postfix(behind: [discard], relay: lmtp, by: "lmtp"), "failed"),
    ("the same later", postfix(relay: lmtp, by: "lmtp") + ["pbx \(discard)"], "failed"),
    (
      "a full mailbox",
      postfix(
        behind: [discard.components(separatedBy: ": sieve")[0] + quota], relay: "local",
        by: "local", words: "delivered to command: /usr/lib/dovecot/dovecot-lda"), "failed"
    ),
    ("a store", postfix(relay: "pbx[private/dovecot-lmtp]", by: "lmtp"), "delivered"),
    (
      "a folder", postfix(relay: "virtual", by: "virtual", words: "delivered to maildir"),
      "delivered"
    ),
    ("a relay", postfix(), "delivered"),
  ]

  /// How a log's writer may shorten `postfix/smtp[9]:`.
  static let tags: [(name: String, pattern: String, tag: String)] = [
    ("whole", "^", ""), ("no process id", #"^(pbx \S+)\[9\]:"#, "$1:"),
    ("no program", #"^pbx postfix/\w+\[9\]:"#, "pbx postfix:"),
    ("no program but its id", #"^pbx postfix/\w+\[9\]:"#, "pbx postfix[9]:"),
    ("no colon", #"^pbx postfix/\w+\[9\]:"#, "pbx postfix[9]"),
  ]

  private func grade(_ lines: [String]) throws -> String? {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    try site.leave(
      MailSite.Message(mailbox: "1001", number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    // A line of yesterday has its host behind a mark.
    let text = lines.map { line in
      let isOld = line.hasPrefix("old ")
      let stamp = EvidenceProgramTests.stamp(Self.mailed + 1 - (isOld ? 86400 : 0))
      return "\(stamp) \(isOld ? "pbx" + line.dropFirst(3) : line)\n"
    }.joined()
    let end = "\(EvidenceProgramTests.stamp(Self.mailed + 7200)) pbx postfix/smtpd[7]: disconnect\n"
    let log = try site.log(
      text + (lines[0].contains("exim") ? "" : end), written: Self.mailed + 7200)
    return try site.grades(logs: [log], now: Self.now).grades["1001@default INBOX/0"]
  }

  @Test(arguments: eximRows)
  func `what Exim threw away is not delivered`(
    _ row: (name: String, lines: [String], grade: String)
  ) throws {
    #expect(try grade(row.lines) == row.grade, "\(row.name)")
  }

  @Test(arguments: postfixRows)
  func `what Postfix threw away or sent elsewhere is not delivered`(
    _ row: (name: String, lines: [String], grade: String)
  ) throws {
    for tag in Self.tags {
      let lines = row.lines.map {
        $0.replacingOccurrences(of: tag.pattern, with: tag.tag, options: .regularExpression)
      }
      #expect(try grade(lines) == row.grade, "\(row.name), \(tag.name)")
    }
  }
}
