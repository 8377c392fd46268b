import Dispatch
import Glibc
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem

/// Speaks with a stand-in for Asterisk's control socket.
struct AsteriskConversationTests {
  /// Listens on a socket and answers the first caller; returns what it was sent.
  private func serve(_ path: String, answer: String) -> Descriptor {
    let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    listen(raw, 4)
    DispatchQueue.global().async {
      let caller = accept(raw, nil, nil)
      var request = [UInt8](repeating: 0, count: 512)
      let count = recv(caller, &request, request.count, 0)
      let isKnown = String(decoding: request.prefix(max(0, count)), as: UTF8.self)
        .hasPrefix("cli quit after core show channels concise\0")
      let bytes = Array((isKnown ? answer : "pbx/1/22\nNo such command\n").utf8)
      send(caller, bytes, bytes.count, 0)
      close(caller)
    }
    return Descriptor(raw)
  }

  @Test func `asks for the channels as the remote console does`() throws {
    let spool = try TestSpool()
    let server = serve(
      spool.root + "/asterisk.ctl",
      answer:
        "pbx/4711/22.10.1\na!b!c!1!Up!VoiceMailMain!1001@default!!!!3!1!!2\nSystem uptime: 9\n")
    let console = AsteriskConsole(runDirectory: ByteText(spool.root))
    let answer = try console.run(["core show channels concise", "core show uptime seconds"])
    #expect(answer.pid == 4711)
    #expect(answer.version == "22.10.1")
    #expect(answer.lines.count == 2)
    _ = server
  }

  @Test func `no socket is an error with its name`() throws {
    let spool = try TestSpool()
    #expect(
      throws: SystemError(
        code: ENOENT, attempt: "connect", path: ByteText(spool.root + "/asterisk.ctl"))
    ) { try AsteriskConsole(runDirectory: ByteText(spool.root)).run(["core show version"]) }
  }

  @Test func `a copied spool has no Asterisk`() throws {
    let spool = try TestSpool()
    let identity = try PosixFileOperations().identity(of: PurgeFixture(spool).openSpool())
    let local = LocalAsterisk(
      spool: identity, settings: AsteriskSettings(), spoolPath: ByteText(spool.spoolPath),
      usesAliases: false)
    #expect(local.state() == .notRunning)
    #expect(try local.sessions() == LiveSessions())
  }
}
