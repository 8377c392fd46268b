import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSystem

struct FilesystemTests {
  private let spool: SpoolBuilder
  init() throws { spool = try SpoolBuilder() }

  private func error(_ body: () throws(SystemError) -> Void) -> String? {
    do throws(SystemError) { try body() } catch { return error.name }
    return nil
  }

  @Test func `errors have the names of the manual`() {
    #expect(SystemError(EACCES).name == "EACCES")
    #expect(SystemError(ENOENT).description == "ENOENT (No such file or directory)")
    #expect(SystemError(4000).name == "errno 4000")
  }

  @Test func `a link is not opened, neither as a file nor as a directory`() throws {
    try spool.write("file", "x")
    try spool.makeDirectory("directory")
    try spool.link("toFile", to: "file")
    try spool.link("toDirectory", to: "directory")
    var opener = Opener()
    let root = try opener.openDirectory(spool.root)
    #expect(
      error { () throws(SystemError) in
        _ = try opener.open("toFile", in: root, asDirectory: false)
      } == "ELOOP")
    let directoryError = error { () throws(SystemError) in
      _ = try opener.open("toDirectory", in: root, asDirectory: true)
    }
    #expect(directoryError == "ELOOP" || directoryError == "ENOTDIR")
    #expect(
      error { () throws(SystemError) in
        _ = try opener.open("file", in: root, asDirectory: true)
      } == "ENOTDIR")
    #expect(
      error { () throws(SystemError) in
        _ = try opener.open("nothing", in: root, asDirectory: false)
      } == "ENOENT")
  }

  @Test func `the root an administrator names may be a link`() throws {
    try spool.write("real/context/file", "x")
    try spool.link("root", to: "real")
    var opener = Opener()
    let root = try opener.openDirectory(spool.path("root"))
    #expect(try root.identity(of: "context").isDirectory)
  }

  @Test func `reading leaves the access time as it was`() throws {
    try spool.write("file", "text", modified: Timestamp(1_000_000_000))
    var opener = Opener()
    let root = try opener.openDirectory(spool.root)
    let file = try opener.open("file", in: root, asDirectory: false)
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(try file.read(into: &buffer, expecting: 4) == 4)
    #expect(Array(buffer.prefix(4)) == Array("text".utf8))
    var status = stat()
    #expect(fstat(file.raw, &status) == 0)
    #expect(status.st_atim.tv_sec == 1_000_000_000)
  }

  @Test(arguments: [0, 1, 7, 15, 16, 17, 100])
  func `a read stops at the buffer's size or the file's end`(size: Int) throws {
    let contents = (0..<size).map { UInt8($0 & 0xFF) }
    try spool.write("file", bytes: contents)
    var opener = Opener()
    let root = try opener.openDirectory(spool.root)
    for expected in [0, 1, size, size + 5] {
      let file = try opener.open("file", in: root, asDirectory: false)
      var buffer = [UInt8](repeating: 0xAA, count: 16)
      let count = try file.read(into: &buffer, expecting: Int64(expected))
      // A size that has grown since it was asked for is read at least as far as it was known.
      #expect(count == min(size, 16) || (count >= min(expected, size) && expected < size))
      #expect(Array(buffer[..<count]) == Array(contents.prefix(count)))
    }
  }

  @Test func `a listing longer than the buffer has every name once, with its type`() throws {
    for number in 0..<3000 { try spool.write(ByteText("big/a-rather-long-name-\(number)"), "") }
    try spool.makeDirectory("big/directory")
    try spool.link("big/link", to: "x")
    try spool.makePipe("big/pipe")
    try spool.write(ByteText(bytes: Array("big/".utf8) + [0xFF, 0x0A]), "")
    var opener = Opener()
    var lister = DirectoryLister()
    let root = try opener.openDirectory(spool.root)
    let big = try opener.open("big", in: root, asDirectory: true)
    var found: [ByteText: EntryType] = [:]
    var count = 0
    try lister.forEachEntry(of: big) { name, type in
      found[ByteText(bytes: name.indices.map { name[$0] })] = type
      count += 1
    }
    #expect(count == 3004 && found.count == 3004)
    #expect(found["directory"] == .directory && found["link"] == .link && found["pipe"] == .other)
    #expect(found[ByteText(bytes: [0xFF, 0x0A])] == .file)
  }

  @Test func `a descriptor is closed at the end of its scope`() throws {
    var opener = Opener()
    var raw: CInt = -1
    do {
      let root = try opener.openDirectory(spool.root)
      raw = root.raw
      #expect(try root.identity().isDirectory)
      let none = OwnedDescriptor.none
      #expect(error { () throws(SystemError) in _ = try none.identity() } == "EBADF")
    }
    // Other tests open files at the same time, so only this directory itself must be gone.
    var closed = stat()
    var root = stat()
    #expect(spool.root.withCString { stat($0, &root) } == 0)
    #expect(
      fstat(raw, &closed) != 0 || closed.st_ino != root.st_ino || closed.st_dev != root.st_dev)
  }
}
