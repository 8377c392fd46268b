import Foundation
import Glibc
import Testing

extension DatabaseLabTests {
  /// Rows of real PostgreSQL and MariaDB are removed and brought back by the program as a user runs it.
  @Suite struct RowPurgeTests {
    @Test(arguments: Engine.allCases)
    func `what a dry run shows is removed, and restore brings it back as it was`(
      _ engine: Engine
    ) throws {
      let site = try RowLab(engine)
      try site.fill()
      let before = try site.contents()
      #expect(before.count == 5)
      let shown = try site.vmscan(RowLab.purge.dropLast() + ["--dry-run"])
      #expect(shown.status == 0, "\(shown.errors)")
      #expect(try site.contents() == before)
      let done = try site.vmscan(RowLab.purge)
      #expect(done.status == 0, "\(done.output)\(done.errors)")
      #expect(done.output.contains("removed: 2 messages"), "\(done.output)")
      let digest = try #require(shown.lines.first { $0.hasPrefix("Plan ") })
      #expect(done.lines.contains(digest), "\(shown.output)\(done.output)")
      #expect(try site.order().numbers == [0, 1, 2])
      #expect(try site.order().ids == ["id-0", "id-2", "id-4"])
      let after = try site.contents()
      #expect(after == before.filter { ["id-0", "id-2", "id-4"].contains($0.key) })

      let back = try site.vmscan(["restore", "--all", "--yes"])
      #expect(back.status == 0, "\(back.output)\(back.errors)")
      #expect(back.output.contains("restored: 2 of 2 chosen; left in quarantine: 0"))
      #expect(try site.order().numbers == [0, 1, 2, 3, 4])
      #expect(try site.order().ids == ["id-0", "id-2", "id-4", "id-1", "id-3"])
      #expect(try site.contents() == before)
      let journal = try Program.vmscan("history", "verify", "--db", site.lab.history)
      #expect(journal.status == 0, "\(journal.output)\(journal.errors)")
    }

    @Test(arguments: Engine.allCases)
    func `a reviewed plan leaves what changed since and says so`(_ engine: Engine) throws {
      let site = try RowLab(engine)
      try site.fill()
      let plan = site.spool + "/../plan"
      let made = try site.vmscan(RowLab.purge.dropLast() + ["--plan-out", plan])
      #expect(made.status == 0, "\(made.errors)")
      // The owner moved one message, and another got the number of the one that stays.
      try site.lab.sql(
        """
        DELETE FROM voicemessages WHERE msg_id IN ('id-0', 'id-1');
        UPDATE voicemessages SET msgnum = 0 WHERE msg_id = 'id-2';
        UPDATE voicemessages SET msgnum = 1 WHERE msg_id = 'id-3';
        UPDATE voicemessages SET msgnum = 2 WHERE msg_id = 'id-4';
        """)
      let done = try site.vmscan(["purge", "--apply", plan, "--yes"])
      #expect(done.output.contains("removed: 1 message"), "\(done.output)\(done.errors)")
      #expect(done.errors.contains("changed since the plan"))
      #expect(try site.order().ids == ["id-2", "id-4"])
      #expect(try site.order().numbers == [0, 1])
    }

    @Test(arguments: Engine.allCases)
    func `a table that several hosts use is left alone unless that is said`(_ engine: Engine) throws
    {
      let site = try RowLab(engine)
      try site.fill()
      try site.lab.sql(site.lab.leave("default/1001/INBOX", 0, root: "/srv/pbx2/voicemail"))
      for extra in [["--yes"], ["--dry-run"]] {
        let done = try site.vmscan(RowLab.purge.dropLast() + extra)
        #expect(done.status == 4)
        #expect(done.errors.contains("1 rows bear another host's path"), "\(done.errors)")
        #expect(done.errors.contains("--even-shared"))
      }
      #expect(try site.order().ids.count == 5)
      let done = try site.vmscan(RowLab.purge + ["--even-shared"])
      #expect(done.status == 0, "\(done.errors)")
      #expect(try site.order().ids.count == 3)
      #expect(try site.lab.sql("SELECT COUNT(*) FROM voicemessages").hasPrefix("4"))
    }

    @Test(arguments: Engine.allCases)
    func `a locked table is waited for a moment, then left, and says so`(_ engine: Engine) throws {
      let site = try RowLab(engine)
      try site.fill()
      let sign = site.spool + "/../locked"
      let holder = Thread {
        let hold =
          engine == .postgres
          ? """
          BEGIN;
          SELECT count(*) FROM (SELECT 1 FROM voicemessages FOR UPDATE) x;
          \\! touch \(sign)
          SELECT pg_sleep(6);
          COMMIT;
          """
          : """
          BEGIN;
          SELECT count(*) FROM (SELECT msgnum FROM voicemessages FOR UPDATE) x;
          \\! touch \(sign)
          SELECT sleep(6);
          COMMIT;
          """
        _ = try? site.lab.sql(hold)
      }
      holder.start()
      for _ in 0..<100 where !FileManager.default.fileExists(atPath: sign) { usleep(50_000) }
      #expect(FileManager.default.fileExists(atPath: sign))
      let done = try site.vmscan(RowLab.purge)
      #expect(done.errors.contains("the table is locked"), "\(done.output)\(done.errors)")
      #expect(done.status == 5)
      #expect(try site.order().ids.count == 5)
      #expect(
        try site.vmscan(["restore", "--all", "--yes"]).output.contains("to be restored: no message")
      )
    }

