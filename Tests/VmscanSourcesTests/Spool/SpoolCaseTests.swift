import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// Spools with one oddity each; the reader distinguishes them.
struct SpoolCaseTests {
  private let spool: SpoolBuilder
  private let inbox = "default/1001/INBOX"
  init() throws { spool = try SpoolBuilder() }

  private func box(_ lockMode: AsteriskSettings.LockMode = .lockfile) throws -> SpoolMailbox {
    try WalkedSpool(spool.root, lockMode: lockMode).only()
  }

  @Test func `an envelope without audio`() throws {
    try spool.message(0, formats: [])
    #expect(try box().problems(0) == ["envelopeWithoutAudio"])
    #expect(try box().folder(.inbox)?.countedByAsterisk == 1)
  }

  @Test func `audio without an envelope`() throws {
    try spool.message(0)
    try spool.message(1, envelope: nil, formats: ["WAV", "gsm"])
    let box = try box()
    #expect(box.problems(1) == ["audioWithoutEnvelope"])
    #expect(box.message(1)?.fileCount == 2 && box.message(1)?.bytes == 128)
    #expect(box.folder(.inbox)?.countedByAsterisk == 1 && box.folder(.inbox)?.highestNumber == 0)
    #expect(box.folder(.inbox)?.problems.contains(.gap) == false)
  }

  @Test(arguments: [
    ([0, 1, 2], false), ([0, 2], true), ([1], true), ([], false), ([0, 9999], true),
  ])
  func `a gap in the numbers`(numbers: [Int], isGap: Bool) throws {
    try spool.makeDirectory("default/1001/INBOX")
    for number in numbers {
      try spool.message(number, envelope: EnvelopeText(counter: number))
    }
    #expect(try box().folder(.inbox)?.problems.contains(.gap) == isGap)
  }

