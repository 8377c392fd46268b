import VmscanModel

extension HTMLView {
  /// Mailboxes in one collapsed part of the table.
  private static let partSize = 250
  /// More mailboxes than this are not all printed.
  private static let printed = 1000

  var tables: [String: HTMLValue] {
    let boxes = byRisk
    let parts = stride(from: 0, to: boxes.count, by: Self.partSize).map { start in
      part(boxes[start..<min(start + Self.partSize, boxes.count)], of: boxes.count)
    }
    return [
      "hasDevices": .flag(!devicesByMailbox.isEmpty),
      "contexts": .list(report.contexts.map(row)), "hasContexts": .flag(!report.contexts.isEmpty),
      "parts": .list(parts), "hasMailboxes": .flag(!boxes.isEmpty),
      "long": .flag(boxes.count > Self.printed),
      "paper": .text(
        "Of \(Wording.number(boxes.count)) rows only those of the parts that are open are printed;"
          + " `vmscan report --format csv --table mailboxes` lists all."),
      "mailboxCount": .text(Wording.count(boxes.count, "mailbox", "mailboxes")),
    ]
  }

  private func row(_ context: ContextReport) -> [String: HTMLValue] {
    [
      "name": .text(context.name.description), "mailboxes": .number(context.mailboxes),
      "messages": .number(context.messages.messages), "bytes": .text("\(context.messages.bytes)"),
      "retained": .number(context.retainedEmailed.messages),
      "overAge": .number(context.overAge.messages),
      "oldest": .text(context.oldest.map(\.dateText) ?? "–"),
    ]
  }

  /// What is wrong with one mailbox.
  private struct Risk {
    var severity: Severity
    var rule: RuleID
    /// Open findings of the mailbox.
    var count: Int
  }

  private struct RankedMailbox {
    var box: MailboxReport
    var risk: Risk?
    var devices: [DeviceReport]
  }

  /// The worst first: by their worst finding, then by what leaves the organisation and is kept.
  private var byRisk: [RankedMailbox] {
    var risks: [MailboxID: Risk] = [:]
    for reported in report.findings.selection({ $0.status != .accepted }).worstFirst {
      guard let id = reported.finding.subject.mailbox else { continue }
      risks[
        id,
        default: Risk(severity: reported.finding.severity, rule: reported.finding.rule, count: 0)
      ].count += 1
    }
    let devices = devicesByMailbox
    let ranked = report.mailboxes.map {
      RankedMailbox(box: $0, risk: risks[$0.id], devices: devices[$0.id.folded] ?? [])
    }
    return ranked.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      let ranks = (one.risk?.severity.rank ?? -1, other.risk?.severity.rank ?? -1)
      if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
      let sends = (one.box.sendsOutside, other.box.sendsOutside)
      if sends.0 != sends.1 { return sends.0 }
      let kept = (one.box.retainedEmailed.messages, other.box.retainedEmailed.messages)
      return kept.0 != kept.1 ? kept.0 > kept.1 : left.offset < right.offset
    }.map(\.element)
  }

  private func part(_ boxes: ArraySlice<RankedMailbox>, of count: Int) -> [String: HTMLValue] {
    let range = "Rows \(Wording.number(boxes.startIndex + 1)) to \(Wording.number(boxes.endIndex))"
    let names = "\(boxes.first?.box.id.description ?? "") … \(boxes.last?.box.id.description ?? "")"
    return [
      "long": .flag(count > Self.printed), "range": .text(range), "names": .text(names),
      "opened": .flag(boxes.startIndex == 0),
      "mailboxes": .list(boxes.map(row)),
    ]
  }

  private func why(_ risk: Risk?) -> String {
    guard let risk else { return "" }
    let title = background.rules.first { $0.id == risk.rule }?.title ?? risk.rule.description
    return risk.count > 1 ? "\(title); \(Wording.number(risk.count - 1)) more" : title
  }

  private func row(_ ranked: RankedMailbox) -> [String: HTMLValue] {
    let box = ranked.box
    let totals = box.totals
    let outside = box.sendsOutside
    return [
      "why": .text(why(ranked.risk)), "severity": .text(ranked.risk?.severity.rawValue ?? ""),
      "graded": .flag(ranked.risk != nil),
      "box": .text(box.id.description), "name": .text(box.fullName.description),
      "messages": .number(totals.messages), "retained": .number(box.retainedEmailed.messages),
      "overAge": .number(box.overAge.messages),
      "oldest": .text(box.oldest.map(\.dateText) ?? "–"),
      "recipients": recipients(box), "outside": .flag(outside), "notes": .text(notes(box)),
      "devices": .list(
        ranked.devices.prefix(8).map {
          [
            "device": .text($0.id.description), "exposed": .flag($0.severity != nil),
            "danger": .text($0.severity?.rawValue ?? ""),
          ]
        }),
    ]
  }

  private func recipients(_ box: MailboxReport) -> HTMLValue {
    .list(
      box.recipients.prefix(8).map {
        [
          "address": .text($0.address.description),
          "kind": .text($0.destinationClass.title + ($0.audio ? "" : ", notice only")),
          "mark": .text($0.audio && $0.destinationClass.isOutside ? "marked" : "calm"),
        ]
      })
  }

  private func notes(_ box: MailboxReport) -> String {
    var notes: [String] = []
    if box.isPartial { notes.append("not read in full") }
    if !box.isConfigured { notes.append("not configured") }
    if !box.hasDirectory, !box.isPartial { notes.append("no directory") }
    if box.deleteAfterEmail { notes.append("deletes after e-mailing") }
    if box.recipients.count > 8 { notes.append("\(box.recipients.count - 8) more addresses") }
    return notes.joined(separator: ", ")
  }
}

extension MailboxReport {
  /// A recording goes to an address outside the organisation.
  fileprivate var sendsOutside: Bool {
    recipients.contains { $0.audio && $0.destinationClass.isOutside }
  }
}
