import COdbc
import VmscanModel

/// Texts for the question marks of a statement; must live until it was run.
final class OdbcParameters {
  private let bytes: UnsafeMutablePointer<UInt8>
  private let lengths: UnsafeMutablePointer<Int>
  private let offsets: [Int]

  init(_ texts: [ByteText]) {
    bytes = .allocate(capacity: texts.reduce(1) { $0 + $1.count + 1 })
    lengths = .allocate(capacity: texts.count + 1)
    var (offsets, end): ([Int], Int) = ([], 0)
    for (index, text) in texts.enumerated() {
      offsets.append(end)
      (bytes + end).initialize(from: text.bytes + [0], count: text.count + 1)
      lengths[index] = text.count
      end += text.count + 1
    }
    self.offsets = offsets
  }

  deinit {
    bytes.deallocate()
    lengths.deallocate()
  }

  func bind(to statement: codbc_handle?) -> Int16 {
    for (index, offset) in offsets.enumerated() {
      let result = codbc_bind_parameter(
        statement, UInt16(index + 1), Int16(CODBC_INPUT), Int16(CODBC_CHAR),
        Int16(CODBC_VARCHAR), UInt(max(1, lengths[index])), 0, bytes + offset,
        lengths[index] + 1, lengths + index)
      guard result >= 0, result <= 1 else { return result }
    }
    return 0
  }
}
