package import VmscanModel

extension ScanReport {
  /// The report as the reader of `redaction` may see it.
  package func redacted(by redaction: Redaction) -> ScanReport {
    guard redaction.level != .admin else { return self }
    let redaction = redaction.knowing(self)
    var report = self
    report.mailboxes = MailboxList(mailboxes.lazy.map { $0.redacted(by: redaction) })
    report.findings = FindingList(findings.lazy.map { $0.redacted(by: redaction) })
    report.solved = solved.map { $0.redacted(by: redaction) }
    for index in report.coverage.problems.indices {
      report.coverage.problems[index].detail =
        redaction.text(report.coverage.problems[index].detail)
    }
    return report
  }
}

extension MailboxReport {
  fileprivate func redacted(by redaction: Redaction) -> MailboxReport {
    var mailbox = self
    mailbox.fullName = redaction.name(fullName)
    for index in mailbox.recipients.indices {
      mailbox.recipients[index].address = redaction.address(recipients[index].address)
    }
    return mailbox
  }
}

extension ReportedFinding {
  func redacted(by redaction: Redaction) -> ReportedFinding {
    var reported = self
    reported.finding.message = redaction.text(finding.message)
    reported.finding.remedy = redaction.text(finding.remedy)
    reported.finding.evidence = finding.evidence.map(redaction.text)
    return reported
  }
}

extension MessageRow {
  /// The row as the reader of `redaction` may see it.
  package func redacted(by redaction: Redaction) -> MessageRow {
    var row = self
    row.callerID = redaction.caller(callerID)
    row.emailed.reasons = emailed.reasons.map(redaction.text)
    for index in row.emailed.recipients.indices {
      let recipient = emailed.recipients[index]
      row.emailed.recipients[index].address = redaction.address(recipient.address)
      row.emailed.recipients[index].originalAddress =
        recipient.originalAddress.map(redaction.address)
    }
    return row
  }
}
