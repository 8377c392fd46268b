import Testing
import VmscanFormats

/// What servers say behind their `250`.
struct VerdictWordsTests {
  static let lost: [String] = [
    "250 2.7.0 Ok, discarded, id=00417-02 - INFECTED: X", "250 2.7.1 Ok, id=00417-02, BOUNCE",
    "250 2.0.0 OK: message placed in quarantine", "250 2.7.0 BLOCKED (4A1)",
    "250 2.0.0 Held for review", "250 message held for moderation", "250 Ok, withheld",
    "250 2.0.0 Ok, greylisted, will be retried", "250 OK deferred for later delivery",
    "250 message will not be delivered", "250 Mail was accepted, but never delivered",
    "250 Ok, not sent", "250 Ok, message is spam, not accepted", "250 OK, undeliverable",
    "250 Ok, non-delivery report sent", "250 OK, will be returned to sender",
    "250 accepted, delivery suspended", "250 delivery failed", "250 Ok, sent to /dev/null",
    "250 Ok: devnull", "250 Ok, bitbucket", "250 sinkhole", "250 Accepted for spamtrap",
    "250 honeypot says thanks", "250 Message accepted but ignored", "250 OK destroyed",
    "250 thrown away", "250 OK moved to Junk", "250 message denied by policy",
    "250 OK blacklisted sender, silently removed", "250 2.0.0 Ok, bouncing", "250 expired",
    "250 Message filtered out", "250 2.0.0 Ok discarded_by_policy", "250 ok (silently_discarded)",
    // DSPAM's words follow its verdict alone (`daemon.c`), whatever it then does with the mail: no word
    // is known that beside `spam` means that somebody gets it.
    "250 2.6.0 <a@example.com> Message accepted for delivery: SPAM",
    "250 2.0.0 Ok, accepted, tagged as spam", "250 OK marked as spam and delivered",
  ]

  static let taken: [String] = [
    "250 2.0.0 OK  1790000000 d2e1a72fcca58-6d8b0a1b2c3si123.45 - gsmtp",
    "250 2.6.0 <Asterisk-1-1-1-1@pbx> [InternalId=123, Hostname=AM0PR01.prod.exchangelabs.com] "
      + "12345 bytes in 0.206, 58.3 KB/sec Queued mail for delivery",
    "250 Message accepted for delivery",
    "250 2.6.0 <a@example.com> Message accepted for delivery: INNOCENT",
    "250 2.1.5 Ok: queued; virus scan passed",
    "250 2.0.0 Ok, spam score 0.1", "250 Message accepted; not spam", "250 OK: no virus found",
    "250 2.0.0 Ok (no spam, no virus)", "250 2.0.0 Ok spam=0 virus=0", "250 Ok: not rejected",
    "250 2.0.0 spam.example.net accepted", "250 Ok, queued as junk-1.example.net 12",
    "250 2.0.0 Message accepted, nothing blocked", "250 Ok: queued as BBDE17, will be delivered",
    "250 Requested mail action okay, completed: id=0Lkdj-1", "250 2.0.0 Ok: queued as DEADBEEF",
    "250 OK, delivery in progress", "250 2.0.0 Ok: queued, not delayed",
    "250 Ok, filtered and accepted", "250 Ok: queued as spam_q1", "250 Ok id=spam_hold_x",
    "250 Ok virus_free", "250 Ok, virus_scan_done",
  ]

  @Test(arguments: lost)
  func `an answer that admits that nobody gets the mail is known`(_ words: String) {
    #expect(Self.areBad(words))
  }

  @Test(arguments: taken)
  func `an answer that takes the mail is not suspected`(_ words: String) {
    #expect(!Self.areBad(words))
  }

  @Test(arguments: lost + taken)
  func `an answer means the same wherever its words stand`(_ words: String) {
    let isBad = Self.areBad(words)
    for count in 1...70 {
      let digits = String(repeating: "1", count: count)
      #expect(Self.areBad("\(digits) \(words)") == isBad, "behind \(count) digits")
      #expect(Self.areBad("\(words) \(digits)") == isBad, "before \(count) digits")
    }
  }

  private static func areBad(_ words: String) -> Bool {
    let bytes = Array(words.utf8)
    return VerdictWords.areBad(bytes.span, 0..<bytes.count)
  }
}
