import Testing
import VmscanFormats

struct ConfFuzzTests {
  static let seeds: [UInt64] = [1, 7, 42, 1_977, 65_537, 900_001]

  @Test(arguments: seeds)
  func `any text loads without harm and prints back`(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    for round in 0..<300 {
      let text = random.confText(pieces: Int.random(in: 0..<200, using: &random))
      let conf = ConfLoader.parse(text, path: "/main.conf")
      #expect(conf.documents.allSatisfy { $0.serialized == text }, "seed \(seed) round \(round)")
      for variable in conf.sections.flatMap(\.variables) {
        let line = conf.documents[Int(variable.place.document)].line(Int(variable.place.line))
        let range = variable.place.range
        let isInside = range.upperBound <= line.count
        #expect(isInside, "seed \(seed) round \(round)")
        guard isInside, variable.traits.contains(.verbatim) else { continue }
        let start = line.startIndex + range.lowerBound
        #expect(
          variable.value.elementsEqual(line[start..<start + range.count]),
          "seed \(seed) round \(round)")
      }
    }
  }

  @Test(arguments: seeds)
  func `any directive after another line loads without harm`(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    for round in 0..<300 {
      var text = Array("[a]\n".utf8)
      for _ in 0..<Int.random(in: 1..<8, using: &random) { text += random.directive() }
      let conf = ConfLoader.parse(text, path: "/main.conf")
      #expect(conf.outcome != .missing, "seed \(seed) round \(round)")
      for include in conf.includes {
        let line = conf.documents[Int(include.place.document)].line(Int(include.place.line))
        #expect(include.place.range.upperBound <= line.count, "seed \(seed) round \(round)")
      }
    }
  }

  @Test(arguments: seeds)
  func `comments are stripped as the original loop does`(seed: UInt64) {
    var random = SeededBytes(seed: seed)
    for round in 0..<400 {
      let text = random.confText(pieces: Int.random(in: 0..<120, using: &random))
        .filter { $0 != 0 && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "#") }
      let lines = BufferCommentMachine.liveLines(of: text)
      let expected = lines.compactMap { line -> [UInt8]? in
        guard line.first != UInt8(ascii: "\\"), let sign = line.firstIndex(of: 0x3D) else {
          return nil
        }
        return sign > 0 && line[sign - 1] == UInt8(ascii: "+") ? nil : Array(line[(sign + 1)...])
      }
      // The mark before the header keeps the first line of the text from being one.
      let conf = ConfLoader.parse(Array("[a]\n".utf8) + text)
      if conf.outcome == .invalid || lines.contains(where: { $0.first == UInt8(ascii: "\\") }) {
        continue
      }
      let found = conf.sections.flatMap(\.variables)
      let plain = expected.map { Self.stripped($0.first == 0x3E ? Array($0.dropFirst()) : $0) }
      let hasNames = lines.allSatisfy { line in
        line.firstIndex(of: 0x3D).map { sign in
          line[..<sign].contains { $0 > 32 } && line[sign == 0 ? 0 : sign - 1] != 0x2B
        } ?? true
      }
      if hasNames { #expect(found.map(\.value) == plain, "seed \(seed) round \(round)") }
    }
  }

  private static func stripped(_ bytes: [UInt8]) -> [UInt8] {
    guard let first = bytes.firstIndex(where: { $0 > 32 }),
      let last = bytes.lastIndex(where: { $0 > 32 })
    else { return [] }
    return Array(bytes[first...last])
  }
}
