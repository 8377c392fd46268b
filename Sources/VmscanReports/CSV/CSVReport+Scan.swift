import VmscanModel

extension CSVReport {
  func mailboxes(_ report: ScanReport) -> [UInt8] {
    var table = table([
      "context", "mailbox", "fullName", "configured", "directory", "partial", "messages", "bytes",
      "minutes", "new", "old", "urgent", "retainedEmailed", "overAge", "oldest", "newestMessage",
      "ownerActivity", "attach", "deleteAfterEmail", "recipients",
    ])
    for box in report.mailboxes {
      let totals = box.totals
      table.add([
        .text(box.id.context), .text(box.id.mailbox), .text(box.fullName),
        .flag(box.isConfigured), .flag(box.hasDirectory), .flag(box.isPartial),
        .count(totals.messages), .number(totals.bytes.bytes), .number(totals.minutes),
        .count(box.counts.new), .count(box.counts.old), .count(box.counts.urgent),
        .count(box.retainedEmailed.messages), .count(box.overAge.messages), .time(box.oldest),
        .time(box.newestMessage), .time(box.ownerActivity), .flag(box.attach),
        .flag(box.deleteAfterEmail), .count(box.recipients.count),
      ])
    }
    return table.bytes
  }

  func findings(_ report: ScanReport) -> [UInt8] {
    var table = table([
      "severity", "rule", "status", "subject", "message", "remedy", "evidence", "firstSeen",
      "fingerprint",
    ])
    for reported in report.findings.worstFirst
      + report.solved.sorted(by: ReportedFinding.precedes)
    {
      let finding = reported.finding
      table.add([
        .text(finding.severity.rawValue), .text(finding.rule.description),
        .text(reported.status.rawValue), .text(finding.subject.description),
        .text(finding.message), .text(finding.remedy),
        .text(finding.evidence.joined(separator: " ")), .time(reported.firstSeen),
        .text(finding.fingerprint.description),
      ])
    }
    return table.bytes
  }

  func recipients(_ report: ScanReport) -> [UInt8] {
    var table = table(["context", "mailbox", "address", "class", "audio", "channel"])
    for box in report.mailboxes {
      for recipient in box.recipients {
        table.add([
          .text(box.id.context), .text(box.id.mailbox), .text(recipient.address),
          .text(recipient.destinationClass.rawValue), .flag(recipient.audio),
          .text(recipient.channel.rawValue),
        ])
      }
    }
    return table.bytes
  }

  func folders(_ report: ScanReport) -> [UInt8] {
    var table = table([
      "context", "mailbox", "folder", "messages", "bytes", "minutes", "oldest",
    ])
    for box in report.mailboxes {
      for folder in box.folders {
        table.add([
          .text(box.id.context), .text(box.id.mailbox), .text(folder.folder.name),
          .count(folder.totals.messages), .number(folder.totals.bytes.bytes),
          .number(folder.totals.minutes), .time(folder.oldest),
        ])
      }
    }
    return table.bytes
  }
}
