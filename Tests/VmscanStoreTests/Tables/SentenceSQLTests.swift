import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// The words that a view makes of a stored sentence are those of the program.
struct SentenceSQLTests {
  private static let nouns = ["message", "mailbox", "address", "entry", "day", "branch"]

  private static func argument(_ depth: Int, _ generator: inout SeededGenerator)
    -> Sentence.Argument
  {
    let texts: [ByteText] = [
      "a@example.com", "O'Neil {0} {$[1]}", "}{{", "", "Zoë \u{202E}x",
      ByteText(bytes: [0x61, 0xFF]),
      "two\nlines \"quoted\" \\", "%d %s",
    ]
    let text = texts.randomElement(using: &generator) ?? ""
    let numbers: [Int64] = [
      0, 1, 2, 59, 60, 61, 119, 120, 3600, 7200, 86_400, 172_799, 172_800, 1023, 1024, 10_188,
      10_189, 1_048_524, 1_048_525, 1_234_567, 99_999_999, 5_000_000_000, 1_795_392_000,
    ]
    let number = numbers.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<(depth < 3 ? 21 : 18), using: &generator) {
    case 0: return .address(text)
    case 1: return .name(text)
    case 2: return .caller(text)
    case 3: return .mailbox(MailboxID(context: text, mailbox: "1001"))
    case 4: return .context(text)
    case 5: return .domain(text)
    case 6: return .path(text)
    case 7: return .place(Place(text, line: number % 2 == 0 ? Int(number) : nil))
    case 8: return .count(Int(number), nouns.randomElement(using: &generator) ?? "")
    case 9: return .number(Int(number))
    case 10: return .bytes(ByteCount(number))
    case 11: return .seconds(number)
    case 12: return .time(Timestamp(number))
    case 13: return .day(Timestamp(number))
    case 14: return .age(Age(seconds: number))
    case 15: return .setting(text)
    case 16: return .word("ENOENT")
    case 17: return .text(text)
    case 18:
      let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        argument(depth + 1, &generator)
      }
      return .list(
        items, of: items.count + Int.random(in: 0...2, using: &generator),
        isQuoted: Bool.random(using: &generator))
    default:
      let arguments = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        argument(depth + 1, &generator)
      }
      let places = arguments.indices.map { "{\($0)}" }.joined(separator: " and ")
      let within = Sentence(template: "{{within}} \(places)", arguments: arguments)
      return Bool.random(using: &generator)
        ? .sentence(within)
        : .reason("VM-507", within, isSecret: Bool.random(using: &generator))
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `every kind of value reads the same`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let queue = try DatabaseQueue()
    for _ in 0..<400 {
      let count = Int.random(in: 0...12, using: &generator)
      let arguments = (0..<count).map { _ in Self.argument(0, &generator) }
      let places = arguments.indices.map { "{\($0)}, " }.joined()
      let sentence = Sentence(template: "{{x}} \(places)it's {0}.", arguments: arguments)
      let shown = try queue.read {
        try String.fetchOne(
          $0, sql: "SELECT \(SentenceSQL.text("?1", "?2"))",
          arguments: [sentence.template, sentence.storedArguments])
      }
      // A place without a value stays in SQL and is empty in the program.
      let expected =
        count == 0
        ? sentence.unmasked.replacing("it's .", with: "it's {$[0]}.")
        : sentence.unmasked
      #expect(shown == expected, "seed \(seed): \(sentence.storedArguments)")
    }
  }
}
