/// Which mail programs' logs are read, and why the others are not.
package struct MailLogSupport: Sendable {
  package var program: String
  /// How its mails are told apart; `nil` when it is not supported.
  package var method: String?
  package var remark: String
  /// What a line of an unsupported program has, the first within its tag.
  private var marks: [StaticString] = []

  private init(
    program: String, method: String?, remark: String, marks: [StaticString] = []
  ) {
    self.program = program
    self.method = method
    self.remark = remark
    self.marks = marks
  }

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
      remark: "its lines have recipients and results, but a number of its own (evpid) instead of "
        + "the Message-ID; use vmscan mailer",
      marks: [" smtpd[", "evpid="]),
    MailLogSupport(
      program: "nullmailer", method: nil,
      remark: "names its queue file, neither Message-ID nor recipients; use vmscan mailer",
      marks: [" nullmailer"]),
    MailLogSupport(
      program: "ssmtp", method: nil,
      remark: "logs one recipient and bytes sent, no Message-ID, no failure; use vmscan mailer",
      marks: [" sSMTP["]),
    MailLogSupport(
      program: "DragonFly Mail Agent", method: nil,
      remark: "names its queue file, never the Message-ID; use vmscan mailer",
      marks: [" dma["]),
  ]

  /// The unsupported program that wrote a line, as far as its words tell.
  package static func unsupported(_ bytes: Span<UInt8>, from: Int, to: Int) -> MailLogSupport? {
    for entry in table where entry.method == nil {
      var position = from
      let hasAll = entry.marks.allSatisfy { mark in
        guard let found = LogBytes.find(mark, in: bytes, from: position, to: to) else {
          return false
        }
        position = found
        return true
      }
      if hasAll { return entry }
    }
    return nil
  }
}
