import Glibc
import VmscanModel
import VmscanSystem

/// An open log, unpacked on the way when need be; closes it and ends the unpacking program.
struct LogDescriptor: ~Copyable {
  private let descriptor: Int32
  private let child: ChildProcess?
  let status: stat

  private static let folders = ["/usr/bin/", "/bin/", "/usr/local/bin/"]

  private init(_ descriptor: Int32, _ child: ChildProcess?, _ status: stat) {
    self.descriptor = descriptor
    self.child = child
    self.status = status
  }

  /// Opens a file as it is; `-` is standard input.
  ///
  /// Any other pipe could keep the reader waiting for ever, so only those that are open already,
  /// such as a shell's `/dev/fd/63`, are read.
  private static func plain(_ file: LogFile) throws(LogReadError) -> LogDescriptor {
    let descriptor =
      file.path == "-"
      ? dup(STDIN_FILENO)
      : open(text(file.path.bytes), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw LogReadError(path: file.path, errno, "cannot open") }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw LogReadError(path: file.path, code, "cannot read")
    }
    let kind = status.st_mode & S_IFMT
    let isOpenPipe = kind == S_IFIFO && openFiles.contains { file.path.bytes.starts(with: $0.utf8) }
    guard kind == S_IFREG || isOpenPipe || file.path == "-" && kind != S_IFDIR else {
      close(descriptor)
      guard kind != S_IFDIR else { throw LogReadError(path: file.path, EISDIR, "cannot read") }
      throw LogReadError(path: file.path, 0, "is no regular file, so it is not read as")
    }
    if isOpenPipe { _ = fcntl(descriptor, F_SETFL, 0) }
    return LogDescriptor(descriptor, nil, status)
  }

  private static let openFiles = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"]

  /// Opens a file, unpacking it when its name says so.
  static func opened(_ file: LogFile) throws(LogReadError) -> LogDescriptor {
    let plain = try plain(file)
    guard let packing = file.packing else { return plain }
    guard let tool = tool(packing.command[0]) else {
      throw LogReadError(path: file.path, 0, "\(packing.command[0]) is not installed to unpack")
    }
    do throws(SystemError) {
      let pipe = try SystemPipe()
      let child = try ChildProcess(
        [ByteText(tool)] + packing.command.dropFirst().map { ByteText($0) },
        environment: ["LC_ALL=C"], input: .descriptor(plain.descriptor),
        output: .descriptor(pipe.writing.raw), errors: .null)
      return LogDescriptor(pipe.closeWriting().release(), child, plain.status)
    } catch {
      throw LogReadError(path: file.path, 0, "cannot run \(tool) to unpack")
    }
  }

  /// Reads a file to its end for nothing but to see whether it can be read.
  static func readThrough(_ file: LogFile) throws(LogReadError) {
    let source = try opened(file)
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    do throws(LogReadError) {
      while try source.read(into: &buffer, from: 0) > 0 {}
    } catch {
      throw LogReadError(path: file.path, error.code, error.action)
    }
    try source.finish(file)
  }

  /// Waits for the unpacking program after the end was read.
  ///
  /// - Throws: When it failed: then the text is not whole.
  consuming func finish(_ file: LogFile) throws(LogReadError) {
    let (descriptor, child) = (descriptor, child)
    discard self
    close(descriptor)
    guard let child else { return }
    guard child.wait()?.isSuccess == true else {
      throw LogReadError(path: file.path, 0, "could not wholly unpack")
    }
  }

  deinit {
    close(descriptor)
    if let child {
      // Still there only when reading stopped early.
      child.kill(SIGTERM)
      child.wait()
    }
  }

  static func tool(_ name: String) -> String? {
    folders.map { $0 + name }.first { access($0, X_OK) == 0 }
  }

  /// Goes on at a position of a plain file without reading what lies before it.
  ///
  /// - Returns: The file's head; `nil`, the position unchanged, when it cannot be done.
  func jump(to offset: Int64) -> LogHead? {
    guard child == nil, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var start = [UInt8](repeating: 0, count: LogHead.longest)
    let count = pread(descriptor, &start, start.count, 0)
    guard count > 0, lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) else {
      return nil
    }
    var head = LogHead()
    head.add(start, 0..<count)
    return head
  }

  /// Fills the buffer from `from` on; 0 at the end.
  func read(into buffer: inout [UInt8], from: Int) throws(LogReadError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes -> Int in
        // The slice is empty only when `from` is the buffer's end, where read takes no bytes.
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[from...])
        return Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw LogReadError(path: "", errno, "cannot read on in") }
    }
  }

  /// A path as C takes it.
  static func text(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}
