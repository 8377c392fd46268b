import Foundation
import Testing
import VmscanActions
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// Random option lines, edited and taken back in any order, with edits by others between.
struct ConfigEditSequenceTests {
  private static let tokens = [
    "attach=yes", "attach=no", "attach=", "delete=yes", "delete=no", "delete=", "Delete=on",
    "deletevoicemail=1", "delete=yes\\;c", "tz=x", "", " ", "attach", "attach=yes ", "a,b",
  ]
  private static let consent = ConfigEditRefusal.Reason.allCases.filter(\.isOverridable)
    .flatMap { ["--override", $0.rawValue] }

  private static func text(_ random: inout SeededGenerator) -> String {
    let lines = (1001...1003).map { number in
      let field = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        tokens.randomElement(using: &random) ?? ""
      }
      let joined = field.isEmpty ? "" : ",," + field.joined(separator: "|")
      return "\(number) => 48\(number),Pat,pat@example.com\(joined)\n"
    }
    let attach = Bool.random(using: &random) ? "yes" : "no"
    return "[general]\nformat=wav\nattach=\(attach)\n[default]\n" + lines.joined()
  }

  private static func write(_ text: String, _ bench: EditBench) throws {
    try bench.write(Array(text.utf8), to: "voicemail.conf")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
      ofItemAtPath: bench.etc + "/voicemail.conf")
  }

  /// What somebody else writes meanwhile.
  private static func rewritten(_ text: String, _ random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: text.replacing("=> 481002", with: "=> 7")
    case 1: text.replacing("delete=yes", with: "tz=y|delete=yes")
    case 2: text.split(separator: "\n").filter { !$0.hasPrefix("1001") }.joined(separator: "\n")
    default: text.replacing("attach=yes|", with: "")
    }
  }

  @Test(arguments: UInt64(1)...12)
  func `no order of edits fails, and what is done is what is said`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      let bench = try EditBench(Self.text(&random))
      try Self.write(bench.text(), bench)
      var changes: [(name: String, before: String, after: String)] = []
      for _ in 0..<5 {
        let before = bench.text()
        let history = "\(seed): \(before)"
        let step = Int.random(in: 0..<6, using: &random)
        var words: [String]
        switch step {
        case 0: words = ["enable", "--all"]
        case 1: words = ["enable", "--all", "--with-attach"]
        case 2: words = ["disable", "--mailbox", "1002"]
        case 3, 4:
          guard let change = changes.randomElement(using: &random) else { continue }
          words = ["restore", change.name]
        default:
          try Self.write(Self.rewritten(before, &random), bench)
          continue
        }
        words += ["--yes"] + Self.consent
        let ran = bench.run(words)
        #expect(ran.status == .success || ran.status == .refused, "\(ran.errors) \(history)")
        #expect(!ran.output.contains("48100"), "a PIN is hidden")
        let after = bench.text()
        #expect(ran.change != nil || after == before)
        #expect(Self.heads(after) == Self.heads(before), "\(history)")
        guard let name = ran.change else { continue }
        if let undone = changes.first(where: { $0.name == words[1] }), undone.after == before {
          #expect(after == undone.before, "\(history)")
        }
        changes.append((name, before, after))
        try Self.write(after, bench)
        try Self.expectEffect(of: words, bench, refused: ran.status == .refused, history)
      }
    }
  }

  private static func expectEffect(
    of words: [String], _ bench: EditBench, refused: Bool, _ history: String
  ) throws {
    let mailboxes = try bench.view().configuration.mailboxes
    if words[0] == "enable" {
      #expect(!refused)
      #expect(mailboxes.allSatisfy { $0.deleteAfterEmail.value }, "\(history)")
      #expect(
        !words.contains("--with-attach") || mailboxes.allSatisfy { $0.attach.value }, "\(history)")
    } else if words[0] == "disable" {
      let named = mailboxes.filter { $0.id.mailbox == "1002" }
      #expect(named.allSatisfy { !$0.deleteAfterEmail.value }, "\(history)")
    }
  }

  /// Each line up to its options.
  private static func heads(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).prefix(3).joined(separator: ",")
    }
  }
}
