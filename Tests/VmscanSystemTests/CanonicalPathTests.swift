import Glibc
import Testing
import VmscanModel
import VmscanSystem
import VmscanTestSupport

struct CanonicalPathTests {
  private let directory: TemporaryDirectory
  private let root: String

  init() throws {
    directory = try TemporaryDirectory()
    root = "\(directory.path.canonicalPath)"
    for name in ["etc", "spool", "spool/vm"] { mkdir("\(root)/\(name)", 0o755) }
    symlink("\(root)/spool", "\(root)/link")
    symlink("nowhere", "\(root)/dangling")
  }

  /// What is written below the root, and the name it has.
  static let spellings: [(written: String, name: String)] = [
    ("/spool/vm", "/spool/vm"), ("/spool/vm/", "/spool/vm"), ("/spool//vm//", "/spool/vm"),
    ("/./spool/./vm/.", "/spool/vm"), ("/etc/../spool/vm", "/spool/vm"), ("/link/vm", "/spool/vm"),
    ("/link/vm/../../etc", "/etc"), ("/missing/", "/missing"), ("/link/missing", "/spool/missing"),
    ("/missing/a/../b/./c", "/missing/b/c"), ("/dangling", "/dangling"),
    ("/spool/../missing/../spool/vm", "/spool/vm"),
  ]

  @Test(arguments: spellings)
  func `a directory has one name however it is written`(written: String, name: String) {
    #expect(ByteText(root + written).canonicalPath == ByteText(root + name))
  }

  @Test
  func `a relative path counts from where the program works`() throws {
    let here = try #require(getcwd(nil, 0))
    defer { free(here) }
    let depth = String(cString: here).split(separator: "/").count
    let up = String(repeating: "../", count: depth)
    #expect(
      ByteText(up + root.dropFirst() + "/link/vm").canonicalPath == ByteText("\(root)/spool/vm"))
    #expect(ByteText("a").absolutePath == ByteText("\(String(cString: here))/a"))
  }

  static let recorded: [(written: ByteText, means: Bool)] = [
    ("/srv/pbx/vm", true), ("/srv/./pbx/vm/", true), ("pbx/vm", true), ("./vm/", true),
    ("../pbx/vm", true), ("srv/pbx/vm", true), ("/pbx/vm", false), ("bx/vm", false), ("pbx", false),
    (".", false), ("..", false), ("", false), ("a/srv/pbx/vm", false),
  ]

  @Test(arguments: recorded)
  func `a path that was relative somewhere may mean each directory it ends`(
    written: ByteText, means: Bool
  ) {
    #expect(written.mayMean("/srv/pbx/vm") == means)
  }

  @Test
  func `the root, an empty path and bytes that are no text stay what they are`() {
    #expect(ByteText("/").canonicalPath == "/")
    #expect(ByteText("/../..").canonicalPath == "/")
    #expect(ByteText("").canonicalPath == "")
    let raw = ByteText(bytes: Array("\(root)/".utf8) + [0xFF])
    #expect(raw.canonicalPath == raw)
    mkdir(raw.bytes.map { CChar(bitPattern: $0) } + [0], 0o755)
    #expect(ByteText(bytes: raw.bytes + [0x2F]).canonicalPath == raw)
  }
}
