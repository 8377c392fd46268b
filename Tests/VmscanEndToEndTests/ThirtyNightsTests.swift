import Foundation
import Testing

/// A site of 300 mailboxes over 30 nights, as an administrator lives with it: few mails, and those
/// say what matters; one page for the board; nothing called resolved whose cause is still there.
struct ThirtyNightsTests {
  private static let start: Int64 = 1_793_491_200  // 2026-11-01
  private static let boxes = 1000..<1300
  private let site: Site
  private let settings: String

  init() throws {
    site = try Site()
    settings = site.scratch.path + "/vmscan.yaml"
    try """
    asteriskEtc: \(site.etc)
    spool: \(site.spool)
    db: \(site.database)
    ownDomains: [example.com]
    temporaryDirectories: []

    """.write(toFile: settings, atomically: true, encoding: .utf8)
    try configure(private: 20, disposable: 0)
    // Messages of the last 80 days, six in every second mailbox; some pass 90 days in this month.
    for box in Self.boxes where box % 2 == 0 {
      for number in 0..<6 {
        try leave(
          box, folder: number < 3 ? "INBOX" : "Old", number: number % 3,
          at: Self.start - Int64(1 + (box * 7 + number * 13) % 88) * 86400)
      }
    }
  }

  /// PINs are good but for every tenth; some mailboxes mail to private accounts.
  private func configure(private count: Int, disposable: Int) throws {
    let lines = Self.boxes.map { box in
      let pin = box % 10 == 0 ? "1234" : "\(482_617 + box * 37)"
      let domain =
        box < 1000 + disposable
        ? "guerrillamail.com" : box < 1000 + count ? "gmail.com" : "example.com"
      return "\(box) => \(pin),Owner \(box),owner\(box)@\(domain)\n"
    }
    try site.writeConfiguration(lines.joined())
  }

  private func leave(_ box: Int, folder: String, number: Int, at time: Int64) throws {
    let path = site.spool + "/default/\(box)/\(folder)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let stem = path + "/msg000\(number)"
    try """
    [message]
    origmailbox=\(box)
    context=default
    callerid="Caller" <5550100>
    origdate=x
    origtime=\(time)
    category=
    msg_id=\(time)-\(box)\(number)
    flag=
    duration=12

    """.write(toFile: stem + ".txt", atomically: true, encoding: .utf8)
    try Data(repeating: 0x55, count: 400).write(to: URL(filePath: stem + ".wav"))
  }

  private func vmscan(_ words: String..., night: Int) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + ["--config", settings, "--now", "@\(Self.start + Int64(night) * 86400)"])
  }

  @Test
  func `thirty nights are quiet, and the three that are not say why`() throws {
    var noisy: [Int: String] = [:]
    var solved: [Int: String] = [:]
    for night in 1...30 {
      // What happens on a PBX: messages arrive, an owner moves one.
      for step in 0..<10 {
        let box = 1001 + (night * 20 + step * 2) % 298
        try leave(box, folder: "INBOX", number: 0, at: Self.start + Int64(night) * 86400 - 3600)
      }
      if night == 9 { try configure(private: 20, disposable: 1) }
      if night == 17 {
        let purge = try vmscan(
          "purge", "--older", "60d", "--yes", "--even-unasked", night: night)
        #expect(purge.status == 0, "\(purge.errors)")
      }
      if night == 24 { try configure(private: 19, disposable: 0) }
      let done = try vmscan("scan", "--quiet", "--changes", night: night)
      #expect(done.status == 0, "\(night): \(done.errors)")
      // The first run has nothing to be compared with and is printed whole.
      if night > 1, !done.output.isEmpty { noisy[night] = done.output }
      if night == 17 || night == 18 {
        let report = try vmscan("report", "--format", "json", night: night)
        solved[night] = report.output
      }
    }
    #expect(noisy.count <= 3, "\(noisy.keys.sorted())")
    #expect(noisy[9]?.contains("guerrillamail.com") == true, "\(noisy)")
    #expect(noisy[9]?.contains("Still open, critical or high") == true)
    #expect(noisy[24]?.contains("Resolved") == true, "\(noisy)")
    try checkSolved(solved)
    try checkPage()
  }

  /// A purge of our own makes no mailbox used and none unused.
  private func checkSolved(_ reports: [Int: String]) throws {
    for (night, text) in reports {
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let findings = try #require(report["findings"] as? [[String: Any]])
      let wrong = findings.filter { finding in
        let rule = finding["rule"] as? String ?? ""
        let status = finding["status"] as? String ?? ""
        return ["VM-601", "VM-602", "VM-603", "VM-604"].contains(rule)
          && ["new", "solved"].contains(status)
      }
      #expect(wrong.isEmpty, "night \(night): \(wrong.prefix(3))")
    }
  }

  /// The page's first sheet holds the summary and names what happened.
  private func checkPage() throws {
    let page = site.scratch.path + "/page.html"
    let done = try vmscan(
      "report", "--format", "html", "--reader", "officer", "--since", "30d", "--output", page,
      night: 30)
    #expect(done.status == 0, "\(done.errors)")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    for part in [
      "class=\"board\"", "What got better or worse", "What to do", "gmail.com, a private account",
      "purge of 18 November 2026", "of 300 mailboxes", "Confidential",
    ] { #expect(text.contains(part), "\(part)") }
    for hidden in ["voicemail.conf:", "Owner 1", "owner1001@"] {
      #expect(!text.contains(hidden), "\(hidden)")
    }
    let checked = try Program.run(
      "/usr/bin/python3",
      [Program.root.appending(path: "scripts/check-html").path, page])
    #expect([0, 3].contains(checked.status), "\(checked.errors)")
  }
}
