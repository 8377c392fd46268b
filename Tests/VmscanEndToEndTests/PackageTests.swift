import Foundation
import Glibc
import Testing

/// What is installed, and that it goes away again.
struct PackageTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func has(_ tools: String...) -> Bool {
    tools.allSatisfy { access("/usr/bin/" + $0, X_OK) == 0 }
  }

  private func script(
    _ name: String, _ words: String..., environment: [String: String] = [:]
  ) throws -> Finished {
    try Program.run(
      "/bin/bash", [Program.root.appending(path: "scripts/" + name).path] + words,
      environment: ["SOURCE_DATE_EPOCH": "1795000000", "DPKG_DEB_COMPRESSOR_LEVEL": "0"].merging(
        environment
      ) { _, new in new })
  }

  private func files(below directory: String) throws -> [String] {
    try Program.run("/usr/bin/find", [directory, "-type", "f", "-printf", "/%P\\n"]).output
      .split(separator: "\n").map(String.init).sorted()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: scratch.path + path, encoding: .utf8)
  }

  @Test
  func `a man page for the program and for every command, dated and complete`() throws {
    let done = try script("man", scratch.path + "/man", Program.vmscan)
    #expect(done.status == 0, "\(done.errors)")
    let pages = Set(try files(below: scratch.path + "/man"))
    let help = try Program.run(Program.vmscan, ["--help"]).output
    let commands =
      help.components(separatedBy: "SUBCOMMANDS:").last?
      .split(separator: "\n").prefix { $0.hasPrefix("  ") }
      .filter { !$0.hasPrefix("   ") }.compactMap { $0.split(separator: " ").first } ?? []
    #expect(commands.count > 8, "\(help)")
    for command in commands where command.first?.isLowercase == true && command != "help" {
      #expect(pages.contains("/vmscan-\(command).1"))
    }
    #expect(try text("/man/vmscan-nightly.8").contains("\n.SH WHAT HAPPENS WHEN\n"))
    let scan = try text("/man/vmscan-scan.1")
    #expect(scan.contains("\n.TH \"VMSCAN\\-SCAN\" 1 \"2026-11-18\" "))
    #expect(scan.contains("\\fB\\-\\-asterisk\\-etc\\fR \\fI"))
    #expect(scan.contains("\n.SH EXIT STATUS\n"))
    #expect(try text("/man/vmscan.1").contains("\n.SH COMMANDS\n"))
  }

  @Test
  func `the page of the settings has every key of the sample, the variables and what beats what`()
    throws
  {
    #expect(try script("man", scratch.path + "/man", Program.vmscan).status == 0)
    let page = try text("/man/vmscan.yaml.5")
    let sample = try Program.run(Program.vmscan, ["init", "--sample"]).output
    let keys = sample.matches(of: #/(?m)^#?([A-Za-z]+): /#).map(\.output.1)
    #expect(keys.count > 30)
    for key in keys { #expect(page.contains("\n.TP\n\\fB\(key)\\fR\n"), "\(key)") }
    let variables = sample.matches(of: /VMSCAN_[A-Z_]+/).map(\.output)
    #expect(variables.count == 8)
    for name in variables { #expect(page.contains("\n.TP\n\\fB\(name)\\fR\n"), "\(name)") }
    for part in [".SH PRECEDENCE", ".SH SETTINGS", ".SH ENVIRONMENT", ".SH POLICY FILE"] {
      #expect(page.contains("\n\(part)\n"), "\(part)")
    }
    #expect(page.contains("ami: {host: 127.0.0.1, port: 5038, user: vmscan, secret: change\\-me}"))
    #expect(page.contains("\nDefault: /etc/asterisk\n"))
  }

  @Test
  func `the policy that the manual page shows is one that is read`() throws {
    #expect(try script("man", scratch.path + "/man", Program.vmscan).status == 0)
    let page = try text("/man/vmscan.yaml.5")
    let example = try #require(page.firstMatch(of: /(?s)\.SH POLICY FILE\n.*?\.EX\n(.*?)\n\.EE\n/))
    let site = try Site()
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let policy = scratch.path + "/policy.yaml"
    try example.1.replacing("\\-", with: "-").write(
      toFile: policy, atomically: true, encoding: .utf8)
    let done = try Program.run(
      Program.vmscan,
      [
        "purge", "--policy", policy, "--dry-run", "--allow-empty", "--config", "/dev/null",
        "--asterisk-etc", site.etc, "--spool", site.spool, "--db", site.database,
      ])
    #expect(done.status == 0, "\(done.output)\(done.errors)")
  }

  @Test
  func `completions offer files, directories and the words of closed lists`() throws {
    let dump = try Program.run(Program.vmscan, ["--experimental-dump-help"]).output
    let root = try JSONDecoder().decode(CommandDump.self, from: Data(dump.utf8)).command
    var seen: [String: Set<String>] = [:]
    for argument in root.everyArgument {
      let kind = argument.completionKind
      let words = (kind?.list?.values ?? []).map { " " + $0 }.joined()
      seen[argument.valueName ?? "", default: []].insert((kind?.name ?? "none") + words)
    }
    #expect(seen["file"] == ["file"])
    for name in ["config", "db"] { #expect(seen[name] == ["file"], "\(name)") }
    for name in ["asterisk-etc", "spool", "directory"] {
      #expect(seen[name] == ["directory"], "\(name)")
    }
    #expect(seen["severity"] == ["list informational low medium high critical"])
    #expect(seen["reader"] == ["list officer auditor admin"])
    #expect(seen["grade"] == ["list delivered handedOver inferred"])
    #expect(seen["rule"]?.first?.contains(" VM-101 ") == true)
  }

  @Test
  func `completions for bash, zsh and fish know the commands`() throws {
    #expect(try script("completions", scratch.path + "/c", Program.vmscan).status == 0)
    for name in ["vmscan", "_vmscan", "vmscan.fish"] {
      #expect(try text("/c/" + name).contains("doctor"), "\(name)")
    }
  }

  /// Those of the shells that are installed, with what loads the completion and shows it.
  private static let shells = [
    ("bash", #"source "$1/vmscan"; complete -p vmscan"#),
    ("zsh", #"fpath=("$1" $fpath); autoload -Uz compinit; compinit -Du; print $_comps[vmscan]"#),
    ("fish", #"source "$argv[1]/vmscan.fish"; complete -C 'vmscan doc'"#),
  ].filter { has($0.0) }

  @Test(arguments: shells)
  func `a shell loads its completion without complaint`(shell: String, words: String) throws {
    #expect(try script("completions", scratch.path + "/c", Program.vmscan).status == 0)
    let place = shell == "fish" ? [scratch.path + "/c"] : ["sh", scratch.path + "/c"]
    let done = try Program.run("/usr/bin/" + shell, ["-c", words] + place)
    #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)")
    #expect(done.output.contains("vmscan") || done.output.contains("doctor"), "\(done.output)")
  }

  @Test(.enabled(if: has("mandoc"), "needs mandoc"))
  func `the man pages are without fault for mandoc`() throws {
    #expect(try script("man", scratch.path + "/man", Program.vmscan).status == 0)
    let pages = try files(below: scratch.path + "/man").map { scratch.path + "/man" + $0 }
    let done = try Program.run("/usr/bin/mandoc", ["-Tlint", "-Wwarning"] + pages)
    #expect(done.status == 0, "\(done.output)")
  }

  @Test(.enabled(if: access("/usr/sbin/logrotate", X_OK) == 0, "needs logrotate"))
  func `logrotate removes what the mail journal has kept for more than sixty days`() throws {
    let rule = Program.root.appending(path: "scripts/packaging.d/logrotate").path
    let script = """
      umask 022; cd '\(scratch.path)' && mkdir journal &&
      sed "s|/var/lib/vmscan/mailer|$PWD/journal|" '\(rule)' >rule || exit
      echo 'logrotate state -- version 2' >state; chmod 0600 state
      for days in 1 59 61 400; do
        echo x >journal/$days.ndjson; touch -d "-$days days" journal/$days.ndjson
        echo "\\"$PWD/journal/$days.ndjson\\" 2020-1-1-0:0:0" >>state
      done
      /usr/sbin/logrotate --state state rule && ls journal
      """
    let done = try Program.run("/bin/sh", ["-c", script])
    #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)")
    #expect(done.output == "1.ndjson\n59.ndjson\n", "\(done.output)")
  }

  @Test(.enabled(if: access("/usr/sbin/visudo", X_OK) == 0, "needs visudo"))
  func `the sudoers example is one that sudo takes`() throws {
    let example = Program.root.appending(path: "cron/examples/purge.sudoers").path
    let done = try Program.run("/usr/sbin/visudo", ["-cf", example])
    #expect(done.status == 0, "\(done.output)\(done.errors)")
  }

  @Test(.enabled(if: has("strip"), "needs binutils"))
  func `install lays out the files, keeps settings that exist, and uninstall leaves history`()
    throws
  {
    let root = scratch.path + "/root"
    try FileManager.default.createDirectory(
      atPath: root + "/etc/vmscan", withIntermediateDirectories: true)
    try "failOn: high\n".write(
      toFile: root + "/etc/vmscan/vmscan.yaml", atomically: true, encoding: .utf8)
    let installed = try script("install", "--binary", Program.vmscan, "--destdir", root)
    #expect(installed.status == 0, "\(installed.errors)")
    let names = Set(try files(below: root))
    for name in [
      "/usr/local/bin/vmscan", "/usr/local/sbin/vmscan-nightly", "/etc/cron.d/vmscan",
      "/etc/systemd/system/vmscan-scan.timer", "/usr/local/share/man/man1/vmscan.1.gz",
      "/usr/local/share/man/man8/vmscan-nightly.8.gz", "/usr/local/share/man/man5/vmscan.yaml.5.gz",
      "/etc/logrotate.d/vmscan",
      "/usr/local/share/zsh/site-functions/_vmscan",
    ] { #expect(names.contains(name), "\(name)") }
    #expect(try text("/root/etc/vmscan/vmscan.yaml") == "failOn: high\n")
    let unit = try text("/root/etc/systemd/system/vmscan-scan.service")
    #expect(unit.contains("ExecStart=/usr/local/sbin/vmscan-nightly"))
    try "history".write(
      toFile: root + "/var/lib/vmscan/vmscan.db", atomically: true, encoding: .utf8)
    let removed = try script("install", "--uninstall", "--destdir", root)
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(
      try files(below: root) == ["/etc/vmscan/vmscan.yaml", "/var/lib/vmscan/vmscan.db"])
    #expect(try script("install", "--uninstall", "--destdir", root).status == 1)
  }

  @Test(.enabled(if: has("dpkg-deb", "dpkg-shlibdeps", "strip", "xz"), "needs Debian's dpkg-dev"))
  func `the same program gives the same package twice, with its bill of materials`() throws {
    let packages = try ["a", "b"].map { name in
      let done = try script(
        "package", "--binary", Program.vmscan, "--output", scratch.path + "/" + name)
      #expect(done.status == 0, "\(done.errors)")
      return done.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let contents = try packages.map { try Data(contentsOf: URL(filePath: $0)) }
    #expect(contents[0] == contents[1])
    let bom = packages[0].replacing(".deb", with: ".cdx.json")
    let document = try JSONDecoder().decode(
      BillOfMaterials.self, from: Data(contentsOf: URL(filePath: bom)))
    #expect(document.bomFormat == "CycloneDX")
    let names = Set(document.components.map(\.name))
    #expect(names.isSuperset(of: ["grdb.swift", "swift-crypto", "yams", "libsqlite3.so.0"]))
    #expect(document.components.first { $0.name == "swift-asn1" }?.scope == "required")
  }

  @Test(.enabled(if: has("systemd-analyze", "strip"), "needs systemd-analyze"))
  func `systemd accepts the units and rates them as their comments say`() throws {
    let root = scratch.path + "/root"
    let stage = try script("packaging.d/stage", root, "/usr", Program.vmscan)
    #expect(stage.status == 0, "\(stage.errors)")
    let units = root + "/usr/lib/systemd/system/"
    // What every system has, so that a unit that is really missing stands out.
    for name in [
      "sysinit", "basic", "shutdown", "timers", "local-fs", "remote-fs", "network-online",
    ] {
      try "[Unit]\nDescription=\(name)\n".write(
        toFile: units + name + ".target", atomically: true, encoding: .utf8)
    }
    let names = [
      "vmscan-scan.service", "vmscan-scan.timer", "vmscan-purge.service", "vmscan-expire.service",
      "vmscan-publish.service",
    ]
    let verified = try Program.run(
      "/usr/bin/systemd-analyze", ["verify", "--man=no", "--root=" + root] + names)
    let complaints = verified.errors.split(separator: "\n").filter { $0.contains("vmscan") }
    #expect(complaints.isEmpty, "\(verified.errors)")
    #expect(verified.status == 0, "\(verified.errors)")
    let release = try Program.run("/usr/bin/systemd-analyze", ["--version"]).output
    for name in names where name.hasSuffix(".service") {
      let rated = try Program.run(
        "/usr/bin/systemd-analyze",
        ["security", "--offline=yes", "--no-pager", "--threshold=30", units + name])
      #expect(rated.status == 0, "\(rated.output)")
      let unit = try String(contentsOfFile: units + name, encoding: .utf8)
      let comment = /(?m)^# systemd-analyze.* \((systemd \d+)\): overall exposure level (.*)\.$/
      let quoted = try #require(unit.firstMatch(of: comment))
      // Another release weighs otherwise.
      guard release.hasPrefix(quoted.1 + " ") else { continue }
      #expect(rated.output.contains("\(name): \(quoted.2) "), "\(rated.output)")
    }
  }

  @Test(
    .enabled(if: Lab.isUp && geteuid() == 0, Lab.whyNot),
    .enabled(if: access("/usr/sbin/debootstrap", X_OK) == 0, "needs debootstrap"))
  func `in a clean system the package is installed, fired by cron and removed`() throws {
    let built = try script("package", "--binary", Program.vmscan, "--output", scratch.path)
    #expect(built.status == 0, "\(built.errors)")
    let package = built.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let loaded = try Program.run("/usr/bin/ldd", [Program.vmscan]).output
    let runtime = loaded.split(separator: "\n").first { $0.contains("libswiftCore.so") }
      .flatMap { $0.split(separator: " ").dropFirst(2).first }
      .map { URL(filePath: String($0)).deletingLastPathComponent().path }
    let words = [package] + (runtime.map { [$0] } ?? [])
    let done = try Program.run(
      "/bin/bash", [Program.root.appending(path: "scripts/package-check").path] + words)
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.output.contains("scripts/install went there and back"))
    #expect(done.output.contains("scanned by cron"))
  }
}

/// What `--experimental-dump-help` tells, as far as it is looked at.
private struct CommandDump: Decodable {
  struct Command: Decodable {
    var arguments: [Argument]?
    var subcommands: [Command]?

    var everyArgument: [Argument] {
      (arguments ?? []) + (subcommands ?? []).flatMap(\.everyArgument)
    }
  }

  struct Argument: Decodable {
    var valueName: String?
    var completionKind: Completion?
  }

  struct Completion: Decodable {
    struct List: Decodable { var values: [String] }
    var list: List?
    private var file: [String: [String]]?
    private var directory: [String: String]?

    var name: String {
      list != nil ? "list" : file != nil ? "file" : directory != nil ? "directory" : "other"
    }
  }

  var command: Command
}

private struct BillOfMaterials: Decodable {
  struct Component: Decodable {
    var name: String
    var scope: String
  }
  var bomFormat: String
  var components: [Component]
}
