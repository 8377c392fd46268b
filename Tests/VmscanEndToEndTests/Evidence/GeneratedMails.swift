import VmscanTestSupport

/// Voicemail mails of every agent and fate with the log lines that the agents would write, and what
/// became of each: made by rules of their own, which share nothing with the reader.
struct GeneratedMails {
  enum Truth: String {
    /// Every recipient's server or mailbox has it, and the lines say so.
    case delivered
    /// The next server took it, but the agent does not log its answer.
    case taken
    /// Somebody did not get it and will not.
    case lost
    /// Still in a queue.
    case waiting
  }

  struct Mail {
    var box: String
    var addresses: [String]
    var mailed: Int64
    var truth: Truth
    var agent: String
    var fate: String
  }

  private(set) var mails: [Mail] = []
  /// Lines of each agent's log with their time.
  private(set) var lines: [String: [(time: Int64, text: String)]] = [:]
  private var random: SeededGenerator
  static let now: Int64 = 1_790_000_000
  private static let day: Int64 = 86400

  init(seed: UInt64, count: Int) {
    random = SeededGenerator(seed: seed)
    let makers: [(String, (inout Self, Int) -> Void)] = [
      ("postfix", { $0.postfix($1) }), ("exim", { $0.exim($1) }),
      ("sendmail", { $0.sendmail($1) }), ("msmtp", { $0.msmtp($1) }),
      ("nullmailer", { $0.nullmailer($1) }), ("opensmtpd", { $0.opensmtpd($1) }),
      ("courier", { $0.courier($1) }), ("chasquid", { $0.chasquid($1) }), ("dma", { $0.dma($1) }),
    ]
    for place in 0..<count { makers[place % makers.count].1(&self, place) }
    // The agents go on writing until now.
    for (agent, _) in makers {
      add(agent, Self.now - 60, Self.head(agent) + Self.idle(agent))
      add(agent, Self.now - 39 * Self.day, Self.head(agent) + Self.idle(agent))
    }
  }

  /// A log's text, its lines in the order of time.
  func log(_ agent: String) -> String {
    (lines[agent] ?? []).enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map { Self.stamp($0.element.time, agent) + $0.element.text + "\n" }.joined()
  }

  // MARK: - Words

  private static func head(_ agent: String) -> String {
    agent == "exim" ? "" : agent == "msmtp" ? "pbx msmtp: " : "pbx "
  }

  private static func idle(_ agent: String) -> String {
    switch agent {
    case "postfix": "postfix/smtpd[910]: disconnect from localhost[127.0.0.1] quit=1 commands=1"
    case "exim": "Start queue run: pid=1"
    case "sendmail": "sm-mta[1]: starting daemon (8.18): SMTP+queueing@00:01:00"
    case "msmtp": "host=mx.example.net from=root@pbx recipients=root@pbx exitcode=EX_TEMPFAIL"
    case "nullmailer": "nullmailer-send[3]: Rescanning queue."
    case "opensmtpd": "smtpd[5]: 1111111111111111 smtp disconnected evpid=0000000000000000"
    case "courier": "courierd: Waiting.  shutdown time=none"
    case "chasquid": "chasquid[7]: 127.0.0.1:1 auth succeeded for asterisk@pbx"
    default: "dma[9]: new mail from user=root uid=0 envelope_from=<>"
    }
  }

