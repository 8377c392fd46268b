import FoundationEssentials
import Glibc
import Testing
import VmscanActions
import VmscanModel

struct ProofKeepingMailerTests {
  private static let mail =
    "To: \"A\" <alice@example.com>\nMessage-ID: <Asterisk-1-2-1001-3@pbx.example.com>\n\nhello\n"
    + "\u{0}\u{1}bytes without a line end"

  /// A temporary directory, gone with the test.
  private final class Scratch {
    let path =
      FileManager.default.temporaryDirectory.path
      + "/vmscan-mailer-\(UInt64.random(in: 0 ... .max))"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/journal" }

    func input(_ text: String, asFile: Bool) throws -> Int32 {
      if asFile {
        try Data(text.utf8).write(to: URL(filePath: path + "/mail"))
        return open(path + "/mail", O_RDONLY)
      }
      var ends: [Int32] = [-1, -1]
      try #require(pipe(&ends) == 0)
      let bytes = Array(text.utf8)
      try #require(write(ends[1], bytes, bytes.count) == bytes.count)
      close(ends[1])
      return ends[0]
    }

    func entries() throws -> [MailerJournalEntry] {
      let names = try FileManager.default.contentsOfDirectory(atPath: journal)
      return try names.sorted().flatMap { name in
        try String(contentsOfFile: journal + "/" + name, encoding: .utf8).split(separator: "\n")
          .map { try JSONDecoder().decode(MailerJournalEntry.self, from: Data($0.utf8)) }
      }
    }

    func mode(_ name: String) -> mode_t {
      var status = stat()
      return stat(path + name, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
  }

  private static func run(
    _ scratch: Scratch, _ script: String, journal: String? = nil, asFile: Bool
  ) throws -> Int32 {
    let input = try scratch.input(mail, asFile: asFile)
    defer { close(input) }
    return ProofKeepingMailer.run(
      command: ["/bin/sh", "-c", script], journal: journal ?? scratch.journal, input: input,
      now: { Timestamp(1_795_388_710) })
  }

  @Test(arguments: [true, false])
  func `the mail arrives byte for byte and leaves two lines`(_ asFile: Bool) throws {
    let scratch = try Scratch()
    #expect(try Self.run(scratch, "cat > '\(scratch.path)/out'", asFile: asFile) == 0)
    #expect(try Data(contentsOf: URL(filePath: scratch.path + "/out")) == Data(Self.mail.utf8))
    let entries = try scratch.entries()
    #expect(entries.map(\.kind) == [.handed, .ended])
    #expect(entries.map(\.exitStatus) == [nil, 0])
    #expect(Set(entries.map(\.key)).count == 1)
    #expect(entries[0].messageID == "Asterisk-1-2-1001-3@pbx.example.com")
    #expect(entries[0].recipients == ["alice@example.com"])
    #expect(entries[0].size == Int64(Self.mail.utf8.count))
    #expect(scratch.mode("/journal") == 0o700)
    #expect(scratch.mode("/journal/2026-11-22.ndjson") == 0o600)
  }

  @Test(arguments: [("exit 75", 75), ("exit 1", 1), ("kill -9 $$", 137)])
  func `the command's status passes through`(_ script: String, _ status: Int32) throws {
    for asFile in [true, false] {
      let scratch = try Scratch()
      #expect(try Self.run(scratch, script, asFile: asFile) == status)
      #expect(try scratch.entries().last?.exitStatus == status)
    }
  }

  @Test(arguments: [true, false])
  func `that a command could not be run is proof that nobody got the mail`(_ asFile: Bool) throws {
    let scratch = try Scratch()
    let input = try scratch.input(Self.mail, asFile: asFile)
    defer { close(input) }
    let status = ProofKeepingMailer.run(
      command: [scratch.path + "/none"], journal: scratch.journal, input: input)
    #expect(status == 71)
    let entries = try scratch.entries()
    #expect(entries.map(\.exitStatus) == [nil, 71])
    #expect(entries.first?.messageID == "Asterisk-1-2-1001-3@pbx.example.com")
  }

  @Test(arguments: [true, false])
  func `trouble with the journal does not touch the mail`(_ asFile: Bool) throws {
    let scratch = try Scratch()
    try Data().write(to: URL(filePath: scratch.path + "/file"))
    for journal in ["/file", "/missing/journal"] {
      let status = try Self.run(
        scratch, "cat > '\(scratch.path)/out'", journal: scratch.path + journal, asFile: asFile)
      #expect(status == 0)
      #expect(try Data(contentsOf: URL(filePath: scratch.path + "/out")) == Data(Self.mail.utf8))
    }
  }

  @Test
  func `the journal does not follow a link`() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.journal, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: scratch.path + "/target"))
    symlink(scratch.path + "/target", scratch.journal + "/2026-11-22.ndjson")
    #expect(try Self.run(scratch, "cat > /dev/null", asFile: true) == 0)
    #expect(try Data(contentsOf: URL(filePath: scratch.path + "/target")).isEmpty)
  }
}
