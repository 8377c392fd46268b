/// Reads msmtp's one line per mail.
///
/// msmtp has no queue: what its server did not take at once is gone. The line names neither
/// Message-ID nor mailbox.
package enum MsmtpLine {
  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard let list = LogBytes.find(" recipients=", in: bytes, from: from, to: to) else {
      return nil
    }
    let listEnd = LogBytes.index(of: 0x20, in: bytes, from: list + 12, to: to) ?? to
    var size: Int64?
    if LogBytes.has(" mailsize=", in: bytes, at: listEnd, to: to) {
      size = LogBytes.number(in: bytes, from: listEnd + 10, to: to)?.value
    }
    let ending = " exitcode=EX_OK".utf8.count
    let isGood = LogBytes.has(" exitcode=EX_OK", in: bytes, at: to - ending, to: to)
    guard isGood || LogBytes.find(" exitcode=EX_", in: bytes, from: listEnd, to: to) != nil else {
      return nil
    }
    let isSent = isGood && !VerdictWords.areBad(bytes, listEnd..<to)
    // A server on the machine itself has its own log.
    let isHandedOn = LocalDelivery.isLocalHost(bytes, at: from + 5, to: list)
    return .handedOver(
      list: list + 12..<listEnd, size: size, isSent ? isHandedOn ? .taken : .sent : .failed,
      detail: listEnd..<to)
  }
}

/// Reads chasquid's lines: an id, the sender, then what happened.
package enum ChasquidLine {
  /// `127.0.0.1:40044 rejected from=a to=[b c] - reason`: who was refused while this machine itself
  /// handed a mail in, which then got no id.
  package static func refused(
    _ bytes: Span<UInt8>, _ line: LogLine
  ) -> (list: Range<Int>, detail: Range<Int>)? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    let isOwn =
      LogBytes.has("127.", in: bytes, at: from, to: to)
      || LogBytes.has("[::1]:", in: bytes, at: from, to: to)
    guard line.queueID.isEmpty, isOwn,
      let client = LogBytes.index(of: 0x20, in: bytes, from: from, to: to),
      LogBytes.has("rejected from=", in: bytes, at: client + 1, to: to),
      !LogBytes.has("rejected from=<> ", in: bytes, at: client + 1, to: to),
      let sender = LogBytes.index(of: 0x20, in: bytes, from: client + 15, to: to),
      LogBytes.has("to=[", in: bytes, at: sender + 1, to: to),
      let end = LogBytes.index(of: 0x5D, in: bytes, from: sender + 5, to: to)
    else { return nil }
    return (sender + 5..<end, min(end + 4, to)..<to)
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    guard let sender = LogBytes.index(of: 0x20, in: bytes, from: from, to: to) else { return nil }
    let words = sender + 1
    if LogBytes.has("queued ", in: bytes, at: words, to: to) {
      // A report to the sender.
      guard !LogBytes.has("from=<> ", in: bytes, at: from, to: to),
        let list = LogBytes.find(" to=[", in: bytes, from: words, to: to),
        let end = LogBytes.index(of: 0x5D, in: bytes, from: list, to: to)
      else { return nil }
      return .begun(size: nil, recipients: nil, list: list + 5..<end)
    }
    if LogBytes.has("all done", in: bytes, at: words, to: to) { return .removed }
    guard LogBytes.has("to=", in: bytes, at: words, to: to),
      let end = LogBytes.index(of: 0x20, in: bytes, from: words, to: to)
    else { return nil }
    let outcome: MailLogOutcome
    if LogBytes.has("sent", in: bytes, at: end + 1, to: to) {
      outcome = .sent
    } else if LogBytes.has("failed (temporary)", in: bytes, at: end + 1, to: to) {
      outcome = .deferred
    } else if LogBytes.has("failed", in: bytes, at: end + 1, to: to) {
      outcome = .failed
    } else {
      return nil
    }
    return .recipient(
      MailLogRecipient(
        address: words + 3..<end, original: nil, outcome: outcome, detail: end + 1..<to))
  }
}

