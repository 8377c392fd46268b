/// The number in a caller id (`ast_callerid_parse`).
package enum CallerNumber {
  /// What stands in `<>`, or the whole when it is nothing but a number; `nil` without one.
  package static func number(in callerID: [UInt8]) -> ArraySlice<UInt8>? {
    if let start = callerID.lastIndex(of: UInt8(ascii: "<")) {
      let rest = callerID[(start + 1)...]
      return rest.firstIndex(of: UInt8(ascii: ">")).map { rest[..<$0] }
    }
    let punctuation = Array("+-(). \"".utf8)
    let isNumber = callerID.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || punctuation.contains($0) }
    return isNumber && !callerID.isEmpty ? callerID[...] : nil
  }
}
