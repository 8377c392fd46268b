import FoundationEssentials
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// `explain`, `policy test` and `purge` decide alike about every message of a generated site.
struct RetentionAgreementTests {
  private static let now: Int64 = 1_798_675_200  // 2026-12-31
  private static let policy = """
    version: "3"
    owner: Records Office
    rules:
      - name: all
        removeAfter: {unheard: 90d, old: 30d, saved: 365d, deleted: 7d}
      - name: mailed
        context: sales
        removeAfter: {unheard: 60d, old: 20d, saved: 60d, deleted: 7d}
        onlyEmailed: true
      - name: floor
        mailbox: 1003@default
        keepAtLeast: {unheard: 5y, old: 5y, saved: 5y, deleted: 5y}

    """

  private struct Sheet: Decodable {
    struct Section: Decodable { var title: String; var facts: [Row] }
    struct Row: Decodable { var label: String; var value: String; var origin: String? }
    var sections: [Section]

    func value(_ title: String, _ label: String) -> Row? {
      sections.first { $0.title == title }?.facts.first { $0.label == label }
    }
  }

  /// Six mailboxes with a message of every age in three folders; one is damaged.
  private func site() throws -> (TestSite, [(box: String, message: String)]) {
    let site = try TestSite()
    try site.write(
      "[general]\nformat=wav\n[default]\n"
        + (1000..<1004).map { "\($0) => 4815162,Owner \($0),owner\($0)@example.com\n" }.joined()
        + "[sales]\n2000 => 4815162,Owner,o@example.com\n2001 => 4815162,Owner\n",
      to: "etc/voicemail.conf")
    try site.write(Self.policy, to: "policy.yaml")
    try site.write(
      try site.read("vmscan.yaml") + "policyFile: \(site.path)/policy.yaml\n", to: "vmscan.yaml")
    var messages: [(box: String, message: String)] = []
    let places = (1000..<1004).map { ("default", $0) } + [("sales", 2000), ("sales", 2001)]
    for (context, box) in places {
      for (folder, ages) in [
        ("INBOX", [1, 59, 61, 89, 91]), ("Old", [19, 21, 31]), ("Work", [400]),
      ] {
        for (number, age) in ages.enumerated() {
          let stem = "voicemail/\(context)/\(box)/\(folder)/msg000\(number)"
          let isDamaged = box == 1001 && number == 4
          let time = isDamaged ? "" : "origtime=\(Self.now - Int64(age) * 86400)\n"
          try site.write(
            "[message]\norigmailbox=\(box)\ncallerid=\"X\" <5550100>\n\(time)duration=5\n",
            to: stem + ".txt")
          try site.write(String(repeating: "x", count: 2000), to: stem + ".wav")
          messages.append(("\(box)@\(context)", "\(folder)/\(number)"))
        }
      }
    }
    return (site, messages)
  }

  private func words(_ site: TestSite) -> [String] {
    ["--asterisk-etc", site.etc, "--spool", site.spool, "--own-domain", "example.com"]
  }

  private func run(_ site: TestSite, _ command: [String]) -> Outcome {
    site.run(command + words(site), now: "@\(Self.now)")
  }

  @Test func `explain, policy test and purge decide alike`() throws {
    let (site, messages) = try site()
    #expect(site.scan("--quiet", now: "@\(Self.now - 30 * 86400)").status.rawValue < 4)
    let held = run(
      site, ["hold", "add", "--mailbox", "1002@default", "--matter", "case-17", "--owner", "Legal"])
    try #require(held.status == .success, "\(held.errors)")
    var decisions: [String: Int] = [:]
    for (box, message) in messages {
      let explained = run(site, ["explain", box, message, "--format", "json"])
      let sheet = try JSONDecoder().decode(Sheet.self, from: Data(explained.output.utf8))
      let decision = try #require(sheet.value("May it go?", "decision"), "\(explained.output)")
      let tested = run(site, ["policy", "test", box, message]).output
      let last = try #require(tested.split(separator: "\n").last)
      #expect(last.hasSuffix(": \(decision.value)"), "\(last) and \(decision.value)")
      decisions[String(decision.value.prefix { $0 != ":" && $0 != "," }), default: 0] += 1
      if box.hasPrefix("1002") { #expect(decision.value.contains("held: case-17 (Legal)")) }
      if box.hasPrefix("1003") { #expect(decision.origin == "rule 'floor'", "\(decision)") }
    }
    #expect(Set(decisions.keys) == ["keep", "remove"], "\(decisions)")
    let plan = run(site, ["purge", "--policy", site.path + "/policy.yaml", "--dry-run"])
    let removed = try #require(
      plan.output.firstMatch(of: /To be removed: ([0-9]+) message/)?.output.1)
    #expect(Int(removed) == decisions["remove"], "\(plan.output)\(plan.errors) \(decisions)")
  }

  @Test func `a mailbox shows its rules, its hold, since when a finding stands and who accepts it`()
    throws
  {
    let (site, _) = try site()
    try site.write(
      try site.read("etc/voicemail.conf").replacing(
        "owner1002@example.com", with: "owner1002@gmail.com"), to: "etc/voicemail.conf")
    _ = site.scan("--quiet", now: "@\(Self.now - 30 * 86400)")
    let new = run(site, ["explain", "1002@default"]).output
    #expect(new.contains("1 December 2026") || new.contains("2026-12-01"), "\(new)")
    _ = run(
      site, ["hold", "add", "--mailbox", "1002@default", "--matter", "case-17", "--owner", "Legal"])
    let accepted = site.run(
      "accept", "add", "--rule", "VM-101", "--mailbox", "1002@default", "--owner", "Board",
      "--reason", "known", "--expires", "2027-03-01", now: "@\(Self.now)")
    #expect(accepted.status == .success, "\(accepted.errors)")
    let text = run(site, ["explain", "1002@default"]).output
    for part in [
      "case-17 (Legal), until released", "rule 'all' removes after 90 days", "30 days ago",
      "by Board until 2027-03-01: known", "acceptance 1", "hold 1",
    ] {
      #expect(text.contains(part), "\(part) is missing: \(text)")
    }
    let officer = run(site, ["explain", "1002@default", "--reader", "officer"]).output
    #expect(
      !officer.contains("case-17") && !officer.contains("Board") && officer.contains("hold 1"))
  }
}
