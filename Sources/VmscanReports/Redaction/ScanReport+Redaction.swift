package import VmscanModel

extension ScanReport {
  /// The report as the reader of `redaction` may see it.
  package func redacted(by redaction: Redaction) -> ScanReport {
    guard redaction.level != .admin else { return self }
    var report = self
    report.mailboxes = MailboxList(mailboxes.lazy.map { $0.redacted(by: redaction) })
    report.findings = FindingList(findings.lazy.map { $0.redacted(by: redaction) })
    report.solved = solved.map { $0.redacted(by: redaction) }
    for index in report.coverage.problems.indices {
      report.coverage.problems[index].detail =
        redaction.sentence(report.coverage.problems[index].detail)
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
    reported.finding.message = redaction.sentence(finding.message)
    reported.finding.remedy = redaction.sentence(finding.remedy)
    return reported
  }
}

extension MessageRow {
  /// The row as the reader of `redaction` may see it.
  package func redacted(by redaction: Redaction) -> MessageRow {
    var row = self
    row.callerID = redaction.caller(callerID)
    row.emailed.reasons = emailed.reasons.map(redaction.sentence)
    for index in row.emailed.recipients.indices {
      let recipient = emailed.recipients[index]
      row.emailed.recipients[index].address = redaction.address(recipient.address)
      row.emailed.recipients[index].originalAddress =
        recipient.originalAddress.map(redaction.address)
      row.emailed.recipients[index].detail = redaction.text(recipient.detail)
    }
    return row
  }
}

extension RunComparison {
  /// The comparison as the reader of `redaction` may see it.
  func redacted(by redaction: Redaction) -> RunComparison {
    guard redaction.level != .admin else { return self }
    var comparison = self
    comparison.appeared = appeared.map { $0.redacted(by: redaction) }
    comparison.disappeared = disappeared.map { $0.redacted(by: redaction) }
    comparison.cameAndWent = cameAndWent.map { $0.redacted(by: redaction) }
    for index in comparison.recipients.indices {
      comparison.recipients[index].added = recipients[index].added.map(redaction.recipient)
      comparison.recipients[index].removed = recipients[index].removed.map(redaction.recipient)
    }
    return comparison
  }
}

extension ActionRecord {
  /// The record as the reader of `redaction` may see it; who acted and what was typed are an
  /// administrator's.
  package func redacted(by redaction: Redaction) -> ActionRecord {
    guard redaction.level != .admin else { return self }
    var record = self
    record.actor = redaction.plain(Sentence(text: actor))
    record.command = redaction.plain(Sentence(text: command))
    record.subject = redaction.plain(subjectWords)
    for name in detail.keys { record.detail[name] = fact(name).map(redaction.plain) }
    return record
  }
}

extension StandingDecision {
  /// What it covers and why, with persons hidden as the reader requires.
  package func redacted(by redaction: Redaction) -> StandingDecision {
    var shown = self
    shown.name = redaction.sentence(name)
    shown.scope = redaction.sentence(scope)
    shown.owner = redaction.sentence(owner)
    shown.reason = redaction.sentence(reason)
    return shown
  }
}

extension Redaction {
  fileprivate func recipient(_ recipient: RecipientFacts) -> RecipientFacts {
    var shown = recipient
    shown.address = address(recipient.address)
    return shown
  }
}
