import VmscanFormats
import VmscanModel

/// Tells files that another program writes by what their first comments say.
enum GeneratedFile {
  private static let lines = 30
  private static let marks = ["generated", "do not edit", "do not modify", "managed by"]

  /// Comments with `;!` are Asterisk's own and change nothing about whose the file is.
  static func isGenerated(_ document: ConfDocument) -> Bool {
    (1...lines).contains { number in
      let line = ByteText(bytes: document.line(number)).stripped
      guard line.bytes.first == UInt8(ascii: ";"), !line.bytes.starts(with: Array(";!".utf8))
      else { return false }
      let text = String(decoding: line.lowercased.bytes, as: UTF8.self)
      return marks.contains { text.contains($0) }
    }
  }
}
