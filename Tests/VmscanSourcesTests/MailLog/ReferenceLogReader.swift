import VmscanModel

/// Reads a Postfix log slowly and plainly, as a check on the fast reader.
///
/// One line after the other, every line taken apart as text of single bytes; shares nothing with
/// the product but the values and the rule by which two states of one recipient become one.
struct ReferenceLogReader {
  /// A mail under way.
  private struct Open {
    var record: MailRecord
    var scope: String
    var hasNotice = false
    var order: Int
    /// Time of the last line that says something.
    var touched: Int64

    /// Removed, and every recipient that was counted has met its fate.
    var isOver: Bool {
      record.leftQueue
        && record.recipients.count(where: \.status.isFinal) >= record.expectedRecipients ?? 1
    }
  }

  private var open: [String: Open] = [:]
  private var told: [MailRecord] = []
  private var begun = 0
  let year: Int64

  /// - Parameter newYear: Start of the year of every line, in seconds since 1970.
  init(newYear: Int64) { year = newYear }

  /// One record per Message-ID, host and queue id, ordered by Message-ID.
  static func mails(_ log: [UInt8], newYear: Int64) -> [MailRecord] {
    var reader = ReferenceLogReader(newYear: newYear)
    for line in log.split(separator: 0x0A, omittingEmptySubsequences: false) {
      reader.take(String(String.UnicodeScalarView(line.map { Unicode.Scalar($0) })))
    }
    for mail in reader.open.values.sorted(by: { $0.order < $1.order }) { reader.tell(mail) }
    return merged(reader.told)
  }

  static func merged(_ mails: [MailRecord]) -> [MailRecord] {
    var result: [String: MailRecord] = [:]
    for mail in mails {
      let key = "\(mail.messageID) \(mail.logHost) \(mail.queueID)"
      result[key] = result[key]?.merged(with: mail) ?? mail
    }
    return result.values.map { mail in
      var mail = mail
      mail.recipients = MailRecord.mergedRecipients(mail.recipients)
      return mail
    }.sorted { ($0.messageID, $0.logHost, $0.queueID) < ($1.messageID, $1.logHost, $1.queueID) }
  }

  /// Characters are Latin-1: one for each byte, and `\r\n` is two of them.
  private mutating func take(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.last == "\r" { scalars.removeLast() }
    guard scalars.count > 20, let time = time(scalars), scalars[15] == " " else { return }
    let words = scalars[16...].split(
      separator: " ", maxSplits: 2, omittingEmptySubsequences: false
    ).map { Self.string($0) }
    guard words.count == 3, words[1].hasPrefix("postfix"),
      words[1].hasSuffix(":") || words[1].hasSuffix("]"),
      let colon = words[2].unicodeScalars.firstIndex(of: ":")
    else { return }
    let id = Self.string(words[2].unicodeScalars[..<colon])
    let rest = Self.string(words[2].unicodeScalars[colon...].dropFirst(2))
    guard (5...24).contains(id.unicodeScalars.count) else { return }
    let tag = words[1].hasSuffix(":") ? String(words[1].dropLast()) : words[1]
    let instance = tag.prefix { $0 != "/" && $0 != "[" }
    let scope = "\(words[0]) \(instance)"
    event(rest, Line(id: id, scope: scope, host: words[0], tag: tag, time: time))
  }

  private struct Line {
    var id: String
    var scope: String
    var host: String
    var tag: String
    var time: Int64
    var key: String { "\(scope) \(id)" }

