import Foundation
import Testing

extension DatabaseLabTests {
  /// Rows that are read in many queries, over two connections where the server has snapshots to share.
  @Suite struct DatabaseSnapshotTests {
    /// So many that they are read in more than eight pages.
    private static let boxes = 1001...3700

    private func filled(_ engine: Engine) throws -> DatabaseLab {
      let lab = try DatabaseLab(engine)
      let rows = Self.boxes.map { lab.leave("default/\($0)/INBOX", 0, id: "id-\($0)") }
      try lab.sql("BEGIN;\n\(rows.joined())COMMIT;")
      return lab
    }

    private func total(_ lab: DatabaseLab) throws -> Int {
      let done = try lab.vmscan("scan", "--format", "json")
      #expect(done.status == 0, "\(done.errors)")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
      let totals = try #require(report["totals"] as? [String: Any])
      return try #require(totals["messages"] as? Int)
    }

    @Test(arguments: Engine.allCases)
    func `a scan is one snapshot while messages move from mailbox to mailbox`(
      _ engine: Engine
    ) throws {
      let lab = try filled(engine)
      let stop = lab.etc + "/stop"
      let mover = Thread {
        var box = Self.boxes.lowerBound
        while !FileManager.default.fileExists(atPath: stop) {
          // To and fro, between the first pages and the last.
          let moves = (0..<50).map { _ in
            let other = Self.boxes.lowerBound + Self.boxes.upperBound - box
            let (from, to) = (
              "\(DatabaseLab.spool)/default/\(box)/INBOX",
              "\(DatabaseLab.spool)/default/\(other)/Old"
            )
            box = box == Self.boxes.upperBound ? Self.boxes.lowerBound : box + 1
            return """
              UPDATE voicemessages SET dir = '\(to)' WHERE dir = '\(from)';
              UPDATE voicemessages SET dir = '\(from)' WHERE dir = '\(to)';

              """
          }
          _ = try? lab.sql(moves.joined())
        }
      }
      mover.start()
      defer {
        _ = FileManager.default.createFile(atPath: stop, contents: nil)
        while !mover.isFinished { usleep(10_000) }
      }
      for _ in 0..<5 { #expect(try total(lab) == Self.boxes.count) }
    }

    @Test
    func `a user that may have one connection reads all over that one`() throws {
      let lab = try filled(.postgres)
      try lab.sql("ALTER ROLE asterisk CONNECTION LIMIT 1")
      defer { _ = try? lab.sql("ALTER ROLE asterisk CONNECTION LIMIT -1") }
      #expect(try total(lab) == Self.boxes.count)
    }

    @Test(arguments: [1, 2, -1])
    func `a table that the server knows to be large is read whole, however many may connect`(
      _ limit: Int
    ) throws {
      let lab = try DatabaseLab(.postgres)
      let rows = 33_000
      try lab.sql(
        """
        INSERT INTO voicemessages SELECT '\(DatabaseLab.spool)/default/' || 1000 + n / 20 || '/INBOX',
          n % 20, 'x', '', 'caller', 1795000000, 7, 'x', '', NULL, n, 'default', 'id-' || n
          FROM generate_series(0, \(rows - 1)) n;
        ANALYZE voicemessages;
        ALTER ROLE asterisk CONNECTION LIMIT \(limit);
        """)
      defer { _ = try? lab.sql("ALTER ROLE asterisk CONNECTION LIMIT -1") }
      #expect(try total(lab) == rows)
    }

    @Test(arguments: Engine.allCases)
    func `control characters in a row are of the value in which they stand`(
      _ engine: Engine
    ) throws {
      let lab = try DatabaseLab(engine)
      let ids = ["1-\u{1F}1", "\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}", "1-3"]
      let callers = ["plain", "plain", "a\u{1F}b\u{1E}c"]
      for number in 0..<3 {
        try lab.sql(
          lab.leave("default/1001/INBOX", number, id: ids[number], caller: callers[number]))
      }
      try lab.sql(lab.leave("default/1002/INBOX", 0, id: "1-4"))
      let listed = try lab.vmscan("messages", "--format", "ndjson")
      #expect(listed.status == 0, "\(listed.errors)")
      let rows = try listed.output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      let shown = ids.map { $0.replacing("\u{1F}", with: "\\x1F") } + ["1-4"]
      #expect(rows.map { $0["messageID"] as? String } == shown)
      #expect(rows.map { $0["number"] as? Int } == [0, 1, 2, 0])
      #expect(rows.allSatisfy { $0["duration"] as? Int == 7 && $0["bytes"] as? Int == 2530 })
    }
  }
}
