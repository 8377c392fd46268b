import VmscanModel

extension HTMLView {
  var summary: [String: HTMLValue] {
    let headline = Headline(report)
    let foreign = headline.foreignMailboxes
    let hiding = report.coverage.problems.filter(\.hidesData)
    return [
      "headline": .html(
        SafeHTML(escaping: headline.sentence).keepingTogether("e-mailed")),
      "foreign": .flag(foreign > 0),
      "foreignText": .text(
        Wording.sentence(Wording.count(foreign, "mailbox sends", "mailboxes send"))
          + " recordings to other organisations that are not approved."),
      "incomplete": .flag(!report.coverage.isComplete),
      "unreadCount": .text(Wording.count(hiding.count, "place", "places")),
      "unreadFirst": .list(hiding.prefix(3).map { ["text": .text($0.sentence.unmasked)] }),
      "tiles": .list(tiles),
      "steps": .list(
        NextSteps.steps(for: report, flags: background.siteFlags).map {
          [
            "text": .text($0.text), "who": .text($0.who), "hasCommand": .flag(!$0.command.isEmpty),
            "command": .text($0.command),
          ]
        }),
    ]
  }

  private var tiles: [[String: HTMLValue]] {
    let totals = report.totals
    let open = report.findings.selection { $0.status != .accepted }
    let grave = open.count { $0.severity >= .high }
    let outside = report.mailboxes.count { box in
      box.recipients.contains { $0.audio && $0.destinationClass.isOutside }
    }
    func tile(
      _ value: some BinaryInteger, _ label: String, _ note: String, isAlarming: Bool = false
    ) -> [String: HTMLValue] {
      [
        "value": .number(value),
        "label": .html(SafeHTML(escaping: label).keepingTogether("e-mailing")), "note": .text(note),
        "alarming": .flag(isAlarming && value > 0),
      ]
    }
    let oldest = totals.oldest.map { "oldest " + Wording.age(of: $0, now: now) } ?? "no dated one"
    var kept = tile(
      totals.messages.messages, "messages kept",
      "\(totals.messages.bytes), \(Wording.audio(totals.messages)), \(oldest)"
    )
    if totals.messages.messages == 0, !report.coverage.isComplete {
      kept["value"] = .text("none seen")
      kept["note"] = .text("not everything was read")
    }
    return [
      kept,
      tile(
        totals.retainedEmailed.messages, "kept after e-mailing",
        "\(totals.retainedEmailed.bytes), \(Wording.audio(totals.retainedEmailed))",
        isAlarming: true),
      tile(
        outside, "send recordings out",
        "of \(Wording.number(totals.mailboxes)) mailboxes", isAlarming: true),
      tile(
        grave, "critical or high findings", "of \(Wording.number(open.count)) open findings",
        isAlarming: true),
    ] + quarantineTile
  }

  /// Removed messages that are still kept; nothing when it is certain that none waits.
  private var quarantineTile: [[String: HTMLValue]] {
    let waiting = report.totals.quarantined
    guard waiting.isWorthSaying else { return [] }
    let isRead = waiting.reading != .notRead
    let note = "\(waiting.amount.bytes), \(Wording.audio(waiting.amount))"
    let notes =
      [waiting.reading == .partial ? "not all of it was read" : note, waiting.ends]
      + [waiting.oldest.map { "oldest " + Wording.age(of: $0, now: now) } ?? ""]
    return [
      [
        "value": isRead ? .number(waiting.amount.messages) : .text("not read"),
        "label": .text("in quarantine after a purge"),
        "note": .text(
          isRead
            ? notes.filter { !$0.isEmpty }.joined(separator: ", ") : "still kept, but not counted"),
        "alarming": .flag(!isRead),
      ]
    ]
  }

  var changes: [String: HTMLValue] {
    func count(_ status: ReportedFinding.Status) -> Int {
      report.findings.count { $0.status == status }
    }
    let previous = report.run.previous
    // On the first run everything is new, and stands under the risks.
    let new =
      previous == nil ? [] : report.findings.selection { $0.status == .new }.worstFirst
    let rest = max(0, new.count - Self.changesShown)
    return [
      "hasPrevious": .flag(previous != nil),
      "sinceRun": .text(previous.map { "Since run \($0)" } ?? ""),
      "newCount": .number(count(.new)), "openCount": .number(count(.open)),
      "solvedCount": .number(report.solved.count), "acceptedCount": .number(count(.accepted)),
      "newFindings": .list(changeRows(new)), "hasNew": .flag(!new.isEmpty),
      "restCount": .number(rest), "hasRest": .flag(rest > 0),
      "solvedFindings": .list(changeRows(report.solved.sorted(by: ReportedFinding.precedes))),
      "hasSolved": .flag(!report.solved.isEmpty),
      "comparisons": .list(comparisons), "hasComparisons": .flag(!comparisons.isEmpty),
    ]
  }

  private static let changesShown = 50

  private func changeRows(
    _ findings: some RandomAccessCollection<ReportedFinding>
  ) -> [[String: HTMLValue]] {
    findings.prefix(Self.changesShown).map {
      [
        "severity": .text($0.finding.severity.rawValue),
        "subject": .text($0.finding.subject.description),
        "message": .text($0.finding.message.unmasked),
      ]
    }
  }

  /// The latest figures beside those of the run before, and of 30 and 90 days ago.
  private var comparisons: [[String: HTMLValue]] {
    var rows: [[String: HTMLValue]] = []
    let earlier = background.trend.filter { $0.run < report.run.id && $0.started <= now }
    var shown: Set<Int64> = []
    func add(_ label: String, _ point: TrendPoint?) {
      guard let point, shown.insert(point.run).inserted else { return }
      rows.append([
        "label": .text(label), "when": .text(point.started.dateText),
        "messages": .text(Self.change(from: point.messages, to: report.totals.messages.messages)),
        "retained": .text(
          Self.change(from: point.retainedEmailed, to: report.totals.retainedEmailed.messages)),
        "grave": .text(Self.change(from: Self.grave(point), to: grave)),
        "partial": .flag(!point.complete),
      ])
    }
    add("the run before", earlier.last)
    add("30 days ago", earlier.last { $0.started <= now - .days(30) })
    add("90 days ago", earlier.last { $0.started <= now - .days(90) })
    return rows
  }

  private var grave: Int {
    report.findings.count { $0.status != .accepted && $0.severity >= .high }
  }

  static func grave(_ point: TrendPoint) -> Int {
    (point.findings[.critical] ?? 0) + (point.findings[.high] ?? 0)
  }

  static func change(from old: Int, to new: Int) -> String {
    let difference = new - old
    let sign = difference > 0 ? "+" : ""
    return "\(Wording.number(old)) → \(Wording.number(new)) (\(sign)\(Wording.number(difference)))"
  }
}
