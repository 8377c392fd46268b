import Glibc
import VmscanModel
import VmscanSystem

/// A connected stream socket with a limit on every wait.
struct StreamSocket: Sendable {
  let descriptor: Descriptor

  /// Connects to a socket in the file system.
  init(path: ByteText, timeout: Duration) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
      guard path.count < target.count else { return false }
      target.copyBytes(from: path.bytes)
      return true
    }
    guard fits else { throw SystemError(code: ENAMETOOLONG, attempt: "connect", path: path) }
    descriptor = try Self.make(AF_UNIX, timeout, path)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let raw = descriptor.raw
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(raw, $0, size) }
    }
    guard result == 0 else { throw SystemError.last("connect", path) }
  }

  /// Connects by TCP to the first address of the host that answers.
  init(host: String, port: UInt16, timeout: Duration) throws {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let name = ByteText("\(host):\(port)")
    guard getaddrinfo(host, "\(port)", &hints, &list) == 0 else {
      throw SystemError(code: EHOSTUNREACH, attempt: "resolve", path: name)
    }
    defer { freeaddrinfo(list) }
    var failure = SystemError(code: EHOSTUNREACH, attempt: "connect", path: name)
    var next = list
    while let info = next?.pointee {
      next = info.ai_next
      let candidate = try Self.make(info.ai_family, timeout, name)
      if connect(candidate.raw, info.ai_addr, info.ai_addrlen) == 0 {
        descriptor = candidate
        return
      }
      failure = SystemError.last("connect", name)
    }
    throw failure
  }

  private static func make(
    _ family: Int32, _ timeout: Duration, _ name: ByteText
  ) throws -> Descriptor {
    let raw = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw SystemError.last("make socket", name) }
    let descriptor = Descriptor(raw)
    var limit = timeval(
      tv_sec: Int(timeout.components.seconds),
      tv_usec: Int(timeout.components.attoseconds / 1_000_000_000_000))
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(raw, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    return descriptor
  }

  func send(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor.raw, buffer.baseAddress?.advanced(by: done), bytes.count - done,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 || (count < 0 && errno == EINTR) else {
        throw SystemError.last("send to", "Asterisk")
      }
      done += max(0, count)
    }
  }

  /// The next bytes; empty at the end of the stream.
  func receive() throws -> [UInt8] {
    while true {
      var got = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
        got = recv(descriptor.raw, buffer.baseAddress, buffer.count, 0)
        count = max(0, got)
      }
      if got >= 0 { return piece }
      guard errno == EINTR else { throw SystemError.last("hear from", "Asterisk") }
    }
  }
}
