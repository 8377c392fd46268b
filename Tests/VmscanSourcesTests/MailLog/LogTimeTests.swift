import Testing
import VmscanModel
import VmscanSources

/// Year-less times, zones and the hour that comes twice.
struct LogTimeTests {
  /// Central Europe 2026: summer time from 29 March to 25 October, 01:00 UTC.
  private static let europe = LogZone(
    changes: [
      LogZone.Change(from: 1_774_746_000, offset: 7200),
      LogZone.Change(from: 1_792_890_000, offset: 3600),
    ], initial: 3600)

  private static func times(
    _ stamps: [String], zone: LogZone = .utc, now: Int64 = 1_795_435_200
  ) throws -> [(Int64, Int32?)] {
    let folder = try LogFolder()
    try folder.write(
      stamps.enumerated().map {
        LogFolder.mail("AAAA1B2C\($0.offset)", at: $0.element, "open", "sent", "removed")
      }.joined())
    return folder.read(zone: zone, now: now).mails.map {
      ($0.accepted.epochSeconds, $0.uncertainty)
    }
  }

  @Test
  func `the machine's rules give the zone`() {
    let zone = LogZone.named("Europe/Berlin", around: 1_795_435_200)
    #expect(zone != .utc)
  }

  @Test(arguments: [
    ("Europe/Berlin", true), ("UTC", true), ("CET-1CEST,M3.5.0,M10.5.0/3", true), ("<+07>-7", true),
    ("Europe/Berin", false), ("Europe", false), ("", false), ("/etc/passwd", false),
    ("../../../etc/passwd", false), ("EU-1", false),
  ])
  func `a zone that the C library would take for UTC is not known`(name: String, isKnown: Bool) {
    #expect(LogZone.isKnown(name) == isKnown)
  }

  @Test
  func `a year begins within the log`() throws {
    let times = try Self.times(
      ["Dec 31 23:59:59", "Jan  1 00:00:01", "Dec 31 23:59:58", "Jan  2 00:00:00"],
      now: 1_767_400_000)
    #expect(times.map(\.0) == [1_767_225_599, 1_767_225_601, 1_767_225_598, 1_767_312_000])
  }

  @Test
  func `a quiet log spans most of a year`() throws {
    let times = try Self.times(["Jan  5 10:00:00", "Nov 20 10:00:00"])
    #expect(times.map(\.0) == [1_767_607_200, 1_795_168_800])
  }

  @Test
  func `summer and winter time differ`() throws {
    let times = try Self.times(["Jul  1 12:00:00", "Nov 22 12:00:00"], zone: Self.europe)
    #expect(times.map(\.0) == [1_782_900_000, 1_795_345_200])
    #expect(times.map(\.1) == [nil, nil])
  }

  @Test
  func `the hour that comes twice is put in order and called doubtful`() throws {
    let times = try Self.times(
      ["Oct 25 02:10:00", "Oct 25 02:50:00", "Oct 25 02:05:00", "Oct 25 03:00:00"],
      zone: Self.europe)
    #expect(times.map(\.0) == [1_792_887_000, 1_792_889_400, 1_792_890_300, 1_792_893_600])
    #expect(times.map(\.1) == [3600, 3600, 3600, nil])
  }

  /// Lord Howe Island goes back from 02:00 to 01:30, the station Troll by two hours.
  @Test(arguments: [
    (
      39_600, 37_800, ["Apr  5 01:20:00", "Apr  5 01:40:00", "Apr  5 01:35:00", "Apr  5 02:10:00"],
      [-2400, -1200, 300, 2400] as [Int64], [nil, 1800, 1800, nil] as [Int32?]
    ),
    (
      7200, 0, ["Apr  5 00:50:00", "Apr  5 02:40:00", "Apr  5 01:20:00", "Apr  5 03:10:00"],
      [-7800, -1200, 1200, 7800] as [Int64], [nil, 7200, 7200, nil] as [Int32?]
    ),
  ])
  func `a zone may go back by another time than an hour`(
    before: Int64, after: Int64, stamps: [String], seconds: [Int64], doubts: [Int32?]
  ) throws {
    // Where the clock shows 02:00, or 03:00 in the latter.
    let change: Int64 = before == 39_600 ? 1_775_314_800 : 1_775_350_800
    let zone = LogZone(
      changes: [LogZone.Change(from: change, offset: after)], initial: before)
    let times = try Self.times(stamps, zone: zone)
    #expect(times.map { $0.0 - change } == seconds)
    #expect(times.map(\.1) == doubts)
  }

