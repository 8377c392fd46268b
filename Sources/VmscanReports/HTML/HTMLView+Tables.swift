import VmscanModel

extension HTMLView {
  /// Mailboxes in one collapsed part of the table.
  private static let partSize = 250
  /// More mailboxes than this are not all printed.
  private static let printed = 1000

  var tables: [String: HTMLValue] {
    let boxes = report.mailboxes
    let parts = stride(from: 0, to: boxes.count, by: Self.partSize).map { start in
      part(boxes[start..<min(start + Self.partSize, boxes.count)], of: boxes.count)
    }
    return [
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

  private func part(_ boxes: Slice<MailboxList>, of count: Int) -> [String: HTMLValue] {
    let range = "Rows \(Wording.number(boxes.startIndex + 1)) to \(Wording.number(boxes.endIndex))"
    let names = "\(boxes.first?.id.description ?? "") … \(boxes.last?.id.description ?? "")"
    return [
      "long": .flag(count > Self.printed), "range": .text(range), "names": .text(names),
      "opened": .flag(boxes.startIndex == 0),
      "mailboxes": .list(boxes.map(row)),
    ]
  }

  private func row(_ box: MailboxReport) -> [String: HTMLValue] {
    let totals = box.totals
    let outside = box.recipients.contains { $0.audio && $0.destinationClass.isOutside }
    return [
      "box": .text(box.id.description), "name": .text(box.fullName.description),
      "messages": .number(totals.messages), "retained": .number(box.retainedEmailed.messages),
      "overAge": .number(box.overAge.messages),
      "oldest": .text(box.oldest.map(\.dateText) ?? "–"),
      "recipients": recipients(box), "outside": .flag(outside), "notes": .text(notes(box)),
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
