/// The rules of the configuration reader that changed between Asterisk releases.
package struct ConfRules: Sendable, Hashable {
  /// A lookup takes the last of several values, since 23.0.0; the first before
  /// (`ast_variable_retrieve`).
  package var lastValueWins: Bool
  /// A UTF-8 byte order mark at the start is skipped, since 13.31, 16.8 and 17.2.
  package var skipsByteOrderMark: Bool

  /// Whether a byte from 0x80 on is negative, and so below a blank, where `process_text_line`
  /// compares a plain `char`: at the end of a directive's word (`*c > 32`) and after a leading
  /// backslash (`cur[0] < 33`).
  package var charIsSigned: Bool

  package init(
    lastValueWins: Bool = true, skipsByteOrderMark: Bool = true,
    charIsSigned: Bool = ConfRules.hostCharIsSigned
  ) {
    self.lastValueWins = lastValueWins
    self.skipsByteOrderMark = skipsByteOrderMark
    self.charIsSigned = charIsSigned
  }

  package static let newest = ConfRules()

  /// A plain `char` of the machine this runs on, whose Asterisk it reads for: signed on x86
  /// (System V ABI), unsigned on ARM (AAPCS) and the others Linux runs on.
  #if arch(x86_64) || arch(i386)
    package static let hostCharIsSigned = true
  #else
    package static let hostCharIsSigned = false
  #endif

  /// What a comparison of a plain `char` with a blank makes of a byte.
  func isBelowPrintable(_ byte: UInt8) -> Bool { byte < 33 || charIsSigned && byte > 127 }
}

/// What one load may take, so that a hostile configuration can neither hang nor exhaust memory.
package struct ConfLimits: Sendable, Hashable {
  /// Files read and include lines followed, repetitions counted; a glob over 20,000 one-mailbox
  /// files stays well below.
  package var files = 65_536
  /// Bytes read, repetitions counted.
  package var bytes = 64 << 20
  /// Variables held, inherited copies counted.
  package var variables = 300_000
  /// Diagnostics kept; the rest is only counted.
  package var diagnostics = 2_000
  /// Comparisons that lookups may cost beyond one pass over the input.
  package var comparisons = 100_000_000
  /// Whether documents keep their bytes, which only who edits or shows them needs.
  package var keepsText = true

  package init() {}
}
