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
    let received = row.origtime.map(Wording.minuteWithoutZone) ?? "unknown"
    let id = TerminalText.escape(row.mailbox.description)
    let cells = [
      id, row.folder.name, String(row.number), received,
      row.duration.map { Wording.length(seconds: $0) } ?? "-", row.bytes.description,
      row.emailed.grade.title,
    ]
    if wrapsTables, DisplayWidth.of(id) > Self.widths[0] {
      var page = page
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
    let caller = redaction.showsCallers ? redaction.caller(row.callerID) : ""
    // Asterisk's usual modes make every recording world-readable; one finding reports it.
    let problems = row.problems.subtracting(.worldReadableAudio)
    guard !caller.isEmpty || !problems.isEmpty else { return "" }
    var page = page
    if !caller.isEmpty { page.paragraph("caller: \(caller)", first: "  ", indent: 4) }
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
    var line: [UInt8] = []
    line.reserveCapacity(2 * 78)
    for (index, cell) in cells.enumerated() {
      let isRight = index == 2 || index == 4 || index == 5
      let blanks = repeatElement(
        0x20 as UInt8, count: max(0, Self.widths[index] - DisplayWidth.of(cell)))
      if index > 0 { line.append(0x20) }
      if isRight { line.append(contentsOf: blanks) }
      line.append(contentsOf: cell.utf8)
      if !isRight { line.append(contentsOf: blanks) }
    }
    while line.last == 0x20 { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}

extension MessageRow {
  /// The message as a sum of one.
  package var totals: MessageTotals {
    MessageTotals(messages: 1, bytes: bytes, seconds: Int64(max(0, duration ?? 0)))
  }
}