/// Reads Courier's lines: `started,id=…,addr=<a>` and `id=…,addr=<a>,status: success`.
package enum CourierLine {
  static func mail(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Range<Int>? {
    guard let field = LogBytes.find("id=", in: bytes, from: from, to: min(to, from + 20)) else {
      return nil
    }
    var end = field + 3
    while end < to, bytes[end] != 0x2C, bytes[end] != 0x3A, bytes[end] != 0x20 { end += 1 }
    // Time and process id, its second half, differ from mail to mail.
    return max(field + 3, end - QueueID.longest)..<end
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> MailLogEvent? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    if LogBytes.has("newmsg,", in: bytes, at: from, to: to) {
      return .begun(size: nil, recipients: nil, list: nil)
    }
    // A report to the sender is not the mail.
    guard LogBytes.find(",from=<>,", in: bytes, from: from, to: to) == nil,
      let field = LogBytes.find(",addr=<", in: bytes, from: from, to: to),
      let close = LogBytes.index(of: 0x3E, in: bytes, from: field + 7, to: to)
    else { return nil }
    let address = field + 7..<close
    let next = close + 1
    let outcome: MailLogOutcome
    var detail = next..<to
    if LogBytes.has("started,", in: bytes, at: from, to: to) {
      // Of local deliveries the line names the user only.
      guard LogBytes.find(",module=local,", in: bytes, from: from, to: field) == nil else {
        return nil
      }
      (outcome, detail) = (.queued, to..<to)
    } else if LogBytes.has(",status: success", in: bytes, at: next, to: to) {
      outcome = .sent
    } else if LogBytes.has(",status: deferred", in: bytes, at: next, to: to) {
      outcome = .deferred
    } else if LogBytes.has(",status: failure", in: bytes, at: next, to: to) {
      outcome = .failed
    } else if LogBytes.find(",success: Message delivered.", in: bytes, from: next, to: to) != nil {
      outcome = .sent
    } else if LogBytes.has(": 2", in: bytes, at: next, to: to),
      VerdictWords.areBad(bytes, next..<to)
    {
      outcome = .failed
    } else {
      return nil
    }
    return .recipient(
      MailLogRecipient(address: address, original: nil, outcome: outcome, detail: detail))
  }
}

/// Reads the DragonFly Mail Agent's lines; every recipient is queued under an id of its own, and
/// those of one mail share the part before the dot while it is handed in.
package enum DmaLine {
  package enum Event: Equatable {
    /// A mail is being handed in; a report to the sender has no sender.
    case began(isReport: Bool)
    /// A recipient of the mail being handed in, and the id its delivery goes by.
    case queued(address: Range<Int>, id: Range<Int>)
    case outcome(MailLogOutcome, detail: Range<Int>)
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> Event? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    if LogBytes.has("new mail from ", in: bytes, at: from, to: to) {
      let isReport = LogBytes.find("envelope_from=<>", in: bytes, from: from, to: to) != nil
      return .began(isReport: isReport)
    }
    if LogBytes.has("mail to=<", in: bytes, at: from, to: to),
      let close = LogBytes.find("> queued as ", in: bytes, from: from, to: to)
    {
      return .queued(address: from + 9..<close, id: close + 12..<to)
    }
    if LogBytes.has("delivery successful", in: bytes, at: max(from, to - 19), to: to) {
      return .outcome(.sent, detail: from..<to)
    }
    if LogBytes.has("delivery failed, bouncing", in: bytes, at: from, to: to)
      || LogBytes.has("remote delivery to ", in: bytes, at: from, to: to)
        && LogBytes.find(" failed after ", in: bytes, from: from, to: to) != nil
    {
      return .outcome(.failed, detail: from..<to)
    }
    if LogBytes.has("remote delivery deferred", in: bytes, at: from, to: to)
      || LogBytes.has("delivery deferred", in: bytes, at: from, to: to)
    {
      return .outcome(.deferred, detail: from..<to)
    }
    return nil
  }
}

/// Reads what nullmailer-send says of one attempt; its lines follow each other.
package enum NullmailerLine {
  package enum Event: Equatable {
    /// `isLocal`: the server is the machine itself, which has another log.
    case began(file: Range<Int>, isLocal: Bool)
    /// `<a@x>, <b@y>`.
    case recipients(Range<Int>)
    case messageID(Range<Int>)
    /// What the server or the sending program said.
    case answer(Range<Int>)
    case ended(MailLogOutcome)
  }

  package static func event(_ bytes: Span<UInt8>, _ line: LogLine) -> Event? {
    let (from, to) = (line.message.lowerBound, line.message.upperBound)
    if LogBytes.has("Starting delivery: host: ", in: bytes, at: from, to: to) {
      return LogBytes.find(" file: ", in: bytes, from: from, to: to).map {
        .began(
          file: $0 + 7..<to, isLocal: LocalDelivery.isLocalHost(bytes, at: from + 25, to: $0))
      }
    }
    if LogBytes.has("From: <", in: bytes, at: from, to: to) {
      return LogBytes.find("> to: ", in: bytes, from: from, to: to).map { .recipients($0 + 6..<to) }
    }
    if LogBytes.has("Message-I", in: bytes, at: from, to: to),
      let open = LogBytes.index(of: 0x3C, in: bytes, from: from, to: to), bytes[to - 1] == 0x3E
    {
      return .messageID(open + 1..<to - 1)
    }
    if LogBytes.has("Sent file.", in: bytes, at: from, to: to) { return .ended(.sent) }
    if LogBytes.has("Sending failed: ", in: bytes, at: from, to: to) {
      let isFinal = LogBytes.find("ermanent error", in: bytes, from: from, to: to) != nil
      return .ended(isFinal ? .failed : .deferred)
    }
    if LogBytes.find(": Succeeded: ", in: bytes, from: from, to: min(to, from + 24)) != nil
      || LogBytes.find(": Failed: ", in: bytes, from: from, to: min(to, from + 24)) != nil
    {
      return .answer(from..<to)
    }
    return nil
  }
}

/// Reads how MailScanner gives a held mail back to Postfix: `Requeue: 5A1B2C3D4E.A1B2C to 6F7A8B9C0D`.
package enum MailScannerLine {
  package static func requeued(
    _ bytes: Span<UInt8>, from: Int, to: Int
  ) -> (old: Range<Int>, new: Range<Int>)? {
    guard LogBytes.has("Requeue: ", in: bytes, at: from, to: to),
      let middle = LogBytes.find(" to ", in: bytes, from: from + 9, to: to)
    else { return nil }
    let dot = LogBytes.index(of: 0x2E, in: bytes, from: from + 9, to: middle) ?? middle
    var end = middle + 4
    while end < to, bytes[end] > 0x20, bytes[end] != 0x2C { end += 1 }
    return (from + 9..<dot, middle + 4..<end)
  }
}
