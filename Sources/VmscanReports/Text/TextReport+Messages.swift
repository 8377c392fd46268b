package import VmscanModel

extension TextReport {
  /// The messages with a header and a closing count.
  package func messages(_ rows: [MessageRow]) -> String {
    rows.reduce(into: messagesHeader) { $0 += messageLine($1) }
      + messagesFooter(
        count: rows.count, totals: rows.reduce(into: MessageTotals()) { $0 += $1.totals })
  }

  /// The header of a list that is written row by row.
  package var messagesHeader: String {
    let cells = [
      "mailbox", "folder", "msg", "received (UTC)", "length", "size", "e-mailed",
    ]
    return style.apply(.muted, to: layOut(cells)) + "\n"
  }

  /// One message, on one line where it fits; problems follow on lines of their own.
  package func messageLine(_ row: MessageRow) -> String {
    let row = row.redacted(by: redaction)
    let received = row.origtime.map(Wording.minuteWithoutZone) ?? "unknown"
    let id = TerminalText.escape(row.mailbox.description)
    let cells = [
      id, row.folder.name, String(row.number), received,
      row.duration.map { Wording.length(seconds: $0) } ?? "-", row.bytes.description,
      row.emailed.grade.title,
    ]
    var page = page
    if wrapsTables, DisplayWidth.of(id) > Self.widths[0] {
      page.paragraph(id)
      return page.text + layOut([""] + cells.dropFirst()) + "\n" + details(of: row)
    }
    return layOut(cells) + "\n" + details(of: row)
  }

  /// The closing count of a list that was written row by row; a lower bound when not everything
  /// could be read.
  package func messagesFooter(
    count: Int, totals: MessageTotals, isComplete: Bool = true
  ) -> String {
    var page = page
    let amount = Wording.amount(totals)
    page.paragraph(
      isComplete
        ? Wording.sentence(amount) + "."
        : (count == 0 ? "No message was found" : "At least \(amount)")
          + "; not everything could be read.")
    return (count == 0 ? "" : "\n") + page.text
  }

  private func details(of row: MessageRow) -> String {
    var page = page
    if redaction.showsCallers, !row.callerID.isEmpty {
      page.paragraph("caller: \(row.callerID)", first: "  ", indent: 4)
    }
    // Asterisk's usual modes make every recording world-readable; one finding tells of it.
    let problems = row.problems.subtracting(.worldReadableAudio)
    if !problems.isEmpty {
      page.paragraph(
        "problems: " + problems.names.joined(separator: ", "), first: "  ", indent: 4)
    }
    return page.text
  }

  /// Cells of each column; with gaps of one they make 78.
  private static let widths = [18, 7, 5, 16, 6, 8, 11]

  private func layOut(_ cells: [String]) -> String {
    guard !wrapsTables || width >= 78 else {
      let text = cells.filter { !$0.isEmpty }.joined(separator: " ")
      return TextWrap.lines(text, width: width).joined(separator: "\n")
    }
    var line = ""
    for (index, cell) in cells.enumerated() {
      let blank = String(repeating: " ", count: max(0, Self.widths[index] - DisplayWidth.of(cell)))
      if index > 0 { line += " " }
      line += [2, 4, 5].contains(index) ? blank + cell : cell + blank
    }
    return line.trimmedEnd
  }
}

extension MessageRow {
  /// The message as a sum of one.
  package var totals: MessageTotals {
    MessageTotals(messages: 1, bytes: bytes, seconds: Int64(max(0, duration ?? 0)))
  }
}
