import VmscanModel

extension HTMLView {
  var charts: [String: HTMLValue] {
    let totals = report.totals
    let ages = zip(AgeBand.all, totals.ageHistogram).map { band, sum in
      Bar(label: band.label, count: sum.messages, note: "", isMarked: false)
    }
    let classes = DestinationClass.allCases.map { kind in
      let sums = totals.byDestinationClass[kind] ?? DestinationTotals()
      return Bar(
        label: kind.title, count: sums.mailboxes,
        note: sums.mailboxes > 0 ? "\(Wording.number(sums.withAudio)) with audio" : "",
        isMarked: kind.isOutside)
    }
    let grades = EmailGrade.allCases.map { grade in
      Bar(
        label: grade.title, count: totals.byGrade[grade]?.messages ?? 0, note: grade.meaning,
        isMarked: grade.countsAsEmailed)
    }
    let pins = PINStrength.allCases.map { strength in
      Bar(
        label: strength.title, count: totals.pins.byStrength[strength] ?? 0,
        note: strength.meaning, isMarked: strength.isWeak)
    }
    return [
      "hasPins": .flag(totals.pins.mailboxes > 0), "pins": .list(rows(pins)),
      "pinSentence": .text(totals.pins.sentence),
      "ages": .list(rows(ages)), "classes": .list(rows(classes)), "grades": .list(rows(grades)),
      "trends": .list(trends.filter(\.isWorthShowing).map(\.values)),
      "hasRoutes": .flag(!routes.isEmpty), "routes": .list(routes),
    ]
  }

  private struct Bar {
    var label: String
    var count: Int
    var note: String
    var isMarked: Bool
  }

  /// Rows of a table whose last cell is a bar from 0 to 1000.
  private func rows(_ bars: [Bar]) -> [[String: HTMLValue]] {
    let highest = max(1, bars.map(\.count).max() ?? 1)
    return bars.map { bar in
      let length = bar.count == 0 ? 0 : max(4, bar.count.multipliedThenDivided(1000, highest))
      return [
        "label": .text(bar.label), "count": .number(bar.count), "note": .text(bar.note),
        "hasNote": .flag(!bar.note.isEmpty),
        "length": .text(String(length)), "mark": .text(bar.isMarked ? "marked" : "calm"),
        "zero": .flag(bar.count == 0),
      ]
    }
  }

  /// The figures over the recorded runs and the weeks of mail evidence, each with its axes.
  private var trends: [HTMLChart] {
    let points = background.trend
    let times = points.map(\.started)
    func chart(_ title: String, _ unit: String, _ series: [HTMLChart.Series]) -> HTMLChart {
      HTMLChart(
        title: title, unit: unit, times: times, series: series, form: .line,
        events: background.events)
    }
    var charts: [HTMLChart] = []
    if let mail = background.mail { charts.append(sent(mail)) }
    charts.append(
      chart(
        "Recordings kept after e-mailing", "messages",
        [.init(name: "kept after e-mailing", tone: "c", values: points.map(\.retainedEmailed))]))
    charts.append(
      chart(
        "Critical and high findings", "findings",
        [
          .init(name: "critical", tone: "d", values: points.map { $0.findings[.critical] ?? 0 }),
          .init(name: "high", tone: "c", values: points.map { $0.findings[.high] ?? 0 }),
        ]))
    let weak = points.compactMap(\.weakPINs)
    if weak.count == points.count {
      charts.append(
        chart(
          "Mailboxes with a weak PIN", "mailboxes",
          [.init(name: "weak PIN", tone: "c", values: weak)]))
    }
    return charts
  }

  private func sent(_ flow: MailFlow) -> HTMLChart {
    let groups: [(String, String, [DestinationClass])] = [
      ("own domains and partners", "a", [.own, .approved, .undeliverable]),
      ("other organisations", "b", [.external, .lookAlike]),
      ("private accounts", "c", [.personal]), ("throw-away services", "d", [.disposable]),
    ]
    let series = groups.map { name, tone, classes in
      HTMLChart.Series(
        name: name, tone: tone,
        values: flow.weeks.map { week in classes.reduce(0) { $0 + (week.byClass[$1] ?? 0) } })
    }
    return HTMLChart(
      title: "Recordings sent by e-mail each week", unit: "recordings, as mail logs show them",
      times: flow.weeks.map(\.start), series: series, form: .stacked, events: background.events)
  }

  private var routes: [[String: HTMLValue]] {
    (background.mail?.routes ?? []).prefix(15).map { route in
      let (first, last) = (Wording.shortDay(route.first), Wording.day(route.last))
      return [
        "box": .text(route.mailbox.description), "domain": .text(route.domain.description),
        "kind": .text(route.destinationClass.title), "count": .number(route.recordings),
        "period": .text(
          route.first.dateText == route.last.dateText ? last : "\(first) and \(last)"),
      ]
    }
  }
}

extension TrendPoint {
  fileprivate var graveFindings: Int { HTMLView.grave(self) }
}

extension Int {
  /// `self * factor / divisor` without overflow; 0 when the divisor is not positive.
  func multipliedThenDivided(_ factor: Int, _ divisor: Int) -> Int {
    guard divisor > 0, self >= 0 else { return 0 }
    let product = multipliedFullWidth(by: factor)
    return product.high < divisor ? divisor.dividingFullWidth(product).quotient : factor
  }
}
