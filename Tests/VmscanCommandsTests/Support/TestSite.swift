import Glibc
import VmscanCommands
import VmscanModel
import VmscanTestSupport

/// A configuration, a spool and a history of their own, and the program run on them in this process
/// with a fixed clock and host.
///
/// The directory's name always has the same length, so that text breaks its lines the same way.
final class TestSite: Sendable {
  let path: String

  var etc: String { path + "/etc" }
  var spool: String { path + "/voicemail" }
  var database: String { path + "/vmscan.db" }

  init() throws {
    var template = Array("/tmp/vmscan-golden.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", "/tmp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for name in ["etc", "voicemail", "tmp", "journal"] { mkdir("\(path)/\(name)", 0o755) }
    try write(
      "mailerJournal: \(path)/journal\ntemporaryDirectories: [\(path)/tmp]\n", to: "vmscan.yaml")
  }

  deinit { removeTree(ByteText(path)) }

  /// A site that real Asterisk made.
  static func sample(_ name: String = "asterisk-22") throws -> TestSite {
    let site = try TestSite()
    let archive = Fixtures.path("\(name)/spool.tar.gz")
    let done = [
      try TestFiles.run("/bin/tar", ["-xpzf", archive, "-C", site.path]),
      try TestFiles.run("/bin/cp", ["-r", Fixtures.path("\(name)/etc/."), site.etc]),
      // A checkout's modes depend on the umask of whoever made it.
      try TestFiles.run("/bin/chmod", ["-R", "u=rwX,g=rX,o=", site.etc]),
    ]
    guard done.allSatisfy({ $0 == 0 }) else { throw SystemFailure("unpack", name, number: 0) }
    return site
  }

  /// The sample with a spool of this process's own user: an action in this process would else take
  /// the rights of the spool's owner, and with them those of the tests beside it.
  static func ownSample() throws -> TestSite {
    let site = try sample()
    _ = try TestFiles.run("/bin/chown", ["-R", "\(geteuid()):\(getegid())", site.spool])
    return site
  }

  /// A site of the given mailbox lines in context `default` and an empty spool.
  static func lines(_ lines: String) throws -> TestSite {
    let site = try TestSite()
    try site.configure(lines)
    return site
  }

  func configure(_ lines: String) throws {
    try write("[general]\nformat=wav\n[default]\n" + lines + "\n", to: "etc/voicemail.conf")
    chmod(etc + "/voicemail.conf", 0o640)
  }

  func write(_ text: String, to name: String) throws {
    try TestFiles.write(Array(text.utf8), to: ByteText("\(path)/\(name)"))
  }

  func link(_ target: String, at name: String) throws {
    guard symlink(target, "\(path)/\(name)") == 0 else { throw SystemFailure("symlink", name) }
  }

  /// Sets when a file was changed.
  func age(_ name: String, to time: Timestamp) {
    let changed = timespec(tv_sec: Int(time.epochSeconds), tv_nsec: 0)
    utimensat(AT_FDCWD, "\(path)/\(name)", [changed, changed], AT_SYMLINK_NOFOLLOW)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try TestFiles.read(ByteText("\(path)/\(name)")), as: UTF8.self)
  }

  /// Runs one command line; settings and history are those of the site.
  func run(_ words: String..., now: String = "2026-12-31T00:00:00Z") -> Outcome {
    run(words, now: now)
  }

  /// The machine's clock stands at `now` too, unless another is given.
  func run(
    _ words: [String], now: String, clock: String? = nil, terminal: Terminal = Terminal()
  ) -> Outcome {
    let (out, err) = (MemorySink(), MemorySink())
    let clock = Timestamp(parsing: clock ?? now) ?? Timestamp(0)
    let all = words + ["--config", path + "/vmscan.yaml", "--db", database, "--now", now]
    var context = RunContext(
      out: out, err: err, environment: [:], clock: { clock }, terminal: terminal,
      hostName: "pbx.example.com", user: "vmscan", arguments: ["vmscan"] + words,
      readLine: { nil }, interruption: Interruption())
    context.machineRoot = path + "/machine"
    let status = EntryPoint.run(all, in: context)
    return Outcome(status: status, output: hidden(out.text), errors: hidden(err.text))
  }

  /// Scans; the site's own domain is example.com.
  func scan(_ words: String..., now: String = "2026-12-31T00:00:00Z") -> Outcome {
    scan(words, now: now)
  }

  func scan(_ words: [String], now: String) -> Outcome {
    run(
      ["scan", "--asterisk-etc", etc, "--spool", spool, "--own-domain", "example.com"] + words,
      now: now)
  }

  /// The text with the directory's random name replaced by one as long.
  private func hidden(_ text: String) -> String {
    text.replacing(path, with: "/tmp/vmscan-golden.SAMPLE")
  }
}

/// How a command ended.
struct Outcome {
  var status: VmscanCommands.ExitStatus
  var output: String
  var errors: String
}
