package import VmscanModel

/// What is known of the command that Asterisk hands its mails to (`mailcmd`).
package enum MailRecoding {
  /// Programs that pass a mail on as it is.
  private static let mailPrograms: Set<String> = [
    "sendmail", "exim", "exim4", "msmtp", "ssmtp", "esmtp", "nullmailer-inject", "dma", "smtpctl",
    "qmail-inject", "courier-sendmail", "mini_sendmail",
  ]

  /// Whether the command may make another, smaller recording of the one it gets: anything but a mail
  /// program, because sites put scripts there that turn the attachment into mp3.
  package static func recodes(_ command: ByteText) -> Bool {
    let text = String(decoding: command.bytes, as: UTF8.self)
    // More than one command.
    guard !text.contains(where: { "|;&<>`$(".contains($0) }) else { return true }
    var words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
    guard let first = words.first else { return false }
    if name(first) == "vmscan" {
      // The proof-keeping mail command, and what it hands the mail to.
      guard let marker = words.firstIndex(of: "--") else { return false }
      words = words[(marker + 1)...]
    }
    guard let program = words.first.map(name) else { return false }
    // Debian and Fedora name alternatives `sendmail.postfix`.
    return !mailPrograms.contains(program) && !program.hasPrefix("sendmail.")
  }

  private static func name(_ path: Substring) -> String {
    String(path.split(separator: "/").last ?? path)
  }
}
