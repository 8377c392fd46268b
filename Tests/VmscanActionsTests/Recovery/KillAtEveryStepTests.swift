import Glibc
import Testing
import VmscanActions
import VmscanModel

/// Walks every step of an apply, stops the program there, and lets the next one recover.
struct KillAtEveryStepTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Formats of each message, in order of number.
    var messages: [[String]]
    var removed: [Int32]
    var mode = AsteriskSettings.LockMode.lockfile
    var keepsNoQuarantine = false
    /// Numbers that are missing before, as an outside program leaves them.
    var gapAfter: Int32?
    var acrossDevices = false
  }

  static let scenarios = [
    Scenario(testDescription: "only message", messages: [["wav"]], removed: [0]),
    Scenario(
      testDescription: "first of three", messages: [["wav"], ["wav"], ["wav"]], removed: [0]),
    Scenario(
      testDescription: "several formats and a backup",
      messages: [["wav", "gsm", "WAV"], ["wav", "gsm", "WAV"], ["wav", "gsm"], ["wav"]],
      removed: [0, 2]),
    Scenario(
      testDescription: "flock, all but one", messages: [["gsm"], ["gsm"], ["gsm"]],
      removed: [0, 2], mode: .flock),
    Scenario(
      testDescription: "a gap from before", messages: [["wav"], ["wav"], ["wav"]], removed: [1],
      gapAfter: 0),
    Scenario(
      testDescription: "nothing kept", messages: [["wav"], ["gsm", "wav"], ["wav"]],
      removed: [1], keepsNoQuarantine: true),
  ]

  static let acrossDevices = Scenario(
    testDescription: "quarantine on another file system",
    messages: [["wav", "gsm"], ["wav"], ["wav", "gsm"]], removed: [0, 1], acrossDevices: true)

  private func build(_ scenario: Scenario) throws -> (TestSpool, SpoolCheck) {
    let spool = try TestSpool(acrossDevices: scenario.acrossDevices)
    var messages: [String: Set<String>] = [:]
    for (index, formats) in scenario.messages.enumerated() {
      let shift = scenario.gapAfter.map { index > $0 ? Int32(1) : 0 } ?? 0
      spool.add("m\(index)", number: Int32(index) + shift, formats: formats)
      messages["m\(index)"] = Set(formats.map { "." + $0 } + [".txt"])
    }
    return (spool, SpoolCheck(spool: spool, messages: messages))
  }

  private func numbers(_ scenario: Scenario) -> [Int32] {
    scenario.removed.map { number in
      number + (scenario.gapAfter.map { number > $0 ? Int32(1) : 0 } ?? 0)
    }
  }

  @Test(arguments: scenarios)
  func `nothing is lost wherever it is killed`(_ scenario: Scenario) throws {
    try walk(scenario)
  }

  @Test(.enabled(if: TestSpool.otherFileSystem != nil))
  func `nothing is lost when files are copied to another file system`() throws {
    try walk(Self.acrossDevices)
  }

  /// A free inode number is soon another file's, which may look like the planned one.
  @Test func `a message that has only a file in common with a planned one stays whole`() throws {
    var tried = 0
    for step in 1..<60 {
      let spool = try TestSpool()
      spool.add("m0", number: 0)
      spool.add("m1", number: 1)
      let killSwitch = KillSwitch(.kill(at: step))
      let fixture = PurgeFixture(spool, journal: MemoryJournal(killSwitch))
      _ = try fixture.openQuarantine()
      let plan = try fixture.plan([0])
      _ = try? fixture.apply([plan], files: FaultyFiles(killSwitch), stamp: PurgeFixture.deadStamp)
      fixture.journal.revive()
      let isPlanned = try !fixture.journal.unfinished().isEmpty
      let untouched = [".txt": "m0", ".wav": "m0"]
      guard isPlanned, spool.contents(spool.folderPath())[0] == untouched else { continue }
      tried += 1
      let envelope = spool.folderPath() + "/msg0000.txt"
      unlink(envelope)
      TestSpool.write(TestSpool.envelope("new", 1_700_000_000), to: envelope)
      try fixture.recover()
      let contents = spool.contents(spool.folderPath())
      #expect(contents[0] == [".txt": "new", ".wav": "m0"], "killed at \(step)")
      #expect(contents[1] == [".txt": "m1", ".wav": "m1"], "killed at \(step)")
    }
    #expect(tried > 0)
  }

  /// sshfs invents inode numbers, and forgets them when a rename is interrupted and with each mount.
  ///
  /// Files of one time and size are known by what lies beside them alone.
  @Test(arguments: scenarios, [2, 1 << 32])
  func `nothing is lost where files have other inode numbers afterwards`(
    _ scenario: Scenario, _ shift: UInt64
  ) throws {
    for alike in [[], [".txt"], [".wav"], [".wav", ".txt"]] {
      try walk(scenario, inodeShift: shift, alike: alike)
    }
  }

  private func walk(
    _ scenario: Scenario, inodeShift: UInt64 = 0, alike: [String] = []
  ) throws {
    var step = 1
    while true {
      let killSwitch = KillSwitch(.kill(at: step))
      let finished = try killOnce(scenario, killSwitch, inodeShift, alike)
      if finished { break }
      step += 1
      try #require(step < 500)
    }
    #expect(step > 15, "so few steps cannot have been a purge")
  }

  /// Whether the purge came to its end before the step.
  private func killOnce(
    _ scenario: Scenario, _ killSwitch: KillSwitch, _ inodeShift: UInt64, _ alike: [String]
  ) throws -> Bool {
    let (spool, check) = try build(scenario)
    spool.makeAlike(spool.folderPath(), alike)
    let journal = MemoryJournal(killSwitch)
    var fixture = PurgeFixture(spool, journal: journal)
    fixture.mode = scenario.mode
    fixture.options.keepsNoQuarantine = scenario.keepsNoQuarantine
    _ = try fixture.openQuarantine()
    let plan = try fixture.plan(numbers(scenario))
    var finished = true
    do {
      try fixture.apply(
        [plan], files: FaultyFiles(killSwitch), stamp: PurgeFixture.deadStamp)
    } catch is Killed {
      finished = false
    }
    journal.revive()
    var files = FaultyFiles(KillSwitch())
    files.inodeShift = inodeShift
    try fixture.recover(files: files)
    #expect(try journal.unfinished().isEmpty)
    verify(scenario, fixture, check, "killed at \(killSwitch.action)")
    return finished
  }

  private func verify(
    _ scenario: Scenario, _ fixture: PurgeFixture, _ check: SpoolCheck, _ note: Comment
  ) {
    guard !scenario.keepsNoQuarantine else { return verifyUnlinked(scenario, fixture, note) }
    let wasBegun = fixture.journal.all.contains { $0.phase == .intent }
    check.verify(
      folders: [fixture.spool.folderPath()], mayHaveGaps: scenario.gapAfter != nil && !wasBegun,
      note)
    verifyJournal(fixture, note)
  }

  /// What the journal says last of each planned message is where it is.
  private func verifyJournal(_ fixture: PurgeFixture, _ note: Comment) {
    var last: [String: ActionRecord] = [:]
    var intents: [String: ActionRecord] = [:]
    for row in fixture.journal.all where row.kind == "purge" {
      if row.phase == .intent { intents[row.subject] = row }
      if row.phase == .outcome { last[row.subject] = row }
    }
    let inFolder = Set(fixture.spool.contents(fixture.spool.folderPath()).values.flatMap(\.values))
    for (subject, row) in last {
      guard let id = intents[subject]?.detail["messageID"] else {
        Issue.record("outcome without intent")
        continue
      }
      switch row.detail["outcome"] {
      case "quarantined": #expect(!inFolder.contains(id), note)
      case "notDone", "deferred", "skipped": #expect(inFolder.contains(id), note)
      default: Issue.record("unexpected outcome \(row.detail): \(note)")
      }
    }
  }

  /// Messages that were to stay are there, the others are whole or gone.
  private func verifyUnlinked(_ scenario: Scenario, _ fixture: PurgeFixture, _ note: Comment) {
    let contents = fixture.spool.contents(fixture.spool.folderPath())
    #expect(contents.keys.sorted() == (0..<Int32(contents.count)).map { $0 }, note)
    let present = Set(contents.values.flatMap(\.values))
    for (index, formats) in scenario.messages.enumerated() {
      if !scenario.removed.contains(Int32(index)) {
        #expect(present.contains("m\(index)"), note)
      }
      let mine = contents.values.filter { $0.values.contains("m\(index)") }
      for files in mine { #expect(files.count == formats.count + 1, note) }
    }
    for place in fixture.spool.quarantinePlaces() {
      for (_, files) in fixture.spool.contents(place) {
        #expect(files[".txt"] != nil, "a message of the quarantine lost its envelope: \(note)")
      }
    }
  }

  @Test func `recovery itself may be killed at every step`() throws {
    let scenario = Self.scenarios[2]
    var first = 14
    while first < 50 {
      var second = 1
      while true {
        let (spool, check) = try build(scenario)
        let kill = KillSwitch(.kill(at: first))
        let journal = MemoryJournal(kill)
        let fixture = PurgeFixture(spool, journal: journal)
        _ = try fixture.openQuarantine()
        let plan = try fixture.plan(scenario.removed)
        do {
          try fixture.apply([plan], files: FaultyFiles(kill), stamp: PurgeFixture.deadStamp)
        } catch is Killed {
        }
        let again = KillSwitch(.kill(at: second))
        journal.revive(again)
        var finished = true
        do {
          try fixture.recover(
            run: "r1", files: FaultyFiles(again), stamp: PurgeFixture.deadStamp)
        } catch is Killed {
          finished = false
        }
        journal.revive()
        try fixture.recover(run: "r2")
        #expect(try journal.unfinished().isEmpty)
        check.verify(folders: [spool.folderPath()], "killed at \(first), then at \(second)")
        if finished { break }
        second += 1
        try #require(second < 300)
      }
      first += 5
    }
  }
}