    @Test
    func `an engine without transactions is refused`() throws {
      let site = try RowLab(.mariadb)
      try site.fill()
      try site.lab.sql("ALTER TABLE voicemessages ENGINE=Aria")
      let done = try site.vmscan(RowLab.purge)
      #expect(done.status == 4)
      #expect(done.errors.contains("ENGINE=InnoDB"), "\(done.errors)")
      #expect(try site.order().ids.count == 5)
    }

    @Test
    func `large objects are refused`() throws {
      let site = try RowLab(.postgres)
      try site.fill()
      try site.lab.sql(
        """
        ALTER TABLE voicemessages DROP COLUMN recording;
        ALTER TABLE voicemessages ADD COLUMN recording oid;
        """)
      let done = try site.vmscan(RowLab.purge)
      #expect(done.status == 4)
      #expect(done.errors.contains("recordings are of type oid"), "\(done.errors)")
    }

    @Test(arguments: Engine.allCases)
    func `audio on disk, rows without audio and twins stay and are named`(_ engine: Engine) throws {
      let site = try RowLab(engine)
      try site.fill()
      try site.lab.sql(
        """
        UPDATE voicemessages SET recording = 'AUDMAGIC' WHERE msg_id = 'id-1';
        UPDATE voicemessages SET recording = NULL WHERE msg_id = 'id-3';
        """)
      let audio = Data(repeating: 0, count: 5000)
      try audio.write(to: URL(filePath: site.spool + "/default/1001/INBOX/msg0001.wav"))
      try Data("[message]\n".utf8).write(
        to: URL(filePath: site.spool + "/default/1001/INBOX/msg0001.txt"))
      let done = try site.vmscan(RowLab.purge)
      #expect(done.output.contains("odbc_audio_on_disk"), "\(done.output)\(done.errors)")
      #expect(done.output.contains("its recording is not in its row"), "\(done.output)")
      #expect(try site.order().ids.count == 5)
    }

    @Test(arguments: Engine.allCases)
    func `a user who may only read purges nothing and loses nothing`(_ engine: Engine) throws {
      let site = try RowLab(engine)
      try site.fill()
      try site.lab.sql("REVOKE INSERT, UPDATE, DELETE ON voicemessages FROM \(site.lab.user)")
      let before = try site.contents()
      let done = try site.vmscan(RowLab.purge)
      #expect(done.status == 3, "\(done.output)")
      #expect(done.errors.contains("INSERT, UPDATE and DELETE"), "\(done.errors)")
      #expect(try site.contents() == before)
      #expect(
        try site.vmscan(["restore", "--all", "--yes"]).output.contains("to be restored: no message")
      )
    }

    @Test(
      .enabled(if: CutLibrary.whyNot == nil, Comment(rawValue: CutLibrary.whyNot ?? "")),
      arguments: Engine.allCases, ["kill", "lose"])
    func `cut at any statement of a purge, each message is once in the table or in quarantine`(
      _ engine: Engine, _ how: String
    ) throws {
      let (site, library) = (try RowLab(engine), try CutLibrary())
      try site.fill()
      let before = try site.contents()
      _ = try site.vmscan(RowLab.purge, environment: library.environment())
      let points = try library.points()
      #expect(points.count > 30)
      _ = try site.vmscan(["restore", "--all", "--yes"])
      for point in CutLibrary.chosen(points) {
        try site.fill()
        let cut = try site.vmscan(
          RowLab.purge, environment: library.environment(how, at: point.number))
        #expect(how == "lose" || cut.status == 128 + SIGKILL, "\(point) \(cut.errors)")
        let numbers = try site.order().numbers
        #expect(numbers == Array(0..<numbers.count), "\(point)")
        let next = try site.vmscan(["restore", "--all", "--yes"])
        #expect(next.status == 0, "\(how) \(point): \(next.output)\(next.errors)")
        #expect(
          next.output.contains("left in quarantine: 0")
            || next.output.contains("to be restored: no message"), "\(how) \(point): \(next.output)"
        )
        #expect(try site.order().numbers == [0, 1, 2, 3, 4], "\(how) \(point)")
        #expect(try site.contents() == before, "\(how) \(point)")
      }
    }

    @Test(
      .enabled(if: CutLibrary.whyNot == nil, Comment(rawValue: CutLibrary.whyNot ?? "")),
      arguments: Engine.allCases, ["kill", "lose"])
    func `cut at any statement of a restore, each message is once in the table`(
      _ engine: Engine, _ how: String
    ) throws {
      let (site, library) = (try RowLab(engine), try CutLibrary())
      try site.fill()
      let before = try site.contents()
      let restore = ["restore", "--all", "--yes"]
      #expect(try site.vmscan(RowLab.purge).status == 0)
      _ = try site.vmscan(restore, environment: library.environment())
      let points = try library.points()
      #expect(points.count > 20)
      for point in CutLibrary.chosen(points) {
        try site.fill()
        #expect(try site.vmscan(RowLab.purge).status == 0)
        let cut = try site.vmscan(restore, environment: library.environment(how, at: point.number))
        #expect(how == "lose" || cut.status == 128 + SIGKILL, "\(point) \(cut.errors)")
        let next = try site.vmscan(restore)
        #expect(next.status == 0, "\(how) \(point): \(next.output)\(next.errors)")
        #expect(
          next.output.contains("left in quarantine: 0")
            || next.output.contains("to be restored: no message"), "\(how) \(point): \(next.output)"
        )
        #expect(try site.order().numbers == [0, 1, 2, 3, 4], "\(how) \(point)")
        #expect(try site.contents() == before, "\(how) \(point)")
      }
    }
  }
}
