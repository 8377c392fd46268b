import VmscanActions
import VmscanModel
import VmscanReports

/// Sends a digest through the local mailer.
struct DigestMail {
  let settings: Settings
  let context: RunContext

  /// - Throws: `CommandFailure` with status 70 when the mailer did not take it.
  func send(_ digest: MailDigest, to addresses: [MailAddress]) throws {
    do {
      try LocalMailer.send(message(digest, to: addresses), with: settings.mailer)
    } catch {
      throw CommandFailure(
        .failed,
        """
        cannot mail the digest to \(addresses.map(\.description).joined(separator: ", ")): \(error)
        the run is recorded; name another mailer with the setting 'mailer'
        """)
    }
  }

  /// An RFC 5322 message; the mailer adds what it has to, such as a missing sender.
  func message(_ digest: MailDigest, to addresses: [MailAddress]) -> [UInt8] {
    let isPlain = digest.body.utf8.allSatisfy { $0 < 0x80 }
    var headers = [
      "To: " + addresses.map(\.description).joined(separator: ",\n "),
      "Subject: " + Self.header(digest.subject),
      "Date: " + context.clock().mailDate,
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: " + (isPlain ? "7bit" : "8bit"),
      "Auto-Submitted: auto-generated",
    ]
    if let sender = settings.mailFrom { headers.insert("From: \(sender)", at: 0) }
    return Array((headers.joined(separator: "\n") + "\n\n" + digest.body).utf8)
  }

  /// Text that cannot end the header: at most 200 characters, anything but printable ASCII as `?`.
  private static func header(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(200).map { (0x20..<0x7F).contains($0.value) ? $0 : "?" }))
  }
}

extension Timestamp {
  /// RFC 5322 in UTC, such as `Mon, 23 Nov 2026 00:12:09 +0000`.
  var mailDate: String {
    let civil = CivilTime(epochSeconds: epochSeconds)
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let day = Int(((epochSeconds % 604_800 + 604_800) % 604_800) / 86400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[day]), \(civil.day) \(months[civil.month - 1]) \(civil.year)"
      + " \(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) +0000"
  }
}
