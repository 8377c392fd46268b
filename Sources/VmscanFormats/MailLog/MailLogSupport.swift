/// Which mail programs' logs are read, and why the others are not.
package struct MailLogSupport: Sendable {
  package var program: String
  /// How its mails are told apart; `nil` when it is not supported.
  package var method: String?
  package var remark: String

  /// Every program a PBX host usually runs.
  package static let table: [MailLogSupport] = [
    MailLogSupport(
      program: "Postfix", method: "Message-ID",
      remark: "syslog and maillog_file, classic and RFC 3339 times, several instances"),
    MailLogSupport(
      program: "Exim 4", method: "Message-ID",
      remark: "main log with any log_selector that keeps the Message-ID (the default), or syslog"),
    MailLogSupport(
      program: "Sendmail", method: "Message-ID", remark: "LogLevel 9, the default, or more"),
    MailLogSupport(
      program: "msmtp", method: "recipients and time",
      remark: "logfile or syslog; its lines name no Message-ID"),
    MailLogSupport(
      program: "vmscan mailer", method: "Message-ID", remark: "its own journal, any mail program"),
    MailLogSupport(
      program: "OpenSMTPD", method: nil,
      remark: "its msgid is its own number, never the mail's Message-ID; use vmscan mailer"),
    MailLogSupport(
      program: "nullmailer", method: nil,
      remark: "names its queue file, neither Message-ID nor recipients; use vmscan mailer"),
    MailLogSupport(
      program: "ssmtp", method: nil,
      remark: "logs one recipient and bytes sent, no Message-ID, no failure; use vmscan mailer"),
  ]
}
