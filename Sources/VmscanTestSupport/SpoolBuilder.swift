import Glibc
package import VmscanModel

/// Builds a voicemail spool for a test; the tree goes away with the builder.
///
/// Paths are relative to the directory that holds the contexts, such as
/// `default/1001/INBOX/msg0000.txt`. Parents are made when missing.
package struct SpoolBuilder: Sendable {
  package let directory: TemporaryDirectory

  /// The spool's root, the directory that holds the contexts.
  package var root: ByteText { directory.path }

  package init() throws { directory = try TemporaryDirectory() }

  /// The absolute path of something in the spool.
  package func path(_ relative: ByteText) -> ByteText { directory.appending(relative) }

  package func makeDirectory(_ relative: ByteText, mode: UInt32? = nil) throws {
    try TestFiles.makeParents(of: path(ByteText(bytes: relative.bytes + [0x2F])))
    try setMode(relative, mode)
  }

  package func write(
    _ relative: ByteText, _ contents: String, mode: UInt32? = nil, modified: Timestamp? = nil
  ) throws {
    try write(relative, bytes: Array(contents.utf8), mode: mode, modified: modified)
  }

  package func write(
    _ relative: ByteText, bytes: [UInt8], mode: UInt32? = nil, modified: Timestamp? = nil
  ) throws {
    try TestFiles.write(bytes, to: path(relative))
    try setMode(relative, mode)
    if let modified { try setModified(relative, modified) }
  }

  /// Makes a message: envelope, unless `nil`, and one file per format.
  package func message(
    _ number: Int, in folder: Folder = .inbox, mailbox: String = "1001",
    context: String = "default", envelope: EnvelopeText? = EnvelopeText(),
    formats: [String] = ["wav"], audioBytes: Int = 64, modified: Timestamp? = nil
  ) throws {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let base = "\(context)/\(mailbox)/\(folder.name)/msg\(padded)"
    for format in formats {
      let audio = [UInt8](repeating: 0x55, count: audioBytes)
      try write(ByteText("\(base).\(format)"), bytes: audio, mode: 0o644, modified: modified)
    }
    if let envelope {
      try write(ByteText("\(base).txt"), envelope.text, mode: 0o666, modified: modified)
    }
  }

  package func link(_ relative: ByteText, to target: ByteText) throws {
    try TestFiles.makeParents(of: path(relative))
    let result = target.withCString { from in path(relative).withCString { symlink(from, $0) } }
    guard result == 0 else { throw SystemFailure("symlink", relative) }
  }

  package func hardLink(_ relative: ByteText, to existing: ByteText) throws {
    try TestFiles.makeParents(of: path(relative))
    let result = path(existing).withCString { old in
      path(relative).withCString { Glibc.link(old, $0) }
    }
    guard result == 0 else { throw SystemFailure("link", relative) }
  }

  package func makePipe(_ relative: ByteText) throws {
    try TestFiles.makeParents(of: path(relative))
    guard path(relative).withCString({ mkfifo($0, 0o644) }) == 0 else {
      throw SystemFailure("mkfifo", relative)
    }
  }

  package func remove(_ relative: ByteText) { removeTree(path(relative)) }

  package func setMode(_ relative: ByteText, _ mode: UInt32?) throws {
    guard let mode else { return }
    guard path(relative).withCString({ chmod($0, mode) }) == 0 else {
      throw SystemFailure("chmod", relative)
    }
  }

  /// Sets modification and access time, of a link itself when it is one.
  package func setModified(_ relative: ByteText, _ time: Timestamp) throws {
    let moment = timespec(tv_sec: Int(time.epochSeconds), tv_nsec: 0)
    let result = path(relative).withCString { name in
      [moment, moment].withUnsafeBufferPointer {
        utimensat(AT_FDCWD, name, $0.baseAddress, AT_SYMLINK_NOFOLLOW)
      }
    }
    guard result == 0 else { throw SystemFailure("utimensat", relative) }
  }
}
