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
      "hasTrend": .flag(background.trend.count > 1),
      "trends": .list(background.trend.count > 1 ? trends : []),
      "trendRows": .list(trendRows),
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

  private var trends: [[String: HTMLValue]] {
    [
      trend("Messages kept", \.messages),
      trend("Kept after e-mailing", \.retainedEmailed),
      trend("Critical and high findings", \.graveFindings),
    ]
  }

  /// A line over the recorded runs; x by time from 0 to 600, y from 100 (zero) to 10 (highest).
  private func trend(_ title: String, _ value: (TrendPoint) -> Int) -> [String: HTMLValue] {
    let points = background.trend
    let values = points.map(value)
    let highest = max(1, values.max() ?? 1)
    let start = points.first?.started.epochSeconds ?? 0
    let span = max(1, (points.last?.started.epochSeconds ?? 0) - start)
    let places = zip(points, values).map { point, value in
      let across = Int(point.started.epochSeconds - start).multipliedThenDivided(600, Int(span))
      return "\(across),\(100 - value.multipliedThenDivided(90, highest))"
    }
    let (first, last) = (values.first ?? 0, values.last ?? 0)
    let period = "\(points.first?.started.dateText ?? "") to \(points.last?.started.dateText ?? "")"
    return [
      "title": .text(title), "points": .text(places.joined(separator: " ")),
      "last": .number(last), "highest": .number(highest), "period": .text(period),
      "alternative": .text(
        "\(title): from \(Wording.number(first)) to \(Wording.number(last)), highest"
          + " \(Wording.number(highest)), \(period)."),
    ]
  }

  private var trendRows: [[String: HTMLValue]] {
    background.trend.suffix(60).reversed().map { point in
      [
        "run": .text(String(point.run)), "asOf": .text(Wording.minute(point.started)),
        "messages": .number(point.messages), "retained": .number(point.retainedEmailed),
        "grave": .number(point.graveFindings), "partial": .flag(!point.complete),
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
