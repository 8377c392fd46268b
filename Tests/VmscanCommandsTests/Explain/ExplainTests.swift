import FoundationEssentials
import Testing
import VmscanModel

@testable import VmscanCommands

struct ExplainTests {
  /// What the administrator may see of one mailbox.
  private struct Box: Decodable {
    var context: String
    var mailbox: String
    var fullName: String
    var email: [String]
    var pager: String?

    var id: String { "\(mailbox)@\(context)" }

    /// The names, and the local parts with the sign that ends them; what every text may hold is
    /// left out.
    var personal: [String] {
      let locals = (email + [pager].compactMap { $0 }).compactMap { address in
        address.lastIndex(of: "@").map { String(address[...$0]) }
      }
      return ([fullName] + locals).map { text in
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }.filter { $0.count > 2 }
    }
  }

  private struct Message: Decodable {
    var context: String
    var mailbox: String
    var folder: String
    var number: Int

    var words: [String] { ["\(mailbox)@\(context)", "\(folder)/\(number)"] }
  }

  private static func words(_ site: TestSite) -> [String] {
    ["--asterisk-etc", site.etc, "--spool", site.spool, "--own-domain", "example.com"]
  }

  private func run(_ site: TestSite, _ words: [String]) -> Outcome {
    site.run(words + Self.words(site), now: "2027-02-15T08:00:00Z")
  }

  private func lines<Value: Decodable>(
    _ site: TestSite, _ words: [String], of type: Value.Type
  ) throws -> [Value] {
    let done = run(site, words + ["--format", "ndjson"])
    return try done.output.split(separator: "\n").map {
      try JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }

  @Test(arguments: ["asterisk-22", "asterisk-16"], ["officer", "auditor"])
  func `nobody's name nor local part shows`(sample: String, reader: String) throws {
    let site = try TestSite.sample(sample)
    let boxes = try lines(site, ["mailboxes"], of: Box.self)
    let messages = try lines(site, ["messages"], of: Message.self)
    try #require(boxes.count > 10 && messages.count > 10)
    let personal = Set(boxes.flatMap(\.personal))
    try #require(personal.contains("frank@") && personal.contains("Frank Example"))
    let asked =
      boxes.flatMap { [[$0.id, "--format", "text"], [$0.id, "--format", "json"]] }
      + messages.map { $0.words + ["--format", "json"] }
    for words in asked {
      let done = run(site, ["explain", "--reader", reader] + words)
      #expect(done.status != .usage, "\(done.errors)")
      let leaks = personal.filter { done.output.contains($0) }
      #expect(leaks.isEmpty, "\(words): \(done.output)")
    }
  }

  @Test(arguments: [("officer", "***@example.com", "(hidden)"), ("auditor", "f***@", "F. E.")])
  func `what is left of a name and an address follows the reader`(
    reader: String, address: String, name: String
  ) throws {
    let site = try TestSite.sample()
    let done = run(site, ["explain", "1006@default", "--reader", reader])
    #expect(done.output.contains(address) && done.output.contains(name), "\(done.output)")
    #expect(run(site, ["explain", "1006@default"]).output.contains("Frank Example"))
  }

  @Test func `names without an at sign and short ones are hidden too`() throws {
    let site = try TestSite.lines(
      "1001 => 481516,Al,bob\n1002 => 481517, Bo Example ,al@localhost | al@localhost")
    for box in ["1001@default", "1002@default"] {
      let done = run(site, ["explain", box, "--reader", "officer", "--format", "json"])
      for word in ["\"Al\"", "\"bob\"", "Bo Example", "al@localhost"] {
        #expect(!done.output.contains(word), "\(done.output)")
      }
    }
  }

  @Test func `a caller shows as the reader asks`() throws {
    let site = try TestSite.sample()
    let message = try #require(try lines(site, ["messages"], of: Message.self).first).words
    let shown = run(site, ["explain"] + message + ["--show-callers"]).output
    let plain = run(site, ["explain"] + message).output
    let caller = try #require(shown.firstMatch(of: /caller +("?.*<[0-9]+>)/)?.output.1)
    #expect(plain.contains("caller") && !plain.contains(caller), "\(plain)")
    let officer = run(site, ["explain"] + message + ["--show-callers", "--reader", "officer"])
    #expect(!officer.output.contains(caller))
  }

  @Test(arguments: [["explain", "1001@default"], ["policy", "test", "1001@default"]])
  func `a message in a place that was not read is not said to be none`(words: [String]) throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    _ = site.run("scan")
    try makeUnreadableInbox(of: site)
    let inbox = run(site, words + ["INBOX/0"])
    #expect(inbox.status == .incomplete, "\(inbox.output)")
    #expect(inbox.errors.contains("cannot tell") && inbox.errors.contains("default/1001/INBOX"))
    let named = run(site, words + ["1764201600-00000001"])
    #expect(named.status == .incomplete)
    let old = run(site, words + ["Old/0"])
    #expect(old.status == .usage && old.errors.contains("cannot find message 'Old/0'"))
  }

  @Test func `where no path is built of a name, nothing is said of its directory`() throws {
    let site = try TestSite.lines("5/6 => 481516,Alice Example,alice@example.com")
    try site.write("origtime=1", to: "voicemail/default/5/6/INBOX/msg0000.txt")
    let done = run(site, ["explain", "5/6@default"])
    #expect(done.status == .incomplete, "\(done.output)")
    #expect(done.output.contains("not looked at") && !done.output.contains("ever recorded"))
    let other = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    #expect(run(other, ["explain", "1001@default"]).output.contains("nothing was ever recorded"))
  }

  /// A link is not followed, whoever asks.
  private func makeUnreadableInbox(of site: TestSite) throws {
    try site.write("", to: "voicemail/default/1001/Old/nothing")
    try site.link("/nonexistent", at: "voicemail/default/1001/INBOX")
  }

  @Test func `an invalid configuration ends with 6 throughout`() throws {
    let site = try TestSite.sample()
    try site.write(try site.read("etc/voicemail.conf") + "[x\n", to: "etc/voicemail.conf")
    for words in [
      ["explain", "1001@default"], ["explain", "9999@default"],
      ["policy", "test", "1001@default", "INBOX/0"], ["mailboxes"], ["messages"],
      ["delete-after-email", "status"], ["scan", "--quiet"],
    ] {
      let done = run(site, words)
      #expect(done.status == .badConfiguration, "\(words): \(done.status) \(done.errors)")
    }
    for words in [["report"], ["report", "--format", "json"], ["report", "--fail-on", "low"]] {
      #expect(site.run(words, now: "2027-02-15T08:00:00Z").status == .badConfiguration)
    }
    let status = run(site, ["delete-after-email", "status"]).output
    #expect(status.contains("'enable' is refused: invalid-configuration"))
    #expect(!status.contains("would leave"), "\(status)")
  }
}
