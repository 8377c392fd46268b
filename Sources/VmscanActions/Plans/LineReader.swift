import VmscanModel
import VmscanSystem

/// Reads the lines of an open file one by one, from its beginning, whatever its size.
struct LineReader {
  /// No line of a plan is longer; a file without line ends must not fill the memory.
  private static let longest = 1 << 26
  private static let piece = 1 << 16

  private let file: Descriptor
  private let files: any FileOperations
  private var offset: Int64 = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(_ file: Descriptor, files: any FileOperations) {
    self.file = file
    self.files = files
  }

  /// The next line without its end; `nil` after the last.
  ///
  /// - Throws: `SystemError`, or `PurgeRefusal.planDamaged` when the last line has no end.
  mutating func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return buffer[start..<end]
      }
      searched = buffer.count
      guard !isAtEnd else {
        if start == buffer.count { return nil }
        throw PurgeRefusal.planDamaged("it is not complete")
      }
      guard buffer.count - start <= Self.longest else {
        throw PurgeRefusal.planDamaged("a line of it is too long")
      }
      buffer.removeFirst(start)
      searched -= start
      start = 0
      let piece = try files.read(file, at: offset, limit: Self.piece)
      offset += Int64(piece.count)
      isAtEnd = piece.isEmpty
      buffer += piece
    }
  }
}
