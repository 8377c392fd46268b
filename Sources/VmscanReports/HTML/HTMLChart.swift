import VmscanModel

/// A chart with axes as SVG: figures over time, events marked, the same as a table behind it.
///
/// The picture is 640 by 230 units; its text is set by the page's style.
struct HTMLChart {
  struct Series {
    var name: String
    /// `a` to `d`, a class of the style.
    var tone: String
    var values: [Int]
  }

  enum Form { case line, stacked }

  var title: String
  /// What a value counts, as in `recordings`.
  var unit: String
  var times: [Timestamp]
  var series: [Series]
  var form: Form
  var events: [ReportEvent] = []

  private static let left = 56, right = 628, top = 12, bottom = 188

  /// A chart needs two moments and something to show.
  var isWorthShowing: Bool { times.count > 1 && series.contains { $0.values.contains { $0 > 0 } } }

  private var highest: Int {
    switch form {
    case .line: series.flatMap(\.values).max() ?? 0
    case .stacked: times.indices.map { at in series.reduce(0) { $0 + $1.values[at] } }.max() ?? 0
    }
  }

  /// A round number that is no less than the highest value: 1, 2 or 5 with zeros, times 4.
  private var ceiling: Int {
    var step = 1
    while true {
      for factor in [1, 2, 5] where step * factor * 4 >= max(1, highest) {
        return step * factor * 4
      }
      step *= 10
    }
  }

  /// The shown events: those within the time, the largest last.
  private var marked: [ReportEvent] {
    guard let first = times.first, let last = times.last else { return [] }
    return events.filter { $0.time >= first && $0.time <= last }.suffix(8)
  }

  var values: [String: HTMLValue] {
    [
      "title": .text(title), "unit": .text(unit), "svg": .html(svg), "words": .text(words),
      "legend": .list(
        series.count < 2
          ? [] : series.map { ["name": .text($0.name), "tone": .text($0.tone)] }),
      "events": .list(
        marked.enumerated().map { place, event in
          [
            "letter": .text(Self.letter(place)), "day": .text(Wording.day(event.time)),
            "what": .text(event.words),
          ]
        }),
      "hasEvents": .flag(!marked.isEmpty),
      "heads": .list(series.map { ["name": .text($0.name)] }),
      "rows": .list(
        times.indices.reversed().map { at in
          [
            "day": .text(times[at].dateText),
            "cells": .list(series.map { ["value": .number($0.values[at])] }),
          ]
        }),
    ]
  }

  /// The picture in one sentence, for those who do not see it.
  private var words: String {
    let parts = series.map { series in
      "\(series.name) from \(Wording.number(series.values.first ?? 0)) to"
        + " \(Wording.number(series.values.last ?? 0))"
    }
    let period = "\(times.first?.dateText ?? "") to \(times.last?.dateText ?? "")"
    return
      "\(title), \(period): \(parts.joined(separator: "; ")). The table below holds every value."
  }

  private static func letter(_ place: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(clamping: place)))
  }

  private func x(_ time: Timestamp) -> Int {
    guard let first = times.first, let last = times.last else { return Self.left }
    let span = max(1, Int(last.epochSeconds - first.epochSeconds))
    let inset = form == .stacked ? barWidth / 2 + 2 : 0
    return Self.left + inset
      + Int(time.epochSeconds - first.epochSeconds)
      .multipliedThenDivided(Self.right - Self.left - 2 * inset, span)
  }

  private func y(_ value: Int) -> Int {
    Self.bottom - value.multipliedThenDivided(Self.bottom - Self.top, ceiling)
  }

  private var barWidth: Int { max(3, min(40, (Self.right - Self.left) / max(1, times.count) - 4)) }

  // MARK: - Drawing

  private var svg: SafeHTML { axes + marks + (form == .line ? lines : bars) }

  private var axes: SafeHTML {
    var drawing = SafeHTML(constant: "")
    for step in 0...4 {
      let value = ceiling / 4 * step
      drawing = drawing + line("grid", Self.left, y(value), Self.right, y(value))
      drawing = drawing + text("axis end", Self.left - 6, y(value) + 4, Wording.number(value))
    }
    let wanted = min(6, times.count)
    var last = -100
    for step in 0..<wanted {
      let at = times[step * (times.count - 1) / max(1, wanted - 1)]
      let place = x(at)
      guard place - last > 60 else { continue }
      last = place
      let kind = place > Self.right - 30 ? "axis end" : "axis middle"
      drawing = drawing + line("tick", place, Self.bottom, place, Self.bottom + 4)
      drawing = drawing + text(kind, place, Self.bottom + 18, Wording.shortDay(at))
    }
    return drawing
  }

  private var marks: SafeHTML {
    var drawing = SafeHTML(constant: "")
    for (place, event) in marked.enumerated() {
      let at = x(event.time)
      drawing = drawing + line("event", at, Self.top, at, Self.bottom)
      drawing = drawing + text("axis middle event", at, Self.bottom + 34, Self.letter(place))
    }
    return drawing
  }

  private var lines: SafeHTML {
    series.reduce(SafeHTML(constant: "")) { drawing, series in
      let points = zip(times, series.values).map { "\(x($0)),\(y($1))" }.joined(separator: " ")
      return drawing + SafeHTML(constant: "<polyline class=\"tone-")
        + SafeHTML(escaping: series.tone)
        + SafeHTML(constant: "\" points=\"") + SafeHTML(escaping: points)
        + SafeHTML(constant: "\"/>")
    }
  }

  private var bars: SafeHTML {
    var drawing = SafeHTML(constant: "")
    for at in times.indices {
      var below = 0
      for series in series where series.values[at] > 0 {
        let (low, high) = (y(below), y(below + series.values[at]))
        below += series.values[at]
        drawing =
          drawing + SafeHTML(constant: "<rect class=\"tone-") + SafeHTML(escaping: series.tone)
          + SafeHTML(
            constant: "\" x=\"") + SafeHTML(escaping: "\(x(times[at]) - barWidth / 2)")
          + SafeHTML(constant: "\" y=\"") + SafeHTML(escaping: "\(high)")
          + SafeHTML(constant: "\" width=\"") + SafeHTML(escaping: "\(barWidth)")
          + SafeHTML(constant: "\" height=\"") + SafeHTML(escaping: "\(max(1, low - high))")
          + SafeHTML(constant: "\"/>")
      }
    }
    return drawing
  }

  private func line(_ kind: String, _ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) -> SafeHTML {
    SafeHTML(constant: "<line class=\"") + SafeHTML(escaping: kind)
      + SafeHTML(constant: "\" x1=\"") + SafeHTML(escaping: "\(x1)")
      + SafeHTML(constant: "\" y1=\"") + SafeHTML(escaping: "\(y1)")
      + SafeHTML(constant: "\" x2=\"") + SafeHTML(escaping: "\(x2)")
      + SafeHTML(constant: "\" y2=\"") + SafeHTML(escaping: "\(y2)")
      + SafeHTML(constant: "\"/>")
  }

  private func text(_ kind: String, _ x: Int, _ y: Int, _ words: String) -> SafeHTML {
    SafeHTML(constant: "<text class=\"") + SafeHTML(escaping: kind)
      + SafeHTML(constant: "\" x=\"") + SafeHTML(escaping: "\(x)")
      + SafeHTML(constant: "\" y=\"") + SafeHTML(escaping: "\(y)")
      + SafeHTML(constant: "\">") + SafeHTML(escaping: words) + SafeHTML(constant: "</text>")
  }
}
