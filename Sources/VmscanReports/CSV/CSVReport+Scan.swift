import VmscanModel

extension CSVReport {
  func mailboxes(_ report: ScanReport) -> [UInt8] {
    var table = table(
      [
        "context", "mailbox", "fullName", "configured", "directory", "partial", "messages",
        "bytes", "minutes", "new", "old", "urgent", "retainedEmailed", "overAge", "oldest",
        "newestMessage", "ownerActivity", "attach", "deleteAfterEmail", "recipients", "seconds",
      ] + AgeBand.all.map(\.label))
    for box in report.mailboxes {
      let totals = box.totals
      let cells: [CSVTable.Cell] = [
        .text(box.id.context), .text(box.id.mailbox), .text(box.fullName),
        .flag(box.isConfigured), .flag(box.hasDirectory), .flag(box.isPartial),
        .count(totals.messages), .number(totals.bytes.bytes), .number(totals.minutes),
        .count(box.counts.new), .count(box.counts.old), .count(box.counts.urgent),
        .count(box.retainedEmailed.messages), .count(box.overAge.messages), .time(box.oldest),
        .time(box.newestMessage), .time(box.ownerActivity), .flag(box.attach),
        .flag(box.deleteAfterEmail), .count(box.recipients.count), .number(totals.seconds),
      ]
      table.add(cells + Self.cells(box.ages))
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
        .text(finding.message.unmasked), .text(finding.remedy.unmasked),
        .text(finding.evidence.map(\.description).joined(separator: " ")),
        .time(reported.firstSeen),
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
    var table = table(
      ["context", "mailbox", "folder", "messages", "bytes", "minutes", "oldest", "seconds"]
        + AgeBand.all.map(\.label) + ["partial"])
    for box in report.mailboxes {
      for folder in box.folders {
        let cells: [CSVTable.Cell] = [
          .text(box.id.context), .text(box.id.mailbox), .text(folder.folder.name),
          .count(folder.totals.messages), .number(folder.totals.bytes.bytes),
          .number(folder.totals.minutes), .time(folder.oldest), .number(folder.totals.seconds),
        ]
        table.add(cells + Self.cells(folder.ages) + [.flag(box.isPartial)])
      }
    }
    return table.bytes
  }

  /// A context is partial when one of its mailboxes is.
  func contexts(_ report: ScanReport) -> [UInt8] {
    let partial = Set(report.mailboxes.lazy.filter(\.isPartial).map(\.id.context))
    var table = table(
      [
        "context", "mailboxes", "messages", "bytes", "minutes", "retainedEmailed", "overAge",
        "oldest", "seconds",
      ] + AgeBand.all.map(\.label) + ["partial"])
    for context in report.contexts {
      let cells: [CSVTable.Cell] = [
        .text(context.name), .count(context.mailboxes), .count(context.messages.messages),
        .number(context.messages.bytes.bytes), .number(context.messages.minutes),
        .count(context.retainedEmailed.messages), .count(context.overAge.messages),
        .time(context.oldest), .number(context.messages.seconds),
      ]
      table.add(
        cells + Self.cells(context.ages) + [.flag(partial.contains(context.name))])
    }
    return table.bytes
  }

  /// Messages of each age band; empty cells when they are not known.
  private static func cells(_ ages: AgeCounts?) -> [CSVTable.Cell] {
    AgeBand.all.indices.map { band in ages.map { CSVTable.Cell.count($0[band]) } ?? .empty }
  }
}
