import Foundation
import Glibc
import Testing
import VmscanSystem

struct AtomicFileTests {
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { directory.appending(path: name).path }

  private func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test
  func `a new file has the contents and the mode asked for and nothing is left beside it`() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    try AtomicFile.replace(path("new"), with: Array("first".utf8), mode: 0o640)
    #expect(try String(contentsOfFile: path("new"), encoding: .utf8) == "first")
    #expect(try mode("new") == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["new"])
  }

  /// In a process of its own, since what others write meanwhile would be discarded too.
  @Test func `what is being written is gone when the process ends at once`() async throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    try AtomicFile.replace(path("report"), with: Array("old".utf8))
    let report = path("report")
    await #expect(processExitsWith: .exitCode(5)) { [report = report as String] in
      try AtomicFile.replace(report) { write in
        try write(Array("new".utf8))
        AtomicFile.discardUnfinished()
        _exit(5)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["report"])
    #expect(try String(contentsOfFile: path("report"), encoding: .utf8) == "old")
  }

  @Test
  func `a file that exists keeps its mode`() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let made = FileManager.default.createFile(
      atPath: path("old"), contents: Data("x".utf8), attributes: [.posixPermissions: 0o604])
    #expect(made)
    try AtomicFile.replace(path("old"), with: Array("y".utf8))
    #expect(try String(contentsOfFile: path("old"), encoding: .utf8) == "y")
    #expect(try mode("old") == 0o604)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make files for others"))
  func `a new file of root belongs to the owner of its directory, where that is asked for`() throws
  {
    defer { try? FileManager.default.removeItem(at: directory) }
    func owner(_ name: String) throws -> [Int?] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
      return [attributes[.ownerAccountID] as? Int, attributes[.groupOwnerAccountID] as? Int]
    }
    chown(directory.path, 1234, 4321)
    try AtomicFile.replace(path("own"), with: [1])
    #expect(try owner("own") == [0, 0])
    for contents in ["one", "two"] {
      try AtomicFile.replace(path("theirs"), with: Array(contents.utf8), inheritsOwner: true)
      #expect(try owner("theirs") == [1234, 4321])
    }
    try AtomicFile.replace(path("own"), with: [2], inheritsOwner: true)
    #expect(try owner("own") == [0, 0])
  }

  @Test
  func `a symbolic link is replaced and its target left alone`() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    try "kept".write(toFile: path("target"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("target"))
    try AtomicFile.replace(path("link"), with: Array("new".utf8))
    #expect(try String(contentsOfFile: path("target"), encoding: .utf8) == "kept")
    #expect(try String(contentsOfFile: path("link"), encoding: .utf8) == "new")
  }

  @Test
  func `a directory that is missing is an error that names the step`() {
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(throws: AtomicFileError.self) {
      try AtomicFile.replace(path("no/such/place"), with: [])
    }
  }
}

extension AtomicFileTests {
  @Test
  func `a device is written to and stays a device, a directory is refused`() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let link = path("stream")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/dev/full")
    #expect(throws: AtomicFileError.self) { try AtomicFile.replace(link, with: [1]) }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/full")
    #expect(throws: AtomicFileError.self) { try AtomicFile.replace(directory.path, with: [1]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["stream"])
  }

  @Test
  func `a pipe gets the bytes`() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    let reader = open(path("pipe"), O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try AtomicFile.replace(path("pipe"), with: Array("through".utf8))
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(reader, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through")
  }
}
