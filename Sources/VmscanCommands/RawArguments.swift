import VmscanModel

/// The arguments whose bytes are no UTF-8, which `CommandLine` mends: what was typed, by what it
/// was mended to.
package struct RawArguments: Sendable {
  private var typed: [String: ByteText] = [:]

  package init(_ arguments: [[UInt8]] = []) {
    for argument in arguments where String(validating: argument, as: UTF8.self) == nil {
      note(argument[...])
      // Of `--spool=PATH` the path alone.
      if argument.starts(with: "--".utf8), let equals = argument.firstIndex(of: 0x3D) {
        note(argument[(equals + 1)...])
      }
    }
  }

  private mutating func note(_ bytes: ArraySlice<UInt8>) {
    typed[String(decoding: bytes, as: UTF8.self)] = ByteText(bytes: bytes)
  }

  /// The bytes of a path as they were typed.
  func path(_ text: String) -> ByteText { typed[text] ?? ByteText(text) }
}
