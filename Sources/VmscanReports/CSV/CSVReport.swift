package import VmscanModel

/// The tables of a report as CSV; pure functions from values to bytes.
package struct CSVReport: Sendable {
  /// Which table of a scan.
  package enum ScanTable: String, CaseIterable, Sendable {
    case mailboxes, findings, recipients, folders, contexts, totals, devices, accounts, listeners
  }

  package var redaction: Redaction
  /// Whether a byte order mark comes first, for spreadsheets that need it.
  package var hasByteOrderMark: Bool

  package init(redaction: Redaction = .standard, hasByteOrderMark: Bool = false) {
    self.redaction = redaction
    self.hasByteOrderMark = hasByteOrderMark
  }

  package func scan(_ report: ScanReport, table: ScanTable) -> [UInt8] {
    let report = report.redacted(by: redaction)
    return switch table {
    case .mailboxes: mailboxes(report)
    case .findings: findings(report)
    case .recipients: recipients(report)
    case .folders: folders(report)
    case .contexts: contexts(report)
    case .totals: totals(report)
    case .devices: devices(report.credentials)
    case .accounts: accounts(report.credentials)
    case .listeners: listeners(report.credentials)
    }
  }

  /// Effective configuration.
  package func mailboxes(_ mailboxes: [ConfiguredMailbox]) -> [UInt8] {
    var table = table([
      "context", "mailbox", "fullName", "email", "pager", "attach", "deleteAfterEmail",
      "maxMessages", "serverEmail", "file", "line",
    ])
    for box in mailboxes {
      let addresses = box.emailAddresses.map { redaction.address($0).description }
      table.add([
        .text(box.id.context), .text(box.id.mailbox), .text(redaction.name(box.fullName)),
        .text(addresses.joined(separator: "|")),
        .text(box.pagerAddress.map(redaction.address) ?? ""), .flag(box.attach.value),
        .flag(box.deleteAfterEmail.value), .count(box.maxMessages.value),
        .text(redaction.address(box.serverEmail.value)), .text(box.origin.file),
        .count(box.origin.line),
      ])
    }
    return table.bytes
  }

  /// The header of a list of messages that is written row by row.
  package var messagesHeader: [UInt8] {
    var names = [
      "context", "mailbox", "folder", "number", "messageID", "origtime", "received", "duration",
      "bytes", "files", "emailed", "problems",
    ]
    if redaction.showsCallers { names.append("caller") }
    return table(names).bytes
  }

  /// One message.
  package func line(_ row: MessageRow) -> [UInt8] {
    let row = row.redacted(by: redaction)
    var cells: [CSVTable.Cell] = [
      .text(row.mailbox.context), .text(row.mailbox.mailbox), .text(row.folder.name),
      .number(Int64(row.number)), .text(row.messageID),
      row.origtime.map { .number($0.epochSeconds) } ?? .empty, .time(row.origtime),
      row.duration.map { .number(Int64($0)) } ?? .empty, .number(row.bytes.bytes),
      .text(row.files.map(\.description).joined(separator: " ")),
      .text(row.emailed.grade.rawValue), .text(row.problems.names.joined(separator: " ")),
    ]
    if redaction.showsCallers { cells.append(.text(row.callerID)) }
    return CSVTable.line(cells)
  }

  package func messages(_ rows: [MessageRow]) -> [UInt8] {
    rows.reduce(into: messagesHeader) { $0 += line($1) }
  }

  /// Recorded runs.
  package func runs(_ runs: [RunSummary]) -> [UInt8] {
    var table = table(
      ["run", "started", "finished", "version", "mailboxes", "messages"]
        + Severity.descending.map(\.rawValue) + ["complete"])
    for run in runs {
      table.add(
        [
          .number(run.id), .time(run.started), .time(run.finished), .text(run.version),
          .count(run.mailboxes), .count(run.messages),
        ] + Severity.descending.map { .count(run.findings[$0] ?? 0) } + [.flag(run.complete)])
    }
    return table.bytes
  }

  func table(_ names: [String]) -> CSVTable {
    var table = CSVTable(hasByteOrderMark: hasByteOrderMark)
    table.add(names.map { .text($0) })
    return table
  }
}

extension CSVTable.Cell {
  static func text(_ text: ByteText) -> Self { .text(text.description) }

  static func count(_ count: Int) -> Self { .number(Int64(count)) }

  static func flag(_ flag: Bool) -> Self { .text(flag ? "yes" : "no") }

  /// UTC as `2026-11-23T00:12:09`, which LibreOffice takes for a time when it opens the file; with a
  /// blank or a zone it takes it for text (7.4, unless special numbers are asked for).
  static func time(_ time: Timestamp?) -> Self {
    time.map { .text($0.description.replacing("Z", with: "")) } ?? .empty
  }
}
