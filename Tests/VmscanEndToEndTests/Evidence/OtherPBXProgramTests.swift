import Foundation
import Testing
import VmscanTestSupport

/// Logs that several PBXs write to, as those of a relay do, asked of the program.
struct OtherPBXProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 20 * 86400

  private static func mail(
    of host: String, box: String = "1001", _ number: Int = 0, at time: Int64,
    to address: String = "desk@example.com"
  ) -> String {
    let id = "4A1B2C\(String(time % 100_000 + Int64(host.utf8.count), radix: 16).uppercased())"
    return [
      "cleanup[9]: \(id): message-id=<Asterisk-\(number + 1)-\(time)-\(box)-2231@\(host)>",
      "qmgr[9]: \(id): from=<asterisk@\(host)>, size=112204, nrcpt=1 (queue active)",
      "smtp[9]: \(id): to=<\(address)>, relay=mx.example.com[192.0.2.9]:25, delay=1, "
        + "delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK)",
      "qmgr[9]: \(id): removed",
    ].map { "\(EvidenceProgramTests.stamp(time)) relay postfix/\($0)\n" }.joined()
  }

  /// Mails of both at other numbers before and after what is judged.
  private static func around(_ hosts: [String], _ mails: String) -> String {
    func some(from start: Int64) -> String {
      hosts.enumerated().flatMap { place, host in
        (0..<3).map { mail(of: host, box: "80", at: start + Int64(place) + $0 * 20) }
      }.joined()
    }
    return some(from: mailed - 9000) + mails + some(from: mailed + 9000)
  }

  private func site(_ yaml: String = "host: pbx1\n", messages: Int = 1) throws -> MailSite {
    let site = try MailSite(yaml)
    try site.configure([("1001", "desk@example.com")])
    for number in 0..<messages {
      try site.leave(
        MailSite.Message(
          mailbox: "1001", number: number, mailed: Self.mailed + Int64(number) * 600, seconds: 5,
          bytes: 8185))
    }
    return site
  }

  private static let name = "1001@default INBOX/0"

  @Test
  func `another PBX's mail to the same address is not this message's`() throws {
    let site = try site()
    let other = Self.mail(of: "pbx2", at: Self.mailed + 1)
    let log = try site.log(Self.around(["pbx1", "pbx2"], other))
    #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.name: "absent"])
    let explained = try site.vmscan(
      ["explain", "1001@default", "INBOX/0"], logs: [log], now: Self.now)
    #expect(explained.output.contains("is of another PBX, 'pbx2' (pbxHosts names this one's)"))
    let doctor = try site.vmscan(["doctor"], logs: [log], now: Self.now)
    #expect(doctor.output.contains("13 voicemail mails of 'pbx1' and 'pbx2'"))
    let purged = try site.vmscan(
      ["purge", "--emailed", "--older", "1d", "--dry-run"], logs: [log], now: Self.now)
    #expect(!purged.output.contains("INBOX/0 "))
    // The same from history.
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    #expect(try site.grades(logs: [], now: Self.now).grades == [Self.name: "absent"])
  }

  @Test
  func `a PBX that was renamed keeps its proof`() throws {
    let site = try site()
    let log = try site.log(
      Self.around(["old"], Self.mail(of: "old", at: Self.mailed + 1))
        + (0..<3).map { Self.mail(of: "pbx1", box: "80", at: Self.mailed + 86_400 * (3 + $0)) }
        .joined())
    #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.name: "delivered"])
  }

  @Test
  func `the settings name the PBX's hosts`() throws {
    let mail = Self.mail(of: "pbx2", at: Self.mailed + 1)
    for (names, grade) in [
      ("pbx1", "absent"), ("[PBX1, pbx2]", "delivered"), ("pbx2", "delivered"),
    ] {
      let site = try site("host: pbx1\npbxHosts: \(names)\n")
      let log = try site.log(Self.around(["pbx1", "pbx2"], mail))
      #expect(try site.grades(logs: [log], now: Self.now).grades == [Self.name: grade], "\(names)")
    }
    let wrong = try site("pbxHosts: [pbx3]\n")
    let log = try wrong.log(Self.around(["pbx1", "pbx2"], mail))
    #expect(
      try wrong.vmscan(["doctor"], logs: [log], now: Self.now).output
        .contains("pbxHosts names none of these"))
    let faulty = try site("pbxHosts: ['a b']\n")
    #expect(
      try faulty.vmscan(["scan"], logs: [], now: Self.now).errors
        .contains("pbxHosts: expected names of letters, digits, dots and hyphens"))
  }

  @Test
  func `two machines of one spool are found out, and not forgotten`() throws {
    let site = try site(messages: 3)
    let mails = (0..<3).map {
      Self.mail(of: $0 == 1 ? "pbx1" : "pbx2", $0, at: Self.mailed + Int64($0) * 600 + 1)
    }
    let log = try site.log(Self.around(["pbx1", "pbx2"], mails.joined()))
    func grades() throws -> [String: String] { try site.grades(logs: [log], now: Self.now).grades }
    let all = Dictionary(
      uniqueKeysWithValues: (0..<3).map { ("1001@default INBOX/\($0)", "delivered") })
    #expect(try grades() == all)
    #expect(try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now).status == 0)
    // One message alone would show nothing.
    for number in 1...2 {
      for kind in ["txt", "WAV"] {
        try FileManager.default.removeItem(
          atPath: site.spool + "/default/1001/INBOX/msg000\(number).\(kind)")
      }
    }
    #expect(try grades() == [Self.name: "delivered"])
  }
}
