import Foundation
import Testing

/// What the journal says of who did what, over what, and when.
struct ActionRecordTests {
  private let copy: SpoolCopy

  init() throws { copy = try SpoolCopy() }

  @discardableResult
  private func asAnna(_ words: String...) throws -> Finished {
    let done = try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", copy.etc, "--spool", copy.spool, "--db", copy.database, "--config",
        "/dev/null",
      ], environment: ["SUDO_USER": "anna"])
    #expect(done.status == 0, "\(words): \(done.errors)")
    return done
  }

  private func records(_ kind: String) throws -> [Record] {
    let done = try Program.vmscan(
      "history", "actions", "--kind", kind, "--format", "ndjson", "--db", copy.database)
    #expect(done.status == 0, "\(done.errors)")
    return try done.lines.filter { $0.contains("\"type\":\"action\"") }.map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
  }

  private struct Record: Decodable {
    var actor: String
    var phase: String
    var time: Date
    var detail: [String: String]

    enum CodingKeys: CodingKey { case actor, phase, time, detail }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      actor = try values.decode(String.self, forKey: .actor)
      phase = try values.decode(String.self, forKey: .phase)
      detail = try values.decode([String: String].self, forKey: .detail)
      time = try Date(values.decode(String.self, forKey: .time), strategy: .iso8601)
    }
  }

  @Test func `a restore has a begin and an end by the one who ran it`() throws {
    try asAnna("purge", "--mailbox", "1001@default", "--yes")
    try asAnna("restore", "--all", "--yes")
    let restores = try records("restore")
    #expect(restores.first?.phase == "begin" && restores.last?.phase == "end")
    let begin = try #require(restores.first?.detail)
    #expect(begin["scope"] == "everything" && begin["planned"] == "4", "\(begin)")
    let end = try #require(restores.last?.detail)
    #expect(end["restored"] == "4" && end["left"] == "0" && end["faults"] == "0", "\(end)")
    #expect(restores.filter { $0.phase == "outcome" }.count == 4)
    for record in restores { #expect(record.actor.hasSuffix(" for anna"), "\(record.actor)") }
  }

  @Test func `acceptances and holds name who, for whom and over what, by the clock`() throws {
    let early = Date(timeIntervalSinceNow: -60)
    try asAnna("scan", "--quiet")
    try asAnna(
      "accept", "add", "--rule", "VM-604", "--mailbox", "1001@default", "--owner", "Legal",
      "--reason", "a lobby telephone", "--no-expiry")
    try asAnna(
      "hold", "add", "--matter", "case-1", "--owner", "Legal", "--mailbox", "1001@default",
      "--now", "2001-01-01")
    for kind in ["accept", "hold"] {
      let all = try records(kind)
      let record = try #require(all.first)
      #expect(record.actor.hasSuffix(" for anna"), "\(all)")
      #expect(record.detail["owner"] == "Legal")
      #expect(record.detail["scope"]?.contains("1001@default") == true, "\(record.detail)")
      #expect(record.time >= early && record.time <= Date(timeIntervalSinceNow: 60))
    }
  }
}
