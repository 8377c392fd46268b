import Glibc
package import VmscanModel
import VmscanSystem

/// Asks the Asterisk of this machine for its release by running `asterisk -V`.
///
/// No shell, an empty environment and bounded time; the program must belong to root and be
/// changeable by nobody else, for a scan may run as root.
package struct AsteriskVersionProbe: Sendable {
  package var program: String
  /// Who must own the program.
  package var owner: UInt32
  /// Milliseconds.
  package var patience: Int32

  package init(program: String = "/usr/sbin/asterisk", owner: UInt32 = 0, patience: Int32 = 3000) {
    self.program = program
    self.owner = owner
    self.patience = patience
  }

  /// The release; `nil` when there is no such program, it is not to be trusted or does not answer.
  package func version() -> AsteriskVersion? {
    guard isTrustworthy, let text = output() else { return nil }
    guard text.hasPrefix("Asterisk ") else { return nil }
    return AsteriskVersion(parsing: String(text.dropFirst("Asterisk ".count)))
  }

  private var isTrustworthy: Bool {
    var status = stat()
    return stat(program, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_uid == owner && status.st_mode & 0o022 == 0 && access(program, X_OK) == 0
  }

  /// At most 4 KiB of what it prints; `nil` when it fails or takes too long.
  private func output() -> String? {
    guard let pipe = try? SystemPipe() else { return nil }
    let child = try? ChildProcess(
      [ByteText(program), "-V"], environment: ["LC_ALL=C"], input: .null,
      output: .descriptor(pipe.writing.raw), errors: .null)
    let reading = pipe.closeWriting()
    guard let child else { return nil }
    let bytes = read(reading.raw)
    if bytes == nil { child.kill() }
    guard child.wait()?.isSuccess == true, let bytes else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Everything up to the end, or `nil` once the time is over.
  private func read(_ descriptor: Int32) -> [UInt8]? {
    let end = ContinuousClock.now + .milliseconds(Int(patience))
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= 4096 {
      let left = end - .now
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else { return nil }
      var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waited, 1, Int32(clamping: milliseconds))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
    return nil
  }
}
