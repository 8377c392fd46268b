/// Gives the loader the files behind a name, so that loading itself opens nothing.
package protocol ConfFileProvider {
  /// What `glob(3)` with GLOB_NOMAGIC and GLOB_BRACE finds for an absolute path or pattern, in
  /// its order, each with its text.
  mutating func files(matching pattern: [UInt8]) -> [ConfFoundFile]
}

/// One file name a pattern stands for.
package enum ConfFoundFile: Sendable {
  case text(path: [UInt8], bytes: [UInt8])
  /// Nothing there under that name.
  case missing(path: [UInt8])
  /// A directory, pipe or device, which Asterisk skips.
  case notRegular(path: [UInt8])
  /// There, but this program cannot read it although Asterisk perhaps can.
  case unreadable(path: [UInt8], reason: String)
}

/// A provider for text that is already in memory and may not refer to other files.
package struct ConfSingleText: ConfFileProvider {
  private let path: [UInt8]
  private let bytes: [UInt8]

  package init(path: [UInt8], bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package func files(matching pattern: [UInt8]) -> [ConfFoundFile] {
    pattern == path ? [.text(path: path, bytes: bytes)] : [.missing(path: pattern)]
  }
}
