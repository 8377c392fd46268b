import FoundationEssentials

/// A list of a document that is written element by element, so that memory does not grow with it.
///
/// In the document stands a marker in its place. No text of a document can be one, since
/// `TerminalText` escapes control characters.
enum StreamedList: String, CaseIterable, Encodable {
  case findings, mailboxes, messages, results

  private var marker: String { "\u{0}" + rawValue }

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(marker)
  }

  /// Where the marker stands in an encoded document.
  fileprivate func place(in document: [UInt8], _ encoder: JSONEncoder) throws -> Range<Int>? {
    document.firstRange(of: Array(try encoder.encode(marker)))
  }
}

/// Writes a document on lines, byte for byte as `JSONReport.encode` would.
enum JSONStream {
  /// `elements` is called once for each list of the document, in the order they are written, to
  /// write its elements.
  static func write(
    _ document: some Encodable, to sink: ([UInt8]) throws -> Void,
    elements: (StreamedList, JSONElementWriter) throws -> Void
  ) throws {
    let encoder = JSONReport.encoder(isPretty: true)
    let shell = try JSONReport.encode(document)
    let places = try StreamedList.allCases.compactMap { list in
      try list.place(in: shell, encoder).map { (list: list, range: $0) }
    }
    try withoutActuallyEscaping(sink) { sink in
      var start = 0
      for (list, range) in places.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
        let indent = shell[..<range.lowerBound].reversed().prefix { $0 == 0x20 }.count
        let head = shell[start..<range.lowerBound - indent]
        let writer = JSONElementWriter(encoder, indent: indent, after: head, sink: sink)
        try elements(list, writer)
        try writer.finish()
        start = range.upperBound
      }
      try sink(Array(shell[start...]))
    }
  }
}

/// Writes the elements of one list.
final class JSONElementWriter {
  private let encoder: JSONEncoder
  private let margin: [UInt8]
  private let sink: ([UInt8]) throws -> Void
  private var buffer: [UInt8]
  private var isFirst = true
  /// Written in pieces of about this many bytes.
  private static let piece = 1 << 16

  fileprivate init(
    _ encoder: JSONEncoder, indent: Int, after head: ArraySlice<UInt8>,
    sink: @escaping ([UInt8]) throws -> Void
  ) {
    self.encoder = encoder
    self.sink = sink
    margin = [UInt8](repeating: 0x20, count: indent)
    buffer = Array(head)
  }

  func write(_ element: some Encodable) throws {
    if !isFirst { buffer += [0x2C, 0x0A] }
    isFirst = false
    for line in try encoder.encode(element).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    {
      // The empty line in an empty list has no margin.
      if !line.isEmpty { buffer += margin }
      buffer += line
      buffer.append(0x0A)
    }
    buffer.removeLast()
    guard buffer.count >= Self.piece else { return }
    try finish()
  }

  fileprivate func finish() throws {
    try sink(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
