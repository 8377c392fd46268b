import Foundation
import Testing

/// The times at which the nightly jobs begin.
struct NightTimeTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Program.root.appending(path: name), encoding: .utf8)
  }

  /// Minutes after midnight at which something of ours begins.
  private static func minutes() throws -> [Int] {
    var times: [Int] = []
    func add(_ hour: Substring, _ minute: Substring) throws {
      times.append(try #require(Int(hour)) * 60 + (try #require(Int(minute))))
    }
    for line in try text("cron/vmscan.cron").split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 6, words[2...4].allSatisfy({ $0 == "*" }) { try add(words[1], words[0]) }
    }
    let mark = "OnCalendar=*-*-* "
    for line in try text("cron/systemd/vmscan-scan.timer").split(separator: "\n")
    where line.hasPrefix(mark) {
      let words = line.dropFirst(mark.count).split(separator: ":")
      try add(words[0], words[1])
    }
    #expect(times.count == 3)
    return times
  }

  /// systemd skips a night in which the clock jumps over the time, and so do some crons.
  @Test func `exist every night in every zone of the world`() throws {
    let times = try Self.minutes()
    let begin = try #require(DateComponents(calendar: .init(identifier: .iso8601), year: 2026).date)
    let end = try #require(DateComponents(calendar: .init(identifier: .iso8601), year: 2036).date)
    var seen = 0
    for name in TimeZone.knownTimeZoneIdentifiers {
      guard let zone = TimeZone(identifier: name) else { continue }
      var moment = begin
      while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
        moment = next
        seen += 1
        let before = zone.secondsFromGMT(for: next.addingTimeInterval(-1))
        let after = zone.secondsFromGMT(for: next)
        let local = Int(next.timeIntervalSince1970) + before
        for time in times where after > before {
          let isSkipped = (0..<(after - before)).contains(
            ((time * 60 - local) % 86400 + 86400) % 86400)
          #expect(!isSkipped, "\(name) has no \(time / 60):\(time % 60) at \(next)")
        }
      }
    }
    #expect(seen > 500, "the zones of this machine are not known")
  }

  /// cron takes a `%` for a line end and bcron does not; some skip a file whose name has a dot.
  @Test func `nothing depends on how a cron reads percent signs or dots`() throws {
    let lines = try Self.text("cron/vmscan.cron").split(separator: "\n")
    #expect(lines.allSatisfy { !$0.contains("%") })
    for script in ["scripts/packaging.d/stage"] {
      #expect(try Self.text(script).contains("etc/cron.d/vmscan"))
      #expect(!(try Self.text(script)).contains("cron.d/vmscan."))
    }
  }
}
