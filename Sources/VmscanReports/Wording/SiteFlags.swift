package import VmscanModel

/// The flags that make a command of a report look at the same site again, ready for a shell.
package enum SiteFlags {
  /// Pairs of a flag and its value as words of a command, quoted where the shell needs it.
  ///
  /// A value that cannot be shown as it is stands as a word in capitals to be filled in.
  package static func words(_ pairs: [(flag: String, value: ByteText)]) -> [String] {
    pairs.flatMap { [$0.flag, quoted($0.value) ?? $0.flag.drop { $0 == "-" }.uppercased()] }
  }

  /// `nil` for what only raw bytes or escapes can tell.
  private static func quoted(_ value: ByteText) -> String? {
    guard let text = value.utf8String, TerminalText.escape(text) == text else { return nil }
    guard !text.isEmpty, text.utf8.allSatisfy(isHarmless) else {
      return "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
    }
    return text
  }

  /// Letters, digits and signs that mean nothing to a shell.
  static func isHarmless(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
      || "@._-+/:,%=".utf8.contains(byte)
  }
}
