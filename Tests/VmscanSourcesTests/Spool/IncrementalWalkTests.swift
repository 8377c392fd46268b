import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

/// Random lives of a spool: after every few changes a walk that remembers must tell exactly what a
/// walk that reads everything tells.
struct IncrementalWalkTests {
  private var spool: RememberedSpool
  init() throws { spool = try RememberedSpool() }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func `a walk that remembers tells what a full one tells`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var life = SpoolLife(builder: spool.builder)
    for _ in 0..<30 { try life.change(&random) }
    var recalled = 0
    for round in 0..<12 {
      let remembered = spool.walk()
      recalled += remembered.summary.recalled
      let full = WalkedSpool(spool.builder.root)
      #expect(
        remembered.mailboxes.map(\.judged) == full.mailboxes.map(\.judged), "round \(round)")
      #expect(remembered.summary.problems == full.summary.problems)
      for _ in 0..<Int.random(in: 0..<4, using: &random) { try life.change(&random) }
    }
    #expect(recalled > 20)
  }
}

/// What happens to a spool: all that Asterisk does to one, and some that people do.
struct SpoolLife {
  let builder: SpoolBuilder
  private var counter = 0

  init(builder: SpoolBuilder) { self.builder = builder }

  private func box(_ random: inout SeededGenerator) -> String {
    "c\(Int.random(in: 0..<3, using: &random))/\(Int.random(in: 1000..<1008, using: &random))"
  }

  private func folder(_ random: inout SeededGenerator) -> Folder {
    [.inbox, .inbox, .old, .work, .deleted, .urgent].randomElement(using: &random) ?? .inbox
  }

  mutating func change(_ random: inout SeededGenerator) throws {
    counter += 1
    let box = box(&random)
    let place = "\(box)/\(folder(&random).name)"
    switch Int.random(in: 0..<18, using: &random) {
    case 0...5: try deliver(to: place)
    case 6: remove("\(place)/msg\(padded(numbers(place).randomElement(using: &random) ?? 0))")
    case 7: resequence(place)
    case 8: try move(from: place, to: "\(box)/\(folder(&random).name)")
    case 9: try lockAndUnlock(place)
    case 10:
      try builder.write(ByteText("\(box)/unavail.tmp.wav"), "greeting \(counter)")
      rename("\(box)/unavail.tmp", "\(box)/unavail")
    case 11: builder.remove(ByteText(place))
    case 12: if Bool.random(using: &random) { builder.remove(ByteText(box)) }
    case 13:
      try builder.makeDirectory(ByteText("\(box)/tmp"))
      try builder.write(ByteText("\(box)/tmp/AbCd\(counter % 3)"), "recording")
      if Bool.random(using: &random) {
        builder.remove(ByteText("\(box)/tmp/AbCd\(counter % 3)"))
      }
    case 14: try builder.write(ByteText("\(place)/stray\(counter % 4).txt"), "")
    case 15: try builder.makeDirectory(ByteText(place), mode: counter % 2 == 0 ? 0o755 : 0o750)
    default: try chmodRecording(in: place, to: counter % 2 == 0 ? 0o640 : 0o644, &random)
    }
  }

  /// Where others cannot enter, the mode of a recording matters to nobody and is not looked at again.
  private func chmodRecording(
    in place: String, to mode: UInt32, _ random: inout SeededGenerator
  ) throws {
    var folder = stat()
    guard let number = numbers(place).randomElement(using: &random),
      builder.path(ByteText(place)).withCString({ stat($0, &folder) }) == 0,
      folder.st_mode & 0o001 != 0
    else { return }
    try builder.setMode(ByteText("\(place)/msg\(padded(number)).wav"), mode)
  }

  private func deliver(to place: String) throws {
    let number = (numbers(place).max() ?? -1) + 1
    let base = "\(place)/msg\(padded(number))"
    try builder.write(ByteText("\(base).wav"), String(repeating: "a", count: counter))
    try builder.write(
      ByteText("\(base).txt"),
      EnvelopeText(origtime: 1_790_000_000 + Int64(counter), counter: counter).text)
  }

  private func move(from place: String, to other: String) throws {
    guard let number = numbers(place).max() else { return }
    let next = (numbers(other).max() ?? -1) + 1
    try builder.makeDirectory(ByteText(other))
    rename("\(place)/msg\(padded(number))", "\(other)/msg\(padded(next))")
  }

  private func resequence(_ place: String) {
    for (next, number) in numbers(place).sorted().enumerated() where next != number {
      rename("\(place)/msg\(padded(number))", "\(place)/msg\(padded(next))")
    }
  }

  private func lockAndUnlock(_ place: String) throws {
    try builder.write(ByteText("\(place)/.lock"), "")
    if counter % 3 != 0 { builder.remove(ByteText("\(place)/.lock")) }
  }

  private func remove(_ base: String) {
    for suffix in [".txt", ".wav"] { builder.remove(ByteText(base + suffix)) }
  }

  private func rename(_ base: String, _ other: String) {
    for suffix in [".wav", ".txt"] {
      _ = builder.path(ByteText(base + suffix)).withCString { old in
        builder.path(ByteText(other + suffix)).withCString { Glibc.rename(old, $0) }
      }
    }
  }

  private func numbers(_ place: String) -> [Int] {
    guard let directory = builder.path(ByteText(place)).withCString({ opendir($0) }) else {
      return []
    }
    defer { closedir(directory) }
    var found: [Int] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix("msg"), name.hasSuffix(".txt"),
        let number = Int(name.dropFirst(3).prefix(4))
      {
        found.append(number)
      }
    }
    return found
  }

  private func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