  @Test(arguments: [
    ("msg0001.txt.bak", 2, 2, 1, "ambiguous"), ("msg1.txt", 1, 1, 1, "ambiguous"),
    ("msg00001.txt", 1, 2, 1, "ambiguous"), ("summary.txt", 2, 1, 0, ""),
    ("MSG0003.txt", 2, 2, 0, ""), ("msg0007.TXT", 1, 2, 0, ""), ("msg0005.txt.txt", 2, 2, 5, ""),
    ("msg-7.txt", 1, 1, 0, ""), ("msg00012.txt", 1, 2, 12, ""),
  ])
  func `a name that Asterisk takes for a message`(
    name: String, counted: Int32, shown: Int32, highest: Int32, kind: String
  ) throws {
    let number: Int32 = kind == "ambiguous" ? 1 : 0
    if kind == "ambiguous" { try spool.message(1) } else { try spool.message(0) }
    try spool.write(ByteText("\(inbox)/\(name)"), "x")
    let box = try box()
    let folder = try #require(box.folder(.inbox))
    #expect(folder.problems.contains(.strayNames))
    #expect(folder.strayNames == [ByteText(name)])
    #expect(folder.countedByAsterisk == counted)
    #expect(folder.highestNumber == highest)
    #expect(
      folder.shownByAsterisk == (name == "msg00001.txt" || name == "msg00012.txt" ? 1 : shown))
    #expect(box.problems(number)?.contains("ambiguousNumber") == (kind == "ambiguous"))
    #expect(box.messages.count == 1 && box.unknownEntries == [])
  }

  @Test func `leftovers of a forward belong to their message`() throws {
    try spool.message(3)
    try spool.write("default/1001/INBOX/msg0003-bak.txt", "[message]\norigtime=5\n")
    try spool.write("default/1001/INBOX/msg0003-bak.wav", "1234")
    let box = try box()
    #expect(box.problems(3) == ["leftoverBackup"])
    #expect(box.message(3)?.fileCount == 4)
    #expect(box.message(3)?.origtime == Timestamp(1_795_388_213))
    #expect(box.folder(.inbox)?.countedByAsterisk == 1)
    #expect(box.folder(.inbox)?.strayNames == [])
  }

  @Test func `a leftover of a forward alone is no message`() throws {
    try spool.write("default/1001/INBOX/msg0003-bak.wav", "1234")
    let box = try box()
    #expect(box.problems(3) == ["leftoverBackup"] && box.message(3)?.marks == [])
    #expect(box.folder(.inbox)?.problems.contains(.gap) == false)
  }

  @Test(arguments: [9998, 9999, 10000, 123_456_789])
  func `a number no phone reaches`(number: Int) throws {
    try spool.message(number)
    let box = try box()
    let isReachable = number < 9999
    #expect(box.problems(Int32(number)) == (isReachable ? [] : ["unreachableNumber"]))
    #expect(box.folder(.inbox)?.highestNumber == (isReachable ? 9998 : -1))
    #expect(box.folder(.inbox)?.countedByAsterisk == (number < 10000 ? 1 : 0))
  }

  @Test func `an envelope written anew and one with other line ends`() throws {
    var crlf = EnvelopeText()
    crlf.lineEnd = "\r\n"
    try spool.message(0, envelope: crlf)
    try spool.message(1, envelope: nil)
    try spool.write(
      "default/1001/INBOX/msg0001.txt",
      ";!\n;! Generator: app_voicemail\n;!\n[message]\norigtime = 1772525709\nmsg_id = x-1\nduration = 3\n"
    )
    let box = try box()
    #expect(box.problems(0) == [] && box.problems(1) == [])
    #expect(box.message(0)?.origtime == Timestamp(1_795_388_213))
    #expect(box.message(1)?.origtime == Timestamp(1_772_525_709) && box.message(1)?.duration == 3)
  }

  @Test func `a caller's name that hides fields or is no text`() throws {
    var hostile = EnvelopeText(counter: 1)
    hostile.callerID = #""x;--y" <55>"#
    try spool.message(0, envelope: hostile)
    let start = Array("[message]\ncallerid=".utf8) + [0xFF, 0x1B, 0x5B, 0x22]
    try spool.write(
      "default/1001/INBOX/msg0001.txt", bytes: start + Array("\norigtime=5\nmsg_id=a\n".utf8))
    try spool.write("default/1001/INBOX/msg0001.wav", "x")
    let box = try box()
    #expect(box.problems(0) == ["hiddenFields"])
    #expect(box.message(0)?.origtime == Timestamp(1_795_388_213))
    let second = try #require(box.message(1))
    #expect(box.string(second.callerID).bytes == [0xFF, 0x1B, 0x5B, 0x22])
    #expect(second.origtime == Timestamp(5) && second.duration == nil)
  }

  @Test(
    arguments: [
      (nil, "missingOrigtime"), ("0", "missingOrigtime"), ("-1795388213", "missingOrigtime"),
      ("soon", "missingOrigtime"), ("1795390001", "futureOrigtime"),
      ("99999999999999999999", "missingOrigtime"),
    ] as [(String?, String)])
  func `a time that tells no age`(value: String?, problem: String) throws {
    var envelope = EnvelopeText()
    envelope.origtime = value
    try spool.message(0, envelope: envelope)
    #expect(try box().problems(0) == [problem])
  }

  @Test func `copies with one id are marked within a folder only`() throws {
    try spool.message(0, envelope: EnvelopeText(counter: 1))
    try spool.message(0, in: .old, envelope: EnvelopeText(counter: 1))
    for number in [1, 2, 3] {
      try spool.message(number, envelope: EnvelopeText(counter: number == 2 ? 9 : 2))
    }
    let box = try box()
    #expect(box.problems(0) == [] && box.problems(0, in: .old) == [] && box.problems(2) == [])
    #expect(box.problems(1) == ["duplicateMessageID"] && box.problems(3) == ["duplicateMessageID"])
  }

  @Test func `a copy names another mailbox, whatever its case`() throws {
    var copy = EnvelopeText(counter: 1)
    copy.origMailbox = "1002"
    var same = EnvelopeText(counter: 2)
    same.origMailbox = "BOB"
    same.rdnis = "Unknown"
    try spool.message(0, mailbox: "Bob", envelope: copy)
    try spool.message(1, mailbox: "Bob", envelope: same)
    let box = try box()
    #expect(box.message(0)?.marks == [.hasEnvelope, .hasAudio, .copy])
    #expect(box.message(1)?.marks == [.hasEnvelope, .hasAudio, .externalRecording])
  }

  @Test func `recordings left in the temporary directory`() throws {
    let old = Timestamp(1_795_000_000)
    try spool.write("default/1001/tmp/AbCdEf", "", modified: old)
    try spool.write("default/1001/tmp/AbCdEf.wav", "12345", modified: old)
    try spool.write("default/1001/tmp/vm-gain-xxxxxx/output.wav", "123", modified: old)
    try spool.write("default/1001/unavail.tmp.wav", "1", modified: old)
    let box = try box()
    #expect(
      box.temporaryFiles == [
        StrayFile(path: "tmp/AbCdEf", bytes: 0, modified: old),
        StrayFile(path: "tmp/AbCdEf.wav", bytes: 5, modified: old),
        StrayFile(path: "tmp/vm-gain-xxxxxx/output.wav", bytes: 3, modified: old),
        StrayFile(path: "unavail.tmp.wav", bytes: 1, modified: old),
      ])
    #expect(box.greetings == [] && box.unknownEntries == [] && box.messages.isEmpty)
  }

  @Test(
    arguments: [
      (".lock", 61, .lockfile, .lockFile(age: 61), .staleLock),
      (".lock", 60, .lockfile, .lockFile(age: 60), []),
      (".lock", -5, .lockfile, .lockFile(age: 0), []),
      ("lock", 90, .lockfile, .flockFile(age: 90), .foreignLock),
      (".lock", 90, .flock, .lockFile(age: 90), .foreignLock),
      ("lock", 90, .flock, .flockFile(age: 90), []),
      (".lock-0123abcd", 90, .lockfile, .none, []),
    ] as [(String, Int64, AsteriskSettings.LockMode, FolderLockState, FolderProblems)])
  func `locks by mode and age`(
    name: String, age: Int64, mode: AsteriskSettings.LockMode, state: FolderLockState,
    problems: FolderProblems
  ) throws {
    try spool.message(0)
    let time = Timestamp(WalkedSpool.now.epochSeconds - age)
    try spool.write(ByteText("\(inbox)/\(name)"), "", modified: time)
    let folder = try #require(try box(mode).folder(.inbox))
    #expect(folder.lock == state)
    #expect(folder.problems.intersection([.staleLock, .foreignLock]) == problems)
    #expect(folder.strayNames == [] && folder.countedByAsterisk == 1)
  }

  @Test func `a dangling link is as good a lock as a file`() throws {
    try spool.link("default/1001/INBOX/.lock", to: "nowhere")
    try spool.setModified("default/1001/INBOX/.lock", Timestamp(1_795_389_000))
    #expect(try box().folder(.inbox)?.lock == .lockFile(age: 1000))
    #expect(try box().folder(.inbox)?.problems.contains(.staleLock) == true)
  }

  @Test func `greetings, the secret file and what Asterisk does not make`() throws {
    let time = Timestamp(1_795_100_000)
    try spool.write("default/1001/unavail.wav", "x", modified: Timestamp(1_795_000_000))
    try spool.write("default/1001/greet.gsm", "x", modified: time)
    try spool.write("default/1001/secret.conf", "[general]\npassword=x\n", mode: 0o644)
    try spool.write("default/1001/notes.doc", "x")
    try spool.write("default/1001/unavail.old.wav", "x")
    try spool.makeDirectory("default/1001/Trash")
    try spool.makeDirectory("default/1001/inbox")
    try spool.write("default/1001/Old/README", "x")
    try spool.write("default/1001/Old/msg0000.wav.gz", "x")
    let box = try box()
    #expect(box.greetings == [.unavailable, .name])
    #expect(box.greetingsModified == time)
    #expect(box.hasSecretFile && box.secretFileIsWorldReadable)
    #expect(
      box.unknownEntries == [
        "Old/README", "Old/msg0000.wav.gz", "Trash", "inbox", "notes.doc", "unavail.old.wav",
      ])
    try spool.setMode("default/1001/secret.conf", 0o640)
    #expect(try !self.box().secretFileIsWorldReadable)
  }

  @Test func `modes, links and sizes of a message's files`() throws {
    try spool.message(0, formats: ["wav", "gsm"])
    try spool.setMode("default/1001/INBOX/msg0000.wav", 0o640)
    try spool.setMode("default/1001/INBOX/msg0000.gsm", 0o640)
    try spool.message(1, envelope: EnvelopeText(counter: 2), audioBytes: 0)
    try spool.message(2, envelope: EnvelopeText(counter: 3))
    try spool.hardLink("default/1001/INBOX/msg0002.gsm", to: "default/1001/INBOX/msg0002.wav")
    let box = try box()
    #expect(box.message(0)?.problems == [])
    #expect(box.message(0)?.bytes == Int64(128 + EnvelopeText().text.utf8.count))
    #expect(box.message(1)?.problems.names == ["emptyAudio", "worldReadableAudio"])
    #expect(box.message(2)?.problems.names == ["worldReadableAudio", "hardLinked"])
  }

  @Test func `the modes of a folder`() throws {
    try spool.makeDirectory("default/1001/INBOX", mode: 0o750)
    try spool.makeDirectory("default/1001/Old", mode: 0o757)
    #expect(try box().folder(.inbox)?.problems == [])
    #expect(try box().folder(.old)?.problems == [.worldReadable, .worldWritable])
  }

  @Test func `two spellings of a mailbox are two directories`() throws {
    try spool.message(0, mailbox: "Bob")
    try spool.message(0, mailbox: "bob")
    #expect(
      WalkedSpool(spool.root).mailboxes.map(\.id.description) == ["Bob@default", "bob@default"])
  }

  @Test func `names that are no UTF-8`() throws {
    let context: [UInt8] = [0xE9, 0x20, 0x0A]
    let prefix = context + [0x2F, 0xFF, 0x2F]
    try spool.write(
      ByteText(bytes: prefix + Array("INBOX/msg0000.txt".utf8)), EnvelopeText().text)
    try spool.write(ByteText(bytes: prefix + Array("INBOX/".utf8) + [0x80]), "x")
    let box = try box()
    #expect(
      box.id == MailboxID(context: ByteText(bytes: context), mailbox: ByteText(bytes: [0xFF])))
    #expect(box.messages.count == 1)
    #expect(box.unknownEntries.map(\.description) == [#"INBOX/\x80"#])
  }
}
