import Foundation
import Testing

/// Many nights in simulated time: the history stays small, its figures true.
///
/// `VMSCAN_SOAK_NIGHTS=200` runs as many nights; 60 by default.
struct NightlySoakTests {
  private static let nights =
    ProcessInfo.processInfo.environment["VMSCAN_SOAK_NIGHTS"].flatMap { Int($0) } ?? 60
  /// Messages stay so many nights, so that the spool changes every night and its size does not.
  private static let stay = 10
  private static let start: Int64 = 1_800_000_000

  @Test
  func `size and memory stay flat and the trend tells every night`() throws {
    let site = try Site()
    try site.writeConfiguration(
      (1000..<1010).map { "\($0) => 481516,Alice Example,alice@example.com\n" }.joined())
    let settings = site.scratch.path + "/vmscan.yaml"
    try """
    asteriskEtc: \(site.etc)
    spool: \(site.spool)
    db: \(site.database)
    ownDomains: [example.com]
    temporaryDirectories: []
    keepHistory: 20d
    keepRuns: 5

    """.write(toFile: settings, atomically: true, encoding: .utf8)
    var sizes: [Int64] = []
    var peaks: [Int64] = []
    for night in 0..<Self.nights {
      try change(site.spool, night: night)
      let now = "@\(Self.start + Int64(night) * 86400)"
      peaks.append(try measured(["scan", "--quiet", "--config", settings, "--now", now]))
      _ = try measured(["maintain", "--quiet", "--config", settings, "--now", now])
      sizes.append(try size(site.database))
    }
    let settled = 30
    let (early, late) = (sizes[settled..<settled + 10].max() ?? 0, sizes.suffix(10).max() ?? 0)
    #expect(late <= early + early / 4, "the history grows: \(sizes)")
    let (first, last) = (peaks.prefix(10).max() ?? 0, peaks.suffix(10).max() ?? 0)
    #expect(last <= first + first / 10, "memory grows: \(peaks)")
    try checkTrend(settings)
  }

  /// One new message in a mailbox of its own; the one from `stay` nights ago goes.
  private func change(_ spool: String, night: Int) throws {
    let folder = spool + "/default/\(1000 + night % 10)/INBOX"
    let files = FileManager.default
    if night >= Self.stay {
      try files.removeItem(atPath: folder + "/msg0000.txt")
      try files.removeItem(atPath: folder + "/msg0000.wav")
    }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let time = Self.start + Int64(night) * 86400 - 3600
    try """
    ;
    ; Message Information file
    ;
    [message]
    origmailbox=\(1000 + night % 10)
    context=default
    callerid="Caller" <5550100>
    origdate=\(time)
    origtime=\(time)
    category=
    msg_id=\(time)-00000001
    flag=
    duration=\(5 + night)

    """.write(toFile: folder + "/msg0000.txt", atomically: true, encoding: .utf8)
    try Data(repeating: 0x55, count: 800).write(to: URL(filePath: folder + "/msg0000.wav"))
  }

  /// Runs the program and gives its peak memory in KiB.
  private func measured(_ arguments: [String]) throws -> Int64 {
    let done = try Program.run(
      "/usr/bin/python3",
      [
        "-c",
        """
        import resource, subprocess, sys
        status = subprocess.run(sys.argv[1:]).returncode
        print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sys.exit(status)
        """, Program.vmscan,
      ] + arguments)
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    return done.lines.last { $0.hasPrefix("peak ") }.flatMap { Int64($0.dropFirst(5)) } ?? 0
  }

  private func size(_ path: String) throws -> Int64 {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.size] as? NSNumber)?.int64Value ?? 0
  }

  /// The runs that are kept are the latest 21 nights, each with its number of messages.
  private func checkTrend(_ settings: String) throws {
    let done = try Program.run(
      Program.vmscan, ["history", "runs", "--config", settings, "--format", "ndjson"])
    struct Run: Decodable { var id: Int, messages: Int, complete: Bool }
    let runs = try done.lines.filter { !$0.isEmpty }.map {
      try JSONDecoder().decode(Run.self, from: Data($0.utf8))
    }
    #expect(runs.map(\.id) == Array((Self.nights - 20...Self.nights).reversed()))
    #expect(runs.allSatisfy { $0.complete && $0.messages == Self.stay })
  }
}
