import Testing
import VmscanModel

@testable import VmscanAssessment

/// Whose mails those of several PBXs in one log are.
struct PBXHostsTests {
  private typealias Bench = EvidenceBench

  /// Mails on each of some days, or on one, `mails` in all.
  private static func host(
    _ name: ByteText, _ days: ClosedRange<Int>..., mails: Int = 100
  ) -> MailHost {
    var counts: [Int: Int] = [:]
    for day in days.joined() { counts[day] = 0 }
    let first = counts.keys.min() ?? 0
    for day in counts.keys { counts[day] = day == first ? mails - counts.count + 1 : 1 }
    return MailHost(name, days: counts)
  }

  private static func mail(_ host: ByteText, _ number: Int32 = 0, at time: Int64 = 100_011)
    -> MailRecord
  {
    Bench.mail(number, at: time) { mail in
      mail.host = host
      mail.messageID = ByteText(
        bytes: Array("Asterisk-\(number + 1)-\(time)-1001-7@".utf8) + host.bytes)
    }
  }

  struct Case: Sendable {
    var name: String
    var seen: [MailHost]
    var machine: ByteText = "pbx1"
    var known: Set<ByteText> = []
    var foreign: Set<ByteText>
    var doubtful: Set<ByteText> = []
  }

  static let cases = [
    Case(name: "one PBX", seen: [host("other", 1...9)], foreign: []),
    Case(
      name: "another mails side by side", seen: [host("pbx1", 1...20), host("pbx2", 5...30)],
      foreign: ["pbx2"], doubtful: ["pbx2"]),
    Case(
      name: "a log of one day", seen: [host("pbx1", 5...5), host("pbx2", 5...5)],
      foreign: ["pbx2"], doubtful: ["pbx2"]),
    Case(
      name: "another on our only day", seen: [host("pbx1", 5...5), host("pbx2", 1...20)],
      foreign: ["pbx2"], doubtful: ["pbx2"]),
    Case(
      name: "renamed, with late mails",
      seen: [host("old", 1...20, 22...22), host("pbx1", 20...40)], foreign: []),
    Case(
      name: "a stand-in, for a week and for three days",
      seen: [host("pbx1", 1...20, 27...50, 53...80), host("pbx2", 20...27, 50...53)],
      foreign: []),
    Case(
      name: "containers one after the other",
      seen: [host("a1", 1...4), host("b2", 4...8), host("c3", 8...12)], foreign: []),
    Case(
      name: "unknown machine", seen: [host("a", 1...9), host("b", 2...5)], foreign: [],
      doubtful: ["a", "b"]),
    Case(
      name: "an earlier scan knows",
      seen: [host("a", 1...9), host("b", 2...5), host("c", 20...30)],
      known: ["a"], foreign: ["b"], doubtful: ["b"]),
    Case(
      name: "letters do not matter", seen: [host("PBX1", 1...9), host("pbx2", 1...9)],
      foreign: ["pbx2"], doubtful: ["pbx2"]),
    Case(
      name: "a domain makes another host",
      seen: [host("c0ffee", 1...9), host("pbx1.other.example", 1...9)], foreign: [],
      doubtful: ["c0ffee", "pbx1.other.example"]),
    Case(
      name: "one beside others that follow each other",
      seen: [host("pbx1", 1...90), host("b", 2...3), host("c", 50...51)], foreign: ["b", "c"],
      doubtful: ["b", "c"]),
  ]

  @Test
  func `any number of hosts is judged in time`() {
    let seen =
      (0..<20_000).map { Self.host(ByteText("h\($0)"), 1...30) } + [Self.host("pbx1", 1...30)]
    let hosts = PBXHosts(among: seen, machine: "pbx1", known: [])
    #expect(hosts.doubtful.count == 20_000 && hosts.isForeign(Self.mail("h7")))
  }

  @Test(arguments: cases)
  func `hosts that mail at the same time are told apart`(_ row: Case) {
    let hosts = PBXHosts(among: row.seen, machine: row.machine, known: row.known)
    let foreign = row.seen.map(\.name).filter { hosts.isForeign(Self.mail($0)) }
    #expect(Set(foreign) == row.foreign, "\(row.name)")
    #expect(hosts.doubtful == row.doubtful, "\(row.name)")
    #expect(hosts.shown.isEmpty, "\(row.name)")
  }