  @Test(arguments: [
    ("2026-11-22T23:05:10.123456+00:00", 1_795_388_710),
    ("2026-11-23T00:05:10+01:00", 1_795_388_710),
    ("2026-11-22T18:05:10-0500", 1_795_388_710),
    ("2026-11-22T23:05:10Z", 1_795_388_710),
  ])
  func `RFC 3339 needs no zone`(_ stamp: String, _ seconds: Int64) throws {
    #expect(try Self.times([stamp], zone: Self.europe).map(\.0) == [seconds])
  }

  /// Stamps of one log and what becomes of them; the file was written on 2026-11-23.
  static let wrongClocks: [(name: String, stamps: [String], days: [String])] = [
    (
      "back", ["Nov 20 10:00:00", "May  5 10:00:00", "Nov 20 11:00:00", "Nov 22 10:00:00"],
      ["2026-11-20", "2026-05-05", "2026-11-20", "2026-11-22"]
    ),
    (
      "ahead", ["Nov 20 10:00:00", "Dec 25 10:00:00", "Nov 20 11:00:00"],
      ["2026-11-20", "2025-12-25", "2026-11-20"]
    ),
    (
      "back, in a log of a year",
      [
        "Nov 26 10:00:00", "May  5 10:00:00", "Nov 26 11:00:00", "Dec 30 10:00:00",
        "Jan  2 10:00:00", "Nov 22 10:00:00",
      ],
      ["2025-11-26", "2026-05-05", "2025-11-26", "2025-12-30", "2026-01-02", "2026-11-22"]
    ),
    (
      "back for days, then a quiet week",
      ["Nov 26 10:00:00", "Jan  1 00:00:00", "Jan  5 10:00:00", "Dec  3 11:00:00"],
      ["2025-11-26", "2026-01-01", "2026-01-05", "2025-12-03"]
    ),
  ]

  @Test(arguments: wrongClocks)
  func `a clock that was wrong moves no year`(
    _ row: (name: String, stamps: [String], days: [String])
  ) throws {
    let days = try Self.times(row.stamps).map { Timestamp($0.0).dateText }
    #expect(days == row.days)
  }

  @Test func `a line from ahead covers nothing`() throws {
    let folder = try LogFolder()
    let mail = LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed")
    try folder.write(
      mail + "2027-11-22T23:05:10+00:00 pbx postfix/qmgr[7]: 3F2A1B2C4D: removed\n"
        + "2027-11-22T23:05:10+00:00 pbx kernel: up\n")
    let coverage = folder.read(now: 1_796_000_000).result.coverage
    #expect(coverage.map(\.to) == [Timestamp(1_795_388_710)])
  }

  @Test func `a cursor that stands ahead is not believed`() throws {
    let folder = try LogFolder()
    try folder.write(LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed"))
    var cursor = try #require(folder.read().result.cursor)
    cursor.last = Timestamp(1_826_924_710)
    cursor.year = 2027
    try folder.append(
      LogFolder.mail("BBBB1B2C4D", at: "Nov 23 02:00:00", "open", "sent", "removed"))
    let next = folder.read(from: cursor)
    #expect(next.mails.map(\.accepted) == [Timestamp(1_795_399_200)])
    #expect(next.result.coverage.map(\.from) == [Timestamp(1_795_399_200)])
  }
}
