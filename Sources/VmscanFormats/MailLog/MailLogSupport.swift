/// Which mail programs' logs are read, and why the others are not.
package struct MailLogSupport: Sendable {
  package var program: String
  /// How its mails are distinguished; `nil` when it is not supported.
  package var method: String?
  package var remark: String

  private init(_ program: String, _ method: String?, _ remark: String) {
    self.program = program
    self.method = method
    self.remark = remark
  }

  /// Every program a PBX host usually runs.
  package static let table: [MailLogSupport] = [
    MailLogSupport(
      "Postfix", "Message-ID",
      "syslog and maillog_file, several instances, content filters, MailScanner's requeueing; a mail "
        + "given to procmail, maildrop or an unknown command, which may throw it away, is handed over "
        + "at most"),
    MailLogSupport(
      "Dovecot", "Message-ID",
      "syslog; only that a script or a full mailbox kept out a mail that a mail server handed to it"
    ),
    MailLogSupport(
      "Exim 4", "Message-ID",
      "main log with any log_selector that keeps the Message-ID (the default), or syslog; a mail "
        + "whose Message-ID it leaves out is known by recipients and time; a delivery on the machine "
        + "itself is proof only by a transport of a usual name (local_delivery, mail_spool, "
        + "dovecot_lmtp and the like)"),
    MailLogSupport(
      "Sendmail", "Message-ID",
      "LogLevel 9, the default, or more; a log that shows no deliveries is named"),
    MailLogSupport(
      "nullmailer", "Message-ID", "what nullmailer-send writes; one result for a mail"),
    MailLogSupport(
      "msmtp", "recipients and time",
      "logfile with any of the usual time formats, or syslog; an address without a domain may "
        + "stand there as an alias's target and is then not found"),
    MailLogSupport(
      "OpenSMTPD", "recipients and time",
      "local delivery counts as proof only to a user of the recipient's name"),
    MailLogSupport(
      "DragonFly Mail Agent", "recipients and time",
      "every recipient has its own id; the next server's answer is not logged, so a mail is handed "
        + "over at most"),
    MailLogSupport(
      "Courier", "recipients and time", "an address that is an alias is not named and not found"),
    MailLogSupport(
      "chasquid", "recipients and time",
      "the next server's answer is not logged, so a mail is handed over at most"),
    MailLogSupport("vmscan mailer", "Message-ID", "its own journal, any mail program"),
    MailLogSupport(
      "ssmtp", nil,
      "its line of a sent mail names the sender and no recipient; use vmscan mailer"),
    MailLogSupport("esmtp", nil, "it logs nothing; use vmscan mailer"),
  ]

  /// The unsupported program that wrote a line, as far as its words show.
  package static func unsupported(_ bytes: Span<UInt8>, from: Int, to: Int) -> MailLogSupport? {
    guard LogBytes.find(" sSMTP[", in: bytes, from: from, to: min(to, from + 200)) != nil else {
      return nil
    }
    return table.first { $0.program == "ssmtp" }
  }
}
