import VmscanModel
import VmscanSystem

/// The first bytes of a log, by which it is known again.
struct LogHead: Sendable, Equatable {
  /// As many bytes as are compared, enough to hold several time stamps.
  static let longest = 1024

  private(set) var bytes: [UInt8] = []

  var isFull: Bool { bytes.count == Self.longest }

  mutating func add(_ buffer: [UInt8], _ range: Range<Int>) {
    guard !isFull else { return }
    bytes += buffer[range].prefix(Self.longest - bytes.count)
  }

  func digest(_ length: Int) -> UInt64 { Digest64.of(0..<min(length, bytes.count), bytes.span) }

  /// Reads the head of a file.
  static func of(_ file: LogFile) throws(LogReadError) -> LogHead {
    var head = LogHead()
    var buffer = [UInt8](repeating: 0, count: longest)
    let source = try LogDescriptor.opened(file)
    while !head.isFull {
      let count = try source.read(into: &buffer, from: 0)
      if count == 0 { break }
      head.add(buffer, 0..<count)
    }
    return head
  }
}
