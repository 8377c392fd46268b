import VmscanModel

extension HTMLView {
  var summary: [String: HTMLValue] {
    let headline = Headline(report)
    let foreign = headline.foreignMailboxes
    let hiding = report.coverage.problems.filter(\.hidesData)
    let board = BoardWording(report: report, background: background)
    let moved = board.movements
    let waiting = report.totals.quarantined
    let ending = endingDecisions
    return [
      "confidential": .text(
        "Confidential: for the named readers only. It describes how voicemail can be reached."),
      "headline": .html(
        SafeHTML(escaping: headline.sentence).keepingTogether("e-mailed")),
      "foreign": .flag(foreign > 0),
      "foreignText": .text(
        Wording.sentence(Wording.count(foreign, "mailbox sends", "mailboxes send"))
          + " recordings to other organisations that are not approved."),
      "incomplete": .flag(!report.coverage.isComplete),
      "unreadCount": .text(Wording.count(hiding.count, "place", "places")),
      "tiles": .list(tiles), "waits": .flag(waiting.isWorthSaying),
      "waiting": .text("In quarantine after a purge and still kept: \(waiting.words(now: now))."),
      "hasMoved": .flag(!moved.isEmpty),
      "unmoved": .text(
        board.baseline == nil
          ? "This is the first recorded run; the next one is compared with it."
          : "No figure has moved since \(Wording.day(board.baseline?.started ?? now))."),
      "movedSince": .text(board.baseline.map { "Since \(Wording.day($0.started))" } ?? ""),
      "moved": .list(
        moved.map {
          [
            "direction": .text($0.direction.rawValue), "text": .text($0.text),
            "hasCause": .flag(!$0.cause.isEmpty), "cause": .text($0.cause),
          ]
        }),
      "steps": .list(
        board.tasks.map {
          [
            "severity": .text($0.severity.rawValue), "text": .text($0.text), "who": .text($0.who),
          ]
        }),
      "hasEnding": .flag(!ending.isEmpty), "ending": .list(ending.map { ["text": .text($0)] }),
    ]
  }

  /// Acceptances that ended in the last month or end within two weeks.
  private var endingDecisions: [String] {
    background.decisions.filter { $0.kind != .hold }.compactMap { decision in
      decision.ending(at: now).map {
        "\(decision.name.unmasked) (\(decision.scope.unmasked)) \($0)"
      }
    }
  }

  /// Commands for whoever may run them; nothing for an officer or an auditor.
  var commands: [String: HTMLValue] {
    let steps =
      isForAdmin
      ? NextSteps.steps(for: report, flags: background.siteFlags).filter { !$0.command.isEmpty }
      : []
    return [
      "hasCommands": .flag(!steps.isEmpty),
      "commands": .list(
        steps.map { ["text": .text($0.text), "command": .text($0.command)] }),
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
    let orphans =
      totals.orphanedMailboxes == 0
      ? ""
      : "; \(Wording.count(totals.orphanedMailboxes, "directory", "directories")) without a mailbox"
    return [
      kept,
      tile(
        totals.retainedEmailed.messages, "kept after e-mailing",
        "\(totals.retainedEmailed.bytes), \(Wording.audio(totals.retainedEmailed))",
        isAlarming: true),
      tile(
        outside, "send recordings out",
        "of \(Wording.count(totals.configuredMailboxes, "mailbox", "mailboxes"))\(orphans)",
        isAlarming: true),
      tile(
        grave, "critical or high findings", "of \(Wording.number(open.count)) open findings",
        isAlarming: true),
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
    let endings = report.endings
    return [
      "hasPrevious": .flag(previous != nil),
      "sinceRun": .text(previous.map { "Since run \($0)" } ?? ""),
      "sinceWord": .text(
        background.trend.last { $0.run == previous }.map { Wording.day($0.started) }
          ?? "the run before"),
      "newCount": .number(count(.new)), "openCount": .number(count(.open)),
      "solvedCount": .number(endings.resolved.count), "acceptedCount": .number(count(.accepted)),
      "newFindings": .list(changeRows(new)), "hasNew": .flag(!new.isEmpty),
      "restCount": .number(rest), "hasRest": .flag(rest > 0),
      "solvedFindings": .list(changeRows(endings.resolved)),
      "hasSolved": .flag(!endings.resolved.isEmpty),
      "endedFindings": .list(changeRows(endings.inapplicable)),
      "hasEnded": .flag(!endings.inapplicable.isEmpty),
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
