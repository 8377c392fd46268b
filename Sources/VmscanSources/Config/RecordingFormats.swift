import VmscanFormats
import VmscanModel

/// The formats that a configuration names, of those Asterisk's format modules register.
enum RecordingFormats {
  private static let rowOfName: [String: Int] = Dictionary(
    AudioFormats.registered.enumerated().flatMap { row in row.element.map { ($0, row.offset) } },
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