  @Test
  func `what the settings name is ours and nothing else`() {
    let seen = [Self.host("PBX1", 1...9), Self.host("pbx2", 1...9), Self.host("pbx3", 90...99)]
    let hosts = PBXHosts(named: ["pbx1", "Pbx2"], among: seen)
    #expect(seen.map { hosts.isForeign(Self.mail($0.name)) } == [false, false, true])
    #expect(hosts.shown.isEmpty && !hosts.isInDoubt)
  }

  @Test
  func `two messages show a host to be ours, one does not`() {
    let seen = [Self.host("pbx1", 1...3), Self.host("pbx2", 1...3)]
    var hosts = PBXHosts(among: seen, machine: "pbx1", known: [])
    var search = HostSearch(hosts, among: seen)
    let messages = [Bench.message(), Bench.message(1, at: 100_500)]
    let mails = [Self.mail("pbx2"), Self.mail("pbx2", 1, at: 100_511)]
    search.look(at: Bench.directory([messages[0]]), mails: mails)
    #expect(search.concerns(mails) && search.found.isEmpty && !search.isOver)
    search.look(at: Bench.directory([messages[1]]), mails: mails)
    #expect(search.found == ["pbx2"] && search.isOver)
    #expect(hosts.isForeign(mails[0]))
    hosts.add(search.found, among: seen)
    #expect(!hosts.isForeign(mails[0]) && hosts.shown == ["pbx2"])
    let rare = [seen[0], Self.host("pbx2", 1...3, mails: 4)]
    var other = HostSearch(PBXHosts(among: rare, machine: "pbx1", known: []), among: rare)
    other.look(at: Bench.directory([messages[0]]), mails: mails)
    #expect(other.found == ["pbx2"])
  }

  @Test
  func `what fits beside the message's own mail shows nothing`() {
    let seen = [Self.host("pbx1", 1...3), Self.host("pbx2", 1...3)]
    var search = HostSearch(
      PBXHosts(among: seen, machine: "pbx1", known: []), among: seen)
    let messages = (0..<9).map { Bench.message($0, at: 100_000 + Int64($0) * 500) }
    // A machine that calls many numbers leaves a message here and there in the same second.
    let mails = messages.flatMap { message in
      ["pbx1", "pbx2"].map {
        Self.mail($0, message.number, at: 100_011 + Int64(message.number) * 500)
      }
    }
    search.look(at: Bench.directory(messages), mails: mails)
    // Read and moved, copied, of a lower number, of another time.
    let odd = [
      Bench.message(folder: .old), Bench.message { $0.marks.insert(.copy) },
      Bench.message(2, at: 100_000), Bench.message(at: 100_040),
    ]
    for message in odd {
      for _ in 0..<3 { search.look(at: Bench.directory([message]), mails: [Self.mail("pbx2")]) }
    }
    #expect(search.found.isEmpty)
  }

  @Test
  func `another PBX's mail delivers nothing here`() throws {
    let seen = [Self.host("pbx1", 1...3), Self.host("pbx2", 1...3)]
    let hosts = PBXHosts(among: seen, machine: "pbx1", known: [])
    let grader = EmailGrader(
      coverage: Bench.everything, now: Timestamp(200_000), asteriskVersion: nil, hosts: hosts)
    func verdict(_ mails: [MailRecord]) -> EmailVerdict {
      grader.verdict(
        for: 0, in: Bench.directory([Bench.message()]), configured: Bench.mailbox(), mails: mails,
        knowledge: nil)
    }
    #expect(verdict([Self.mail("pbx1")]).grade == .delivered)
    let other = verdict([Self.mail("pbx2")])
    #expect(other.grade == .absent && other.mail == nil)
    #expect(
      other.reasons.last.map { "\($0.unmasked)" }
        == "mail Asterisk-1-100011-1001-7@pbx2 fits the time but is of another PBX, 'pbx2' "
        + "(pbxHosts names this one's)")
    // Beside the own mail it is no rival.
    let both = verdict([Self.mail("pbx2"), Self.mail("pbx1")])
    #expect(
      both.grade == .delivered && both.reasons.count == verdict([Self.mail("pbx1")]).reasons.count)
  }
}
