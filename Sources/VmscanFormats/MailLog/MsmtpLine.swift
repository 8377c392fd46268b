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
    return .handedOver(
      list: list + 12..<listEnd, size: size, isGood ? .sent : .failed, detail: listEnd..<to)
  }
}
