import Glibc
import Testing

import VmscanSystem

/// Calls that wait for the other end of a socket.
struct StallWatchTests {
  private func pair() throws -> [Int32] {
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return ends
  }

  @Test
  func `a call that nobody answers ends`() throws {
    let ends = try pair()
    defer { for end in ends { close(end) } }
    let watch = StallWatch([ends[0]])
    var byte: UInt8 = 0
    #expect(watch.limit(1) { read(ends[0], &byte, 1) } == 0)
    #expect(watch.hasEnded)
  }

  @Test
  func `a call that is answered does not, and no time counts between two`() throws {
    let ends = try pair()
    defer { for end in ends { close(end) } }
    let watch = StallWatch([ends[0]])
    var byte: UInt8 = 7
    for _ in 0..<2 {
      #expect(write(ends[1], &byte, 1) == 1)
      #expect(watch.limit(60) { read(ends[0], &byte, 1) } == 1)
    }
    #expect(!watch.hasEnded)
  }

  @Test
  func `sockets that are open are found, and files are not`() throws {
    let ends = try pair()
    let file = open("/dev/null", O_RDONLY)
    #expect(StallWatch.openSockets.isSuperset(of: ends))
    #expect(!StallWatch.openSockets.contains(file))
    for end in ends + [file] { close(end) }
  }
}
