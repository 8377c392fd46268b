import VmscanModel

extension CSVReport {
  /// A row for each sum; the numbers of what was not read are empty.
  func totals(_ report: ScanReport) -> [UInt8] {
    let totals = report.totals
    var table = table([
      "total", "read", "messages", "bytes", "minutes", "oldest", "firstEnd", "lastEnd",
      "seconds",
    ])
    let isWhole = report.coverage.isComplete ? QuarantineTotals.Reading.complete : .partial
    func add(_ name: String, _ amount: MessageTotals, _ oldest: Timestamp? = nil) {
      table.add(
        [.text(name), .text(isWhole.rawValue)] + cells(amount)
          + [.time(oldest), .empty, .empty, .number(amount.seconds)])
    }
    add("kept", totals.messages, totals.oldest)
    add("retainedEmailed", totals.retainedEmailed, totals.oldestRetainedEmailed)
    add("overAge", totals.overAge)
    add("outsideSpool", totals.outsideSpool)
    let waiting = totals.quarantined
    let isRead = waiting.reading != .notRead
    let amount: [CSVTable.Cell] = isRead ? cells(waiting.amount) : [.empty, .empty, .empty]
    table.add(
      [.text("quarantined"), .text(waiting.reading.rawValue)] + amount
        + [
          .time(waiting.oldest), .time(waiting.firstEnd), .time(waiting.lastEnd),
          isRead ? .number(waiting.amount.seconds) : .empty,
        ])
    return table.bytes
  }

  private func cells(_ amount: MessageTotals) -> [CSVTable.Cell] {
    [.count(amount.messages), .number(amount.bytes.bytes), .number(amount.minutes)]
  }
}
