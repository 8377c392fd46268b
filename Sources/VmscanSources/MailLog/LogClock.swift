import VmscanFormats

/// Turns the times of a log's lines into moments, in the order of the lines.
struct LogClock: Sendable {
  private let zone: LogZone
  /// No line is later than this, a day's doubt apart.
  private let latest: Int64
  private(set) var year: Int?
  private(set) var last: Int64?
  /// Where the lines were when the year was moved on, and the first one behind.
  private var turn: (year: Int, last: Int64, next: Int64)?
  /// The last time read named no zone.
  private(set) var isLocal = false
  /// The latest quarter of an hour in which no time comes twice; some zones shift by half an hour.
  private var cached: (quarter: Int, start: Int64)?
  /// The last time stamp as words, when it was a classic one, and what it meant.
  private var latestStamp: ClassicStamp?

  private struct ClassicStamp {
    /// Its first and its last eight bytes.
    var start: UInt64
    var end: UInt64
    var seconds: Int64
    var doubt: Int32

    /// The moment of a stamp that differs at most in its second, without being taken apart.
    ///
    /// `nil` in an hour that repeats, where time decides which pass it is.
    func moment(_ start: UInt64, _ end: UInt64) -> Int64? {
      guard start == self.start, (end ^ self.end) & 0xFFFF_FFFF_FFFF == 0, doubt == 0,
        let old = Self.second(self.end), let new = Self.second(end)
      else { return nil }
      return seconds - old + new
    }

    private static func second(_ end: UInt64) -> Int64? {
      let (tens, ones) = ((end >> 48 & 0xFF) &- 0x30, (end >> 56) &- 0x30)
      return tens < 6 && ones < 10 ? Int64(tens * 10 + ones) : nil
    }
  }

  /// Lines may be out of order by this much, and clocks set back.
  private static let disorder: Int64 = 2 * 86400

  /// A line may be later than the file that it stands in by this much.
  private static let slack: Int64 = 86400

  /// A clock that was wrong for a while is right again so soon after, beside the time it was wrong.
  private static let absence: Int64 = 7 * 86400

  /// A year that lasted so long was one: later the next one comes near.
  private static let longestTurn: Int64 = 300 * 86400

  init(zone: LogZone, latest: Int64, year: Int? = nil, last: Int64? = nil) {
    self.zone = zone
    self.latest = latest
    self.year = year
    self.last = last
  }

  /// Whether a line of that time can have been written when the file was: one of a wrong clock covers nothing.
  func isPossible(_ seconds: Int64) -> Bool { seconds <= latest + Self.slack }

  /// The moment of the time stamp at `place`, and by how many seconds it may be off; `nil` for no
  /// stamp.
  ///
  /// The lines of a mail mostly have the same one: it is read once.
  mutating func moment(
    _ bytes: Span<UInt8>, _ place: Range<Int>
  ) -> (seconds: Int64, doubt: Int32)? {
    // Overlapping words of `Nov 22 23:05:10`; others may be longer and hardly repeat.
    guard place.count == 15 else {
      return LogStamp(bytes, from: place.lowerBound, to: place.upperBound).map { moment(of: $0) }
    }
    let start = LogBytes.word(in: bytes, at: place.lowerBound)
    let end = LogBytes.word(in: bytes, at: place.lowerBound + 7)
    if let latestStamp, latestStamp.start == start, latestStamp.end == end {
      return (latestStamp.seconds, latestStamp.doubt)
    }
    if let seconds = latestStamp?.moment(start, end) {
      latestStamp?.end = end
      latestStamp?.seconds = seconds
      last = seconds
      return (seconds, 0)
    }
    guard let stamp = LogStamp(bytes, from: place.lowerBound, to: place.upperBound) else {
      return nil
    }
    let (seconds, doubt) = moment(of: stamp)
    latestStamp = ClassicStamp(start: start, end: end, seconds: seconds, doubt: doubt)
    return (seconds, doubt)
  }

  /// The moment, and by how many seconds it may be off where a time comes twice.
  mutating func moment(of stamp: LogStamp) -> (seconds: Int64, doubt: Int32) {
    latestStamp = nil
    switch stamp {
    case .absolute(let seconds):
      isLocal = false
      last = seconds
      return (seconds, 0)
    case .local(let clock):
      isLocal = true
      return moment(of: clock)
    }
  }

  private mutating func moment(of clock: LogStamp.LocalClock) -> (seconds: Int64, doubt: Int32) {
    let hour = ((clock.year ?? 0) * 16 + clock.month) * 1024 + clock.day * 32 + clock.hour
    let quarter = hour * 4 + clock.minute / 15
    let within = Int64(clock.minute % 15 * 60 + clock.second)
    if let cached, cached.quarter == quarter {
      last = cached.start + within
      return (cached.start + within, 0)
    }
    let written = clock.year ?? self.year(of: clock)
    let (first, second) = zone.moments(of: clock.secondsAsUTC(year: written))
    // In the hour that repeats, time does not run backwards: then it is the second pass.
    let isSecondPass = second != nil && last.map { first < $0 - 5 } ?? false
    let result = isSecondPass ? second ?? first : first
    cached = second == nil ? (quarter, result - within) : nil
    last = result
    return (result, second.map { Int32(clamping: $0 - first) } ?? 0)
  }

  /// The year a line without one belongs to: for the first line the latest that is not after the
  /// file was written, later the year of the line before or the next one.
  private mutating func year(of clock: LogStamp.LocalClock) -> Int {
    guard let known = year, let last else {
      var guess = 1970
      var low = 1970
      while low < 2400, isPossible(clock.secondsAsUTC(year: low)) {
        guess = low
        low += 1
      }
      year = guess
      return guess
    }
    let same = clock.secondsAsUTC(year: known)
    if let turn {
      let further = clock.secondsAsUTC(year: turn.year) - turn.last
      if further >= -Self.disorder, further <= Self.absence + max(0, last - turn.next) {
        // The lines go on where they were: it was no new year, the clock was wrong.
        (year, self.turn) = (turn.year, nil)
        return turn.year
      }
      if last - turn.next > Self.longestTurn { self.turn = nil }
    }
    if same < last - Self.disorder {
      // A clock that went back, unless there was time for a new year.
      guard isPossible(clock.secondsAsUTC(year: known + 1)) else { return known }
      turn = (known, last, clock.secondsAsUTC(year: known + 1))
      year = known + 1
      return known + 1
    }
    guard isPossible(same) else { return known - 1 }
    let earlier = clock.secondsAsUTC(year: known - 1)
    return abs(earlier - last) <= Self.disorder && same > last + Self.disorder ? known - 1 : known
  }
}