    func isFrom(_ program: String) -> Bool {
      tag.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)[0]
        .hasSuffix("/\(program)")
    }
  }

  private mutating func event(_ rest: String, _ line: Line) {
    if rest.hasPrefix("message-id=") { return begin(String(rest.dropFirst(11)), line) }
    guard var mail = open[line.key], says(rest, mail, line) else { return }
    // A line may be a little late, but not much.
    if mail.record.leftQueue, line.time > mail.touched + 5 { return close(mail, line) }
    mail.touched = line.time
    if rest == "removed" {
      if line.isFrom("postsuper") {
        giveUp(&mail, rest, line)
        return close(mail, line)
      }
      mail.record.leftQueue = true
      if mail.isOver { return close(mail, line) }
    }
    if rest.hasPrefix("requeued") {
      // It goes on under another id, so this one has nothing more to say.
      for place in mail.record.recipients.indices
      where !mail.record.recipients[place].status.isFinal {
        mail.record.recipients[place].status = .taken
        mail.record.recipients[place].time = Timestamp(line.time)
      }
      mail.record.leftQueue = true
      return close(mail, line)
    }
    if rest.hasPrefix("uid=") || rest.hasPrefix("client=") { return close(mail, line) }
    if rest.hasPrefix("to=<") {
      _ = recipient(String(rest.dropFirst(4)), &mail, line)
      if mail.isOver { return close(mail, line) }
    } else if rest.hasPrefix("from=<") {
      switch sender(String(rest.dropFirst(6)), &mail, line) {
      case .another: return close(mail, line)
      case .givenUp where !line.isFrom("qmgr"): return close(mail, line)
      default: break
      }
    } else if rest.hasPrefix("sender non-delivery notification:") {
      mail.hasNotice = true
    } else if line.isFrom("cleanup"),
      ["reject:", "milter-reject:", "discard:", "milter-discard:"].contains(where: rest.hasPrefix)
    {
      giveUp(&mail, rest, line)
      return close(mail, line)
    }
    open[line.key] = mail
  }

  /// Whether a line says anything of a mail.
  private func says(_ rest: String, _ mail: Open, _ line: Line) -> Bool {
    var copy = mail
    if rest.hasPrefix("to=<") { return recipient(String(rest.dropFirst(4)), &copy, line) }
    if rest.hasPrefix("from=<") { return sender(String(rest.dropFirst(6)), &copy, line) != nil }
    let starts = ["requeued", "uid=", "client=", "sender non-delivery notification:"]
    return rest == "removed" || starts.contains(where: rest.hasPrefix)
      || line.isFrom("cleanup")
        && ["reject:", "milter-reject:", "discard:", "milter-discard:"].contains(
          where: rest.hasPrefix)
  }

  private mutating func begin(_ text: String, _ line: Line) {
    var id = text
    if id.hasPrefix("<"), id.hasSuffix(">") { id = String(id.dropFirst().dropLast()) }
    if let known = open[line.key] {
      if Self.bytes(id) == known.record.messageID { return }
      close(known, line)
    }
    let isPlain = line.id.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-")
    }
    guard isPlain, let parts = Self.parts(id) else { return }
    begun += 1
    open[line.key] = Open(
      record: MailRecord(
        source: .postfix, origin: "", logHost: Self.bytes(line.host), queueID: Self.bytes(line.id),
        messageID: Self.bytes(id), messageNumber: parts.number - 1,
        mailbox: Self.bytes(parts.mailbox), pid: parts.pid, host: Self.bytes(parts.host),
        accepted: Timestamp(line.time)), scope: line.scope, order: begun, touched: line.time)
  }

  /// `Asterisk-N-RANDOM-MAILBOX-PID@HOST`, of generated logs: a mailbox without `-` and `@`.
  private static func parts(
    _ id: String
  ) -> (number: Int32, mailbox: String, pid: Int32, host: String)? {
    let pieces = id.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    guard pieces.count == 5, pieces[0] == "Asterisk", let number = Int32(pieces[1]), number > 0,
      UInt64(pieces[2]) != nil, !pieces[3].isEmpty
    else { return nil }
    let tail = pieces[4].split(separator: "@", maxSplits: 1).map(String.init)
    guard tail.count == 2, let pid = Int32(tail[0]), pid >= 0 else { return nil }
    return (number, pieces[3], pid, tail[1])
  }

  private mutating func close(_ mail: Open, _ line: Line) {
    open[line.key] = nil
    tell(mail)
  }

  private mutating func tell(_ mail: Open) {
    var record = mail.record
    if mail.hasNotice, !record.recipients.contains(where: { $0.status == .failed }) {
      record.recipients.append(
        MailRecipient(address: "", status: .failed, time: Timestamp(0), detail: ""))
    }
    told.append(record)
  }
}

