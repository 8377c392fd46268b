import VmscanModel

/// The audio formats Asterisk's format modules register, by their extensions.
enum RecordingFormats {
  /// Names of one format are in one row; the case counts (`exts_compare`).
  private static let rows: [[String]] = [
    ["wav"], ["wav16"], ["WAV", "wav49"], ["gsm"], ["pcm", "ulaw", "ul", "mu", "ulw"],
    ["alaw", "al", "alw"], ["au"], ["g719"], ["g722"], ["g723", "g723sf"], ["g726-40"],
    ["g726-32"], ["g726-24"], ["g726-16"], ["g729"], ["h263"], ["h264"], ["ilbc"], ["ogg"],
    ["opus"], ["siren7"], ["siren14"], ["vox"], ["sln", "slin", "raw"], ["sln12"], ["sln16"],
    ["sln24"], ["sln32"], ["sln44"], ["sln48"], ["sln96"], ["sln192"], ["c2"], ["spx"], ["spx16"],
    ["spx32"], ["mp3"],
  ]

  private static let rowOfName: [String: Int] = Dictionary(
    rows.enumerated().flatMap { row in row.element.map { ($0, row.offset) } },
    uniquingKeysWith: { first, _ in first })

  /// Bytes kept of the reduced list (`vmfmts`).
  private static let limit = 79

  /// The list Asterisk records in: unknown names and repetitions dropped (`ast_format_str_reduce`),
  /// then cut to 79 bytes; `wav` when nothing is left.
  ///
  /// - Returns: the formats, and the names that were dropped as unknown.
  static func reduced(_ value: [UInt8]) -> (formats: [ByteText], unknown: [ByteText]) {
    var seen: Set<Int> = []
    var formats: [ByteText] = []
    var unknown: [ByteText] = []
    for token in value.split(separator: UInt8(ascii: "|")) {
      let name = ByteText(bytes: token)
      guard let row = name.utf8String.flatMap({ rowOfName[$0] }) else {
        unknown.append(name)
        continue
      }
      if seen.insert(row).inserted { formats.append(name) }
    }
    guard !formats.isEmpty else { return (["wav"], unknown) }
    let bar = UInt8(ascii: "|")
    let kept = Array(formats.map(\.bytes).joined(separator: [bar])).prefix(limit)
    return (kept.split(separator: bar).map { ByteText(bytes: $0) }, unknown)
  }
}
