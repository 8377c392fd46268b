import Glibc

/// The zone in which a log's clock ran, as a table of the times its offset changed.
package struct LogZone: Sendable, Equatable {
  /// Offsets from UTC in seconds, each from a moment on; ordered, the first from the far past.
  private var offsets: [Change]

  package struct Change: Sendable, Equatable {
    package var from: Int64
    package var offset: Int64

    package init(from: Int64, offset: Int64) {
      self.from = from
      self.offset = offset
    }
  }

  package static let utc = LogZone(changes: [], initial: 0)

  package init(changes: [Change], initial: Int64) {
    offsets = [Change(from: .min, offset: initial)] + changes.sorted { $0.from < $1.from }
  }

  /// The zone of this machine, for the years around `now`, from the C library's rules.
  package static func system(around now: Int64) -> LogZone {
    tzset()
    let day: Int64 = 86400
    var changes: [Change] = []
    var time = now - 6 * 366 * day
    let initial = systemOffset(at: time)
    var current = initial
    while time < now + 400 * day {
      let next = systemOffset(at: time + day)
      if next != current {
        changes.append(Change(from: boundary(after: time, before: time + day), offset: next))
        current = next
      }
      time += day
    }
    return LogZone(changes: changes, initial: initial)
  }

  /// A zone of the TZ database, such as `Europe/Berlin`.
  ///
  /// Sets the process's `TZ` for a moment: call it before other threads run.
  package static func named(_ name: String, around now: Int64) -> LogZone {
    let old = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", name, 1)
    defer {
      if let old { setenv("TZ", old, 1) } else { unsetenv("TZ") }
      tzset()
    }
    return system(around: now)
  }

  /// Whether the C library knows a zone: a file of the TZ database, or the form `CET-1CEST`.
  ///
  /// It takes any other name for UTC without a word.
  package static func isKnown(_ name: String) -> Bool {
    if name == "UTC" || name == "GMT" || isRule(name) { return true }
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return false }
    let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
    var status = stat()
    return stat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// `CET-1CEST` or `<+07>-7`: a name of three letters or more, then hours.
  private static func isRule(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.first == 0x3C {
      guard let end = rest.firstIndex(of: 0x3E) else { return false }
      rest = rest[rest.index(after: end)...]
    } else {
      let letters = rest.prefix { ($0 | 0x20) &- 0x61 < 26 }
      guard letters.count >= 3 else { return false }
      rest = rest.dropFirst(letters.count)
    }
    if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
    return rest.first.map { $0 &- 0x30 < 10 } ?? false
  }

  private static func systemOffset(at time: Int64) -> Int64 {
    var seconds = time_t(time)
    var fields = tm()
    localtime_r(&seconds, &fields)
    return Int64(fields.tm_gmtoff)
  }

  private static func boundary(after low: Int64, before high: Int64) -> Int64 {
    var (low, high) = (low, high)
    let old = systemOffset(at: low)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if systemOffset(at: middle) == old { low = middle } else { high = middle }
    }
    return high
  }

  /// Every moment at which the clock showed `local` (seconds as if in UTC), ascending: two in the
  /// hour that repeats; in the hour that is skipped the one by the earlier offset.
  func moments(of local: Int64) -> (first: Int64, second: Int64?) {
    var found: [Int64] = []
    for (index, change) in offsets.enumerated() {
      let moment = local - change.offset
      let end = index + 1 < offsets.count ? offsets[index + 1].from : Int64.max
      if moment >= change.from, moment < end { found.append(moment) }
    }
    if let first = found.first { return (first, found.count > 1 ? found[1] : nil) }
    let before = offsets.last { local - $0.offset >= $0.from } ?? offsets[0]
    return (local - before.offset, nil)
  }
}