  /// RFC 3339 in UTC, Exim's own form for Exim.
  private static func stamp(_ time: Int64, _ agent: String) -> String {
    let days = time / day
    let (hour, minute, second) = (time % day / 3600, time % 3600 / 60, time % 60)
    var (year, rest) = (Int64(1970), days)
    func length(_ year: Int64) -> Int64 { year % 4 == 0 ? 366 : 365 }
    while rest >= length(year) {
      rest -= length(year)
      year += 1
    }
    var month = 0
    let lengths: [Int64] = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while rest >= lengths[month] {
      rest -= lengths[month]
      month += 1
    }
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(Int64(month) + 1))-\(two(rest + 1))"
    let clock = "\(two(hour)):\(two(minute)):\(two(second))"
    return agent == "exim" ? "\(date) \(clock) +0000 " : "\(date)T\(clock)Z "
  }

  private mutating func add(_ agent: String, _ time: Int64, _ text: String) {
    lines[agent, default: []].append((time, text))
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }

  private mutating func hex(_ count: Int) -> String {
    String(decoding: random.bytes(count, of: Array("0123456789ABCDEF".utf8)), as: UTF8.self)
  }

  /// A new mail: each has a mailbox and addresses of its own.
  private mutating func begin(_ place: Int, _ agent: String, old: Bool? = nil) -> (
    mail: Mail, id: String
  ) {
    let box = "\(2000 + place)"
    // Old ones are beyond a queue's life, new ones within it; a minute apart at least.
    let isOld = old ?? Bool.random(using: &random)
    let age = isOld ? 8 * Self.day + Int64(place) * 4000 : Int64(place) * 300 + 7200
    var addresses = ["u\(box)@example.org"]
    if Int.random(in: 0..<4, using: &random) == 0 { addresses.append("v\(box)@example.net") }
    let number = Int.random(in: 1..<1_000_000_000, using: &random)
    return (
      Mail(
        box: box, addresses: addresses, mailed: Self.now - age, truth: .delivered, agent: agent,
        fate: ""),
      "Asterisk-1-\(number)-\(box)-147@pbx.example.com"
    )
  }

  private mutating func end(_ mail: Mail, _ fate: String, _ truth: Truth) {
    var mail = mail
    (mail.fate, mail.truth) = (fate, truth)
    mails.append(mail)
  }

  private var good: String { "250 2.0.0 Ok: queued as 4F1D2C" }
  private let refusal = "550 5.1.1 no such user"

  // MARK: - Agents with a queue

  private mutating func postfix(_ place: Int) {
    let (mail, id) = begin(place, "postfix")
    let (queue, time) = (hex(10), mail.mailed + 1)
    func line(_ program: String, _ text: String, _ id: String? = nil, after: Int64 = 0) {
      add("postfix", time + after, "pbx postfix/\(program)[7]: \(id ?? queue): \(text)")
    }
    func to(
      _ address: String, _ status: String, _ words: String, relay: String = "mx[192.0.2.1]:25",
      program: String = "smtp", original: String? = nil, _ id: String? = nil, after: Int64 = 0
    ) {
      let alias = original.map { ", orig_to=<\($0)>" } ?? ""
      line(
        program,
        "to=<\(address)>\(alias), relay=\(relay), delay=1, delays=0/0/0/1, dsn=2.0.0, "
          + "status=\(status) (\(words))", id, after: after)
    }
    func open(_ id: String, _ message: String, after: Int64 = 0) {
      line("cleanup", "message-id=<\(message)>", id, after: after)
      line(
        "qmgr", "from=<asterisk@pbx>, size=4630, nrcpt=\(mail.addresses.count) (queue active)", id,
        after: after)
    }
    line("pickup", "uid=101 from=<asterisk>")
    let kinds = [
      "sent", "sent", "sent", "bounced", "deferred then sent", "open", "held", "softbounce",
      "discarded", "virus", "filter sent", "filter bounced", "filter waiting", "requeued sent",
      "requeued bounced", "dev null", "alias", "discard transport", "postsuper",
    ]
    let kind = pick(kinds)
    if kind == "held" { line("cleanup", "hold: header Received: by pbx (Postfix)") }
    open(queue, id)
    let isOld = Self.now - mail.mailed > 6 * Self.day
    var truth = Truth.delivered
    switch kind {
    case "sent": for address in mail.addresses { to(address, "sent", good) }
    case "bounced":
      for address in mail.addresses.dropFirst() { to(address, "sent", good) }
      to(mail.addresses[0], "bounced", "host mx said: \(refusal)")
      line("bounce", "sender non-delivery notification: \(hex(10))")
      truth = .lost
    case "deferred then sent":
      for address in mail.addresses { to(address, "deferred", "450 try status=sent again") }
      for address in mail.addresses { to(address, "sent", good, after: 400) }
      line("qmgr", "removed", after: 400)
    case "open", "softbounce":
      let status = kind == "open" ? "deferred" : "SOFTBOUNCE"
      for address in mail.addresses { to(address, status, "450 4.2.1 busy") }
      truth = isOld ? .lost : .waiting
    case "held": truth = isOld ? .lost : .waiting
    case "discarded", "virus":
      let words =
        kind == "virus"
        ? "250 2.7.0 Ok, discarded, id=00417-02 - INFECTED: Example.Test"
        : "250 2.7.1 Ok, id=1, BOUNCE"
      for address in mail.addresses {
        to(address, "sent", words, relay: "127.0.0.1[127.0.0.1]:10024")
      }
      truth = .lost
    case "filter sent", "filter bounced", "filter waiting":
      let second = hex(10)
      open(second, id, after: 1)
      for address in mail.addresses {
        to(
          address, "sent",
          "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as \(second)",
          relay: "127.0.0.1[127.0.0.1]:10024", after: 1)
        switch kind {
        case "filter sent": to(address, "sent", good, second, after: 2)
        case "filter bounced": to(address, "bounced", refusal, second, after: 2)
        default: to(address, "deferred", "450 busy", second, after: 2)
        }
      }
      line("qmgr", "removed", after: 1)
      if kind != "filter waiting" { line("qmgr", "removed", second, after: 2) }
      truth =
        kind == "filter sent" ? .delivered : kind == "filter bounced" || isOld ? .lost : .waiting
    case "requeued sent", "requeued bounced":
      let second = hex(10)
      add("postfix", time, "pbx MailScanner[70]: Requeue: \(queue).A\(hex(4)) to \(second)")
      line(
        "qmgr", "from=<asterisk@pbx>, size=4600, nrcpt=\(mail.addresses.count) (queue active)",
        second)
      let isSent = kind == "requeued sent"
      for address in mail.addresses {
        to(address, isSent ? "sent" : "bounced", isSent ? good : refusal, second, after: 3)
      }
      line("qmgr", "removed", second, after: 3)
      truth = isSent ? .delivered : .lost
    case "dev null":
      for address in mail.addresses {
        to(address, "sent", "delivered to file: /dev/null", relay: "local", program: "local")
      }
      truth = .lost
    case "discard transport":
      for address in mail.addresses {
        to(address, "sent", "voicemail", relay: "none", program: "discard")
      }
      truth = .lost
    case "alias":
      for address in mail.addresses {
        to("other\(mail.box)@gmail.example", "sent", good, original: address)
      }
    default:
      line("postsuper", "removed", after: 5)
      truth = .lost
    }
    if ["sent", "bounced", "alias", "dev null", "discarded", "virus"].contains(kind) {
      line("qmgr", "removed", after: 1)
    }
    end(mail, kind, truth)
  }

  private mutating func exim(_ place: Int) {
    let (mail, id) = begin(place, "exim")
    let (queue, time) = ("1x\(hex(4))-\(hex(6))-\(hex(2))", mail.mailed + 1)
    func line(_ text: String, after: Int64 = 0) { add("exim", time + after, "\(queue) \(text)") }
    let kind = pick([
      "sent", "sent", "sent", "no id", "failed", "open", "frozen", "blackhole", "discarded filter",
      "verdict", "cancelled", "alias", "acl",
    ])
    let isNamed = kind != "no id"
    line(
      "<= asterisk@pbx U=asterisk P=local S=4617" + (isNamed ? " id=\(id)" : "")
        + " T=\"New message\" for " + mail.addresses.joined(separator: " "))
    let isOld = Self.now - mail.mailed > 6 * Self.day
    let remote = " R=dnslookup T=remote_smtp H=mx [192.0.2.1] C=\""
    var truth = Truth.delivered
    switch kind {
    case "sent", "no id": for address in mail.addresses { line("=> \(address)\(remote)\(good)\"") }
    case "failed":
      for address in mail.addresses { line("** \(address) R=dnslookup T=remote_smtp: \(refusal)") }
      truth = .lost
    case "open":
      for address in mail.addresses { line("== \(address) R=dnslookup T=remote_smtp defer (-44)") }
      truth = isOld ? .lost : .waiting
    case "frozen":
      line("Frozen by the system filter")
      truth = isOld ? .lost : .waiting
    case "blackhole":
      for address in mail.addresses { line("=> :blackhole: <\(address)> R=system_aliases") }
      truth = .lost
    case "discarded filter", "acl":
      line(
        kind == "acl"
          ? "=> blackhole (non-SMTP ACL discarded recipients)" : "=> discarded (system filter)")
      truth = .lost
    case "verdict":
      for address in mail.addresses { line("=> \(address)\(remote)250 Ok, quarantined as q1\"") }
      truth = .lost
    case "cancelled":
      line("cancelled by system filter: no thanks")
      truth = .lost
    default:
      for address in mail.addresses {
        line("=> far\(mail.box)@gmail.example <\(address)>\(remote)\(good)\"")
      }
    }
    if kind != "open", kind != "frozen" { line("Completed", after: 1) }
    end(mail, kind, truth)
  }

  private mutating func sendmail(_ place: Int) {
    let (mail, id) = begin(place, "sendmail")
    let (first, second, time) = ("6A\(hex(12))", "6A\(hex(12))", mail.mailed + 1)
    func msp(_ text: String) { add("sendmail", time, "pbx sendmail[9]: \(first): \(text)") }
    func mta(_ text: String, after: Int64 = 0) {
      add("sendmail", time + after, "pbx sm-mta[8]: \(second): \(text)")
    }
    let count = mail.addresses.count
    let kind = pick([
      "sent", "sent", "sent", "failed", "deferred", "down", "discarded", "dev null", "forward",
      "verdict", "no recipients",
    ])
    let isOld = Self.now - mail.mailed > 6 * Self.day
    msp(
      "from=asterisk, size=4427, class=0, nrcpts=\(kind == "no recipients" ? 0 : count), "
        + "msgid=<\(id)>, relay=asterisk@localhost")
    let list = mail.addresses.map { "\"Box \(mail.box)\" <\($0)>" }.joined(separator: ",")
    let sub = "to=\(list), ctladdr=asterisk (999/999), delay=00:00:00, mailer=relay, pri=3, "
    var truth = Truth.delivered
    if kind == "no recipients" { return end(mail, kind, .lost) }
    if kind == "down" {
      msp(sub + "relay=[127.0.0.1], dsn=4.4.1, stat=Deferred: Connection refused by [127.0.0.1]")
      return end(mail, kind, isOld ? .lost : .waiting)
    }
    mta("from=<asterisk@pbx>, size=4560, class=0, nrcpts=\(count), msgid=<\(id)>, proto=ESMTP")
    msp(sub + "relay=[127.0.0.1], dsn=2.0.0, stat=Sent (\(second) Message accepted for delivery)")
    for address in mail.addresses {
      let head =
        "to=<\(address)>, ctladdr=<asterisk@pbx> (999/999), mailer=esmtp, pri=3, relay=mx., "
      switch kind {
      case "sent": mta(head + "dsn=2.0.0, stat=Sent (Ok: queued as 8A1)")
      case "failed": mta(head + "dsn=5.1.1, reply=\(refusal), stat=User unknown")
      case "deferred": mta(head + "dsn=4.2.1, reply=450, stat=Deferred: busy")
      case "verdict": mta(head + "dsn=2.7.0, stat=Sent (Ok, discarded, id=27078-09 - SPAM)")
      case "dev null":
        mta("to=/dev/null, ctladdr=<\(address)> (8/0), mailer=*file*, pri=3, dsn=2.0.0, stat=Sent")
      case "forward":
        mta(
          "to=far\(mail.box)@gmail.example, ctladdr=<\(address)> (8/0), mailer=esmtp, pri=3, "
            + "relay=mx., dsn=2.0.0, stat=Sent (Ok: queued as 8A2)")
      default: break
      }
    }
    switch kind {
    case "failed":
      mta("6A\(hex(12)): DSN: User unknown")
      truth = .lost
    case "deferred": truth = isOld ? .lost : .waiting
    case "discarded":
      mta("discarded")
      truth = .lost
    case "dev null", "verdict": truth = .lost
    default: break
    }
    end(mail, kind, truth)
  }

  private mutating func nullmailer(_ place: Int) {
    let (mail, id) = begin(place, "nullmailer")
    let file = "\(mail.mailed).\(place)"
    func attempt(_ answer: String, _ ending: String, after: Int64) {
      let head = "pbx nullmailer-send[311]: "
      let list = mail.addresses.map { "<\($0)>" }.joined(separator: ", ")
      for text in [
        "Starting delivery: host: mx.example.org protocol: smtp file: \(file)",
        "From: <asterisk@pbx> to: \(list)", "Message-ID: <\(id)>", "smtp: \(answer)", ending,
      ] { add("nullmailer", mail.mailed + after, head + text) }
    }
    let kind = pick(["sent", "sent", "later", "failed", "open", "verdict"])
    let isOld = Self.now - mail.mailed > 6 * Self.day
    let retry = "Sending failed: Temporary error in sending the message"
    switch kind {
    case "sent": attempt("Succeeded: \(good)", "Sent file.", after: 1)
    case "later":
      attempt("Failed: 450 4.7.1 greylisted", retry, after: 1)
      attempt("Succeeded: \(good)", "Sent file.", after: 200)
    case "failed":
      attempt(
        "Failed: \(refusal)", "Sending failed: Permanent error in sending the message", after: 1)
    case "verdict": attempt("Succeeded: 250 2.7.0 Ok, discarded", "Sent file.", after: 1)
    default: attempt("Failed: 450 4.7.1 busy", retry, after: 1)
    }
    let isGood = kind == "sent" || kind == "later"
    end(mail, kind, isGood ? .delivered : kind == "open" && !isOld ? .waiting : .lost)
  }

  private mutating func opensmtpd(_ place: Int) {
    let (mail, _) = begin(place, "opensmtpd")
    let (message, time) = (hex(8).lowercased(), mail.mailed + 1)
    let kind = pick(["sent", "sent", "alias", "failed", "open", "verdict", "file"])
    func line(_ text: String) { add("opensmtpd", time, "pbx smtpd[56]: 370b2149fb1c7dfc \(text)") }
    line("smtp message msgid=\(message) size=4592 nrcpt=\(mail.addresses.count) proto=ESMTP")
    let ids = mail.addresses.map { _ in message + hex(8).lowercased() }
    for (id, address) in zip(ids, mail.addresses) {
      line("smtp envelope evpid=\(id) from=<asterisk@pbx> to=<\(address)>")
    }
    for (id, address) in zip(ids, mail.addresses) {
      let remote = "mta delivery evpid=\(id) from=<asterisk@pbx> "
      let tail = "source=\"192.0.2.9\" relay=\"192.0.2.1 (mx)\" delay=0s "
      switch kind {
      case "sent": line(remote + "to=<\(address)> rcpt=<-> \(tail)result=\"Ok\" stat=\"\(good)\"")
      case "alias":
        line(
          remote + "to=<far\(mail.box)@gmail.example> rcpt=<\(address)> \(tail)result=\"Ok\" "
            + "stat=\"\(good)\"")
      case "failed":
        line(remote + "to=<\(address)> rcpt=<-> \(tail)result=\"PermFail\" stat=\"\(refusal)\"")
      case "verdict":
        line(
          remote + "to=<\(address)> rcpt=<-> \(tail)result=\"Ok\" stat=\"250 2.7.0 Ok, discarded\"")
      case "file":
        line(
          "mda delivery evpid=\(id) from=<asterisk@pbx> to=<\(address)> rcpt=<\(address)> "
            + "user=opensmtpd delay=0s result=Ok stat=Delivered")
      default:
        line(remote + "to=<\(address)> rcpt=<-> \(tail)result=\"TempFail\" stat=\"450 busy\"")
      }
    }
    let isOld = Self.now - mail.mailed > 6 * Self.day
    let isGood = kind == "sent" || kind == "alias"
    end(
      mail, kind,
      isGood ? .delivered : kind == "file" ? .taken : kind == "open" && !isOld ? .waiting : .lost)
  }

  private mutating func courier(_ place: Int) {
    let (mail, _) = begin(place, "courier")
    let (id, time) = ("00000000001C6B2A.00000000\(hex(8)).\(hex(8))", mail.mailed + 1)
    func line(_ text: String) { add("courier", time, "pbx \(text)") }
    let kind = pick(["sent", "sent", "failed", "open", "verdict"])
    line("courierd: newmsg,id=\(id): dns; localhost (localhost [127.0.0.1])")
    for address in mail.addresses {
      line(
        "courierd: started,id=\(id),from=<asterisk@pbx>,module=esmtp,host=example.org,addr=<\(address)>"
      )
    }
    for address in mail.addresses {
      let head = "courieresmtp: id=\(id),from=<asterisk@pbx>,addr=<\(address)>"
      switch kind {
      case "sent", "verdict":
        line(head + (kind == "sent" ? ": \(good)" : ": 250 2.7.0 Ok, discarded, id=1 - SPAM"))
        line(head + ",success: delivered: mx [192.0.2.1]")
        line(head + ",status: success")
      case "failed":
        line(head + ": \(refusal)")
        line(head + ",status: failure")
      default: line(head + ",status: deferred")
      }
    }
    line("courierd: completed,id=\(id)")
    let isOld = Self.now - mail.mailed > 6 * Self.day
    end(mail, kind, kind == "sent" ? .delivered : kind == "open" && !isOld ? .waiting : .lost)
  }

  // MARK: - Agents whose lines hold no answer, or that have no queue

  private mutating func msmtp(_ place: Int) {
    let (mail, _) = begin(place, "msmtp")
    let kind = pick(["sent", "sent", "failed", "temporary", "verdict"])
    let list = mail.addresses.joined(separator: ",")
    let answer =
      switch kind {
      case "sent": "mailsize=4424 smtpstatus=250 smtpmsg='\(good)' exitcode=EX_OK"
      case "verdict": "mailsize=4424 smtpstatus=250 smtpmsg='250 Ok, discarded' exitcode=EX_OK"
      case "failed": "smtpstatus=550 smtpmsg='\(refusal)' errormsg='no' exitcode=EX_DATAERR"
      default: "errormsg='cannot connect' exitcode=EX_TEMPFAIL"
      }
    add(
      "msmtp", mail.mailed + 1,
      "pbx msmtp: host=mx.example.org tls=off auth=off from=asterisk@pbx recipients=\(list) \(answer)"
    )
    end(mail, kind, kind == "sent" ? .delivered : .lost)
  }

  private mutating func chasquid(_ place: Int) {
    let (mail, _) = begin(place, "chasquid")
    let id = String(
      decoding: random.bytes(11, of: Array("ABCdefGHIjkl_-0123".utf8)), as: UTF8.self)
    func line(_ text: String) {
      add("chasquid", mail.mailed + 1, "pbx chasquid[72]: \(id) from=asterisk@pbx \(text)")
    }
    let kind = pick(["sent", "alias", "failed", "open"])
    line("queued ip=127.0.0.1:4 to=[\(mail.addresses.joined(separator: " "))]")
    for address in mail.addresses {
      switch kind {
      case "sent": line("to=\(address) sent")
      case "alias" where mail.addresses.count == 1: line("to=far\(mail.box)@gmail.example sent")
      case "alias": line("to=\(address) sent")
      case "failed": line("to=\(address) failed (permanent): \(refusal)")
      default: line("to=\(address) failed (temporary): busy")
      }
    }
    if kind != "open" { line("all done") }
    let isOld = Self.now - mail.mailed > 6 * Self.day
    let isGood = kind == "sent" || kind == "alias"
    end(mail, kind, isGood ? .taken : kind == "open" && !isOld ? .waiting : .lost)
  }

  private mutating func dma(_ place: Int) {
    let (mail, _) = begin(place, "dma")
    let (base, time) = (hex(6).lowercased(), mail.mailed + 1)
    let kind = pick(["sent", "failed", "open", "lost recipient"])
    add("dma", time, "pbx dma[\(base)]: new mail from user=asterisk uid=999 envelope_from=<a@pbx>")
    // 0.13 reads a folded To header by half.
    let mailed = kind == "lost recipient" ? Array(mail.addresses.prefix(1)) : mail.addresses
    for address in mailed {
      let id = "\(base).55\(hex(10).lowercased())"
      add("dma", time, "pbx dma[\(base)]: mail to=<\(address)> queued as \(id)")
      add("dma", time, "pbx dma[\(id)]: <\(address)> trying delivery")
      switch kind {
      case "failed":
        add(
          "dma", time,
          "pbx dma[\(id)]: remote delivery to mx [192.0.2.1] failed after RCPT TO: \(refusal)")
        add("dma", time, "pbx dma[\(id)]: delivery failed, bouncing as \(hex(6).lowercased())")
      case "open":
        add(
          "dma", time, "pbx dma[\(id)]: remote delivery deferred: mx failed after RCPT TO: 450 busy"
        )
      default: add("dma", time, "pbx dma[\(id)]: <\(address)> delivery successful")
      }
    }
    let isOld = Self.now - mail.mailed > 6 * Self.day
    let truth: Truth =
      switch kind {
      case "sent": .taken
      case "open": isOld ? .lost : .waiting
      case "lost recipient": mail.addresses.count == 1 ? .taken : .lost
      default: .lost
      }
    end(mail, kind, truth)
  }
}
