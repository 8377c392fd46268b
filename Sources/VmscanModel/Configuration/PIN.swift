/// A voicemail PIN; lives in memory only and shows itself nowhere.
///
/// Not `Codable`, not printable, not reflectable, so that it can reach neither a report nor the store.
package struct PIN: Sendable {
  private let digits: [UInt8]

  package init(_ bytes: [UInt8]) { digits = bytes }

  /// Hands the bytes to a judgement that must return something else than the PIN.
  package func withBytes<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
    try body(digits)
  }

  package func isSame(as other: PIN) -> Bool { digits == other.digits }
}

extension PIN: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<PIN>" }
  package var debugDescription: String { "<PIN>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension PIN: Hashable {}