extension ReferenceLogReader {
  /// `false` when the line says nothing.
  private func recipient(_ text: String, _ mail: inout Open, _ line: Line) -> Bool {
    guard let (address, next) = Self.address(text) else { return false }
    var (rest, original) = (next, nil as ByteText?)
    if rest.hasPrefix(", orig_to=<") {
      guard let (other, after) = Self.address(String(rest.dropFirst(11))) else { return false }
      (original, rest) = (Self.bytes(other).lowercased, after)
    }
    // Fields are separated by a comma and a blank, and none but the last contains a comma.
    while !rest.hasPrefix(", status=") {
      guard rest.hasPrefix(", "), let comma = rest.dropFirst(2).firstIndex(of: ",") else {
        return false
      }
      rest = String(rest[comma...])
    }
    let words = String(rest.dropFirst(9)).split(
      separator: " ", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    var detail = words.count > 1 ? words[1] : ""
    if detail.hasPrefix("("), detail.hasSuffix(")"), detail.count > 1 {
      detail = String(detail.dropFirst().dropLast())
    }
    let status: MailRecipient.Status
    switch words[0] {
    case "deferred": status = .deferred
    case "bounced", "expired": status = .failed
    case "sent":
      let isLost = line.isFrom("discard") || detail.hasPrefix("delivered to file: /dev/null")
      status = isLost ? .discarded : detail.contains("discarded") ? .failed : .sent
    default: return false
    }
    let state = MailRecipient(
      address: Self.bytes(address).lowercased, originalAddress: original, status: status,
      time: Timestamp(line.time), detail: ByteText(bytes: Self.bytes(detail).bytes.prefix(200)))
    let place = mail.record.recipients.firstIndex {
      $0.address == state.address && $0.originalAddress == state.originalAddress
    }
    if let place {
      mail.record.recipients[place] = mail.record.recipients[place].advanced(by: state)
    } else {
      mail.record.recipients.append(state)
    }
    return true
  }

  private enum Sender { case counted, givenUp, another }

  /// `nil` when the line says nothing.
  private func sender(_ text: String, _ mail: inout Open, _ line: Line) -> Sender? {
    guard let (_, rest) = Self.address(text) else { return nil }
    if rest.hasPrefix(", status=expired") || rest.hasPrefix(", status=force-expired") {
      giveUp(&mail, String(rest.dropFirst(2)), line)
      return .givenUp
    }
    guard rest.hasPrefix(", size="),
      let (size, next) = Self.number(String(rest.dropFirst(7))), next.hasPrefix(", nrcpt="),
      let (count, _) = Self.number(String(next.dropFirst(8)))
    else { return nil }
    if let known = mail.record.size, known != size { return .another }
    mail.record.size = size
    mail.record.expectedRecipients = max(
      mail.record.expectedRecipients ?? 0, Int32(clamping: count))
    return .counted
  }

  private func giveUp(_ mail: inout Open, _ words: String, _ line: Line) {
    let detail = ByteText(bytes: Self.bytes(words).bytes.prefix(200))
    for place in mail.record.recipients.indices
    where !mail.record.recipients[place].status.isFinal {
      mail.record.recipients[place].status = .failed
      mail.record.recipients[place].time = Timestamp(line.time)
      if mail.record.recipients[place].detail.isEmpty {
        mail.record.recipients[place].detail = detail
      }
    }
    let known = mail.record.recipients.count
    if known == 0 || Int(mail.record.expectedRecipients ?? 1) > known {
      mail.record.recipients.append(
        MailRecipient(address: "", status: .failed, time: Timestamp(line.time), detail: detail))
    }
  }
}
