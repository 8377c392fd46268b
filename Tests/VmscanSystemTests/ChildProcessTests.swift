import Glibc
import Testing
import VmscanModel
import VmscanSystem

/// Whatever this process ignores or blocks, its children do not.
@Suite(.serialized) struct ChildProcessTests {
  private func output(_ words: [ByteText], searchesPath: Bool = false) throws -> String {
    let pipe = try SystemPipe()
    let child = try ChildProcess(
      words, searchesPath: searchesPath, environment: ["A=b"], input: .null,
      output: .descriptor(pipe.writing.raw))
    let reading = pipe.closeWriting()
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = try reading.read(into: &block, expecting: -1)
      guard count > 0 else { break }
      text += block[..<count]
    }
    #expect(child.wait() == .exited(0))
    return String(decoding: text, as: UTF8.self)
  }

  @Test func `signals that are ignored or blocked here are neither in a child`() throws {
    let pipes = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, pipes) }
    var (blocked, before) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let status = try output(["/bin/cat", "/proc/self/status"])
    let lines = status.split(separator: "\n").filter {
      $0.hasPrefix("SigBlk") || $0.hasPrefix("SigIgn")
    }
    #expect(lines.count == 2)
    for line in lines {
      let set = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
      // Signals 32 and 33 are the C library's own.
      #expect(set.map { $0 & ~(3 << 31) } == 0, "\(line)")
    }
  }

  @Test func `a child has the environment and the words it is given`() throws {
    #expect(try output(["/usr/bin/env"]) == "A=b\n")
    #expect(try output(["/usr/bin/printf", "%s|", "a b", "", "c"]) == "a b||c|")
    #expect(try output(["printf", "x"], searchesPath: true) == "x")
  }

  @Test func `what cannot be started is an error with the program's name`() {
    let error = #expect(throws: SystemError.self) { try ChildProcess(["/nothing/here"]) }
    #expect(error == SystemError(code: ENOENT, attempt: "start", path: "/nothing/here"))
    #expect(throws: SystemError.self) { try ChildProcess([]) }
    #expect(throws: SystemError.self) {
      try ChildProcess(["/bin/echo", ByteText(bytes: [0x61, 0, 0x62])])
    }
  }

  @Test func `how a child ended is told`() throws {
    #expect(try ChildProcess(["/bin/sh", "-c", "exit 7"]).wait() == .exited(7))
    let killed = try #require(try ChildProcess(["/bin/sh", "-c", "kill -9 $$"]).wait())
    #expect(killed == .killed(signal: SIGKILL) && killed.shellStatus == 137 && !killed.isSuccess)
  }

  @Test func `a child that does not end in time is stopped with its group`() throws {
    let pipe = try SystemPipe()
    let child = try ChildProcess(
      ["/bin/sh", "-c", "sleep 600 & sleep 600"], input: .null,
      output: .descriptor(pipe.writing.raw), hasOwnGroup: true)
    let reading = pipe.closeWriting()
    #expect(try child.wait(atMost: .milliseconds(20)) == nil)
    child.kill()
    #expect(child.wait() == .killed(signal: SIGKILL))
    // The pipe ends only when nobody of the group holds it any more.
    var block = [UInt8](repeating: 0, count: 1)
    #expect(try reading.read(into: &block, expecting: 1) == 0)
  }
}
