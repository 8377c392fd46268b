import Glibc
import Testing
import VmscanModel

@testable import VmscanSources

struct VoicemailConfigReaderTests {
  @Test func `a site without configuration is missing, not empty`() {
    let tree = TemporaryTree()
    let configuration = tree.read()
    #expect(configuration.status == .missing && !configuration.status.isUsable)
    #expect(configuration.coverage.problems.map(\.kind) == [.missing])
    #expect(configuration.has(.missingFile))
  }

  @Test func `a directory, pipe or loop instead of the file does not hang`() {
    let tree = TemporaryTree(["voicemail.conf/x": ""])
    mkfifo(tree.path + "/users.conf", 0o600)
    symlink("extconfig.conf", tree.path + "/extconfig.conf")
    #expect(tree.read().status == .missing)
    #expect(tree.read().has(.missingFile))
  }

  @Test func `symbolic links to files are followed as Asterisk does`() {
    let tree = TemporaryTree(["real/vm.conf": "[a]\n1 => 1\n"])
    symlink("real/vm.conf", tree.path + "/voicemail.conf")
    let configuration = tree.read()
    #expect(configuration.mailboxes.count == 1)
    #expect(configuration.files.map(\.identity.isRegularFile) == [true])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `an unreadable file is unreadable`() {
    let tree = TemporaryTree()
    tree.write("voicemail.conf", "[a]\n1 => 1\n", mode: 0)
    #expect(tree.read().status == .unreadable)
    #expect(tree.read().coverage.problems.map(\.kind) == [.unreadable])
  }

  @Test func `an oversized file is unreadable`() {
    let tree = TemporaryTree(["voicemail.conf": "[a]\n"])
    truncate(tree.path + "/voicemail.conf", 65 << 20)
    let configuration = tree.read()
    #expect(configuration.status == .unreadable)
    #expect(configuration.coverage.problems.first?.detail.unmasked.hasPrefix("EFBIG") == true)
  }

  @Test func `files that everybody can read are told once each`() {
    let tree = TemporaryTree()
    tree.write("voicemail.conf", "[a]\n1 => 1\n#include b\n#tryinclude b\n", mode: 0o644)
    tree.write("b", "2 => 2\n", mode: 0o644)
    tree.write("asterisk.conf", "", mode: 0o644)
    let told = tree.read().notices.filter { $0.kind == .worldReadableConfig }
    #expect(
      told.map(\.origin.file) == [
        ByteText(tree.path + "/voicemail.conf"), ByteText(tree.path + "/b"),
      ])
    #expect(tree.read().has(.rewriteHazard, line: 3))
  }

  @Test func `asterisk.conf gives spool, lock mode and user, the last line counting`() {
    let tree = TemporaryTree([
      "voicemail.conf": "[a]\n1 => 1\n",
      "asterisk.conf": """
      [directories]
      astetcdir => /elsewhere
      astspooldir => /srv/old
      astspooldir => /srv/spool
      astrundir => /run/pbx
      [options]
      lockmode = FLOCK
      execincludes = yes
      runuser = pbx
      """,
    ])
    let configuration = VoicemailConfigReader.read(etcDirectory: ByteText(tree.path))
    #expect(configuration.asterisk.spoolDirectory == "/srv/spool/voicemail")
    #expect(configuration.asterisk.etcDirectory == ByteText(tree.path))
    #expect(configuration.asterisk.lockMode.value == .flock)
    #expect(configuration.asterisk.execIncludes.value)
    #expect(configuration.asterisk.runUser.value == "pbx")
    #expect(configuration.asterisk.runDirectory == "/run/pbx")
    #expect(configuration.mailboxes.count == 1)
  }

  static let refusals = ["[bad\n", "#include /nonexistent/none.conf\n", "[x](none)\n"]

  @Test(arguments: refusals)
  func `an asterisk.conf that Asterisk refuses leaves the defaults and a doubt`(_ fault: String) {
    let text =
      "[directories]\nastspooldir => /srv/spool\nastrundir => /run/pbx\n[options]\n"
      + "lockmode = flock\nexeincludes = yes\nrunuser = pbx\n"
    let tree = TemporaryTree(["voicemail.conf": "[a]\n1 => 1\n", "asterisk.conf": text])
    #expect(tree.read().asterisk.lockMode.value == .flock)
    #expect(tree.read().asterisk.lockModeDoubt == nil)
    tree.write("asterisk.conf", text + fault)
    let file = ByteText(tree.path + "/asterisk.conf")
    let configuration = VoicemailConfigReader.read(etcDirectory: ByteText(tree.path))
    let asterisk = configuration.asterisk
    #expect(asterisk.lockMode == Setting(.lockfile) && asterisk.runUser.value.isEmpty)
    #expect(asterisk.spoolDirectory == "/var/spool/asterisk/voicemail")
    #expect(asterisk.runDirectory == "/var/run/asterisk")
    #expect(asterisk.lockModeDoubt == Origin(file: file, line: 8))
    let problem = configuration.coverage.problems.first
    #expect(problem?.kind == .invalid && problem?.path == file && problem?.line == 8)
    #expect(problem?.detail.unmasked.hasPrefix("Asterisk refuses asterisk.conf") == true)
    #expect(configuration.status == .loaded && configuration.mailboxes.count == 1)
    // Where the spool is given, nothing can hide.
    let told = tree.read()
    #expect(told.asterisk.spoolDirectory == ByteText(tree.path + "/spool"))
    #expect(told.coverage.isComplete && told.asterisk.lockModeDoubt != nil)
  }

  @Test func `a fault in a file that asterisk.conf includes is not its own`() {
    let configuration = readConfig(
      "[a]\n1 => 1\n",
      ["asterisk.conf": "[options]\nlockmode = flock\n#include more\n", "more": "[bad\n"])
    #expect(configuration.asterisk.lockMode.value == .flock)
    #expect(configuration.asterisk.lockModeDoubt == nil)
  }

  @Test func `what refused helper files say is not known`() {
    let maps = readConfig(
      "[a]\n1 => 1\n", ["extconfig.conf": "[settings]\nvoicemail_data => odbc,a\n[bad\n"])
    #expect(maps.coverage.problems.map(\.kind) == [.invalid])
    #expect(maps.coverage.problems.first?.line == 3)
    #expect(maps.asterisk.realtimeEnvelopes != nil)
    let modules = readConfig("[a]\n1 => 1\n", ["modules.conf": "[modules]\n[bad\n"])
    #expect(modules.coverage.problems.map(\.kind) == [.invalid])
    #expect(!modules.coverage.isComplete)
  }

  @Test func `a lone quote harms in no file`() {
    for quote in ["#include \"", "#tryinclude \"", "#exec \""] {
      for name in ["users.conf", "asterisk.conf", "extconfig.conf", "modules.conf"] {
        let read = readConfig("[a]\n1 => 1\n", [name: "[x]\ny=1\n\(quote)\n"])
        #expect(read.mailboxes.count == 1)
      }
      let own = readConfig("[a]\n1 => 1\n\(quote)\n2 => 2\n")
      #expect(own.status == (quote == "#include \"" ? .invalid : .loaded))
    }
  }

  @Test func `a gain that is no number leaves the global one`() {
    let text = "[general]\nvolgain=3.5\n[a]\n1 => 1,A,a@x,,volgain=\n"
    let configuration = readConfig(
      text
        + "2 => 1,A,a@x,,volgain=loud\n3 => 1,A,a@x,,volgain=2|volgain=x\n4 => 1,A,a@x,,volgain=0\n"
    )
    #expect(configuration.mailboxes.map(\.volumeGain.value) == ["3.5", "3.5", "2", "0"])
  }

  @Test func `a mailbox whose name is no directory's is not read`() {
    let configuration = readConfig("[default]\n1 => 1\n5/6 => 1\n.hid => 1\n[.t]\n1 => 1\n")
    #expect(configuration.coverage.problems.map(\.kind) == [.unsafeName])
    #expect(configuration.coverage.problems.first?.line == 3)
    #expect(
      configuration.dottedMailboxes == [
        MailboxID(context: "default", mailbox: ".hid"), MailboxID(context: ".t", mailbox: "1"),
      ])
  }

  @Test func `an alias with the name of a mailbox is told`() {
    let text =
      "[general]\naliasescontext = al\n[al]\n1001@default => 1002@default\n77@default => 1001@default\n"
      + "[default]\n1001 => 1\n1002 => 1\n"
    let told = readConfig(text).notices.filter { $0.kind == .aliasHidesMailbox }
    #expect(told.map(\.origin.line) == [4])
    #expect(told.first?.mailbox == MailboxID(context: "default", mailbox: "1001"))
  }

  @Test func `commands hide data only where Asterisk runs them`() {
    let text = "[a]\n1 => 1\n#exec /bin/true\n"
    #expect(readConfig(text).coverage.isComplete)
    let run = readConfig(text, ["asterisk.conf": "[options]\nexecincludes=yes\n"])
    #expect(run.coverage.problems.map(\.kind) == [.elsewhere])
    #expect(run.coverage.problems.first?.line == 3)
  }

  static let modules: [(text: String, storage: AsteriskSettings.Storage)] = [
    ("autoload = yes", .file), ("load = app_voicemail.so", .file),
    ("load = app_voicemail_odbc.so", .odbc), ("require => app_voicemail_imap", .imap),
    ("noload = app_voicemail_odbc.so\nnoload = app_voicemail_imap.so", .file),
    ("noload = app_voicemail.so", .unknown),
    ("load = app_voicemail.so\nload = app_voicemail_imap.so", .unknown),
    (
      "load = app_voicemail.so\nload = app_voicemail_imap.so\nnoload = app_voicemail_imap.so", .file
    ),
    (
      "noload = app_voicemail.so\nnoload = app_voicemail_odbc.so\nnoload = app_voicemail_imap.so",
      .file
    ),
  ]

  @Test(arguments: modules)
  func `modules.conf tells the storage`(_ text: String, _ storage: AsteriskSettings.Storage) {
    let configuration = readConfig("[a]\n1 => 1\n", ["modules.conf": "[modules]\n\(text)\n"])
    #expect(configuration.asterisk.storage.value == storage)
    #expect(configuration.has(.otherStorage) == (storage != .file))
    #expect(configuration.coverage.isComplete == (storage == .file))
  }

  @Test func `rules follow the release`() {
    let comma = "[a]\n1 => 1,A,a@x,,delete=yes|emailbody=x,attach=no\n"
    #expect(readConfig(comma, version: AsteriskVersion(16, 3)).has(.commaInOptions))
    #expect(readConfig(comma, version: AsteriskVersion(13, 27)).mailboxes[0].options.count == 2)
    let external = "[a]\n1 => 1,A,a@x,,attachextrecs=yes\n"
    func records(_ version: AsteriskVersion?) -> Bool {
      readConfig(external, version: version).mailboxes[0].attachExternalRecordings.value
    }
    #expect(records(nil) && records(AsteriskVersion(20, 1)) && records(AsteriskVersion(18, 16)))
    #expect(!records(AsteriskVersion(20)) && !records(AsteriskVersion(19, 8)))
    #expect(!records(AsteriskVersion(18, 15)) && records(AsteriskVersion(21)))
    let alias = "[general]\naliasescontext=al\n[al]\n1@d => 1@a\n"
    #expect(readConfig(alias, version: AsteriskVersion(16, 1)).mailboxes.count == 1)
    #expect(readConfig(alias, version: AsteriskVersion(16, 2)).mailboxes.count == 0)
  }

  @Test func `options tell their place and secrets in them are hidden`() {
    let configuration = readConfig(
      "[general]\nattach=no\n[a]\n1 => 1,A,a@x,,imapsecret=99|tz=x|attach=yes\n2 => 1\n")
    let first = configuration.mailboxes[0]
    #expect(first.attach == Setting(true, origin: first.origin))
    #expect(first.options.map(\.value.description) == ["<hidden>", "x", "yes"])
    #expect(configuration.mailboxes[1].attach.origin?.line == 2)
    #expect(configuration.mailboxes[1].moveHeard.origin == nil)
  }

  @Test func `files that changed since they were read are noticed`() {
    let tree = TemporaryTree(["voicemail.conf": "[a]\n1 => 1\n"])
    let path = ByteText(tree.path + "/voicemail.conf")
    var files = ConfigFiles()
    _ = files.files(matching: path.bytes)
    #expect(files.firstChanged() == nil)
    tree.write("voicemail.conf", "[a]\n1 => 1\n2 => 2\n")
    #expect(files.firstChanged() == path)
    var reading = ConfigurationPass(
      etcDirectory: ByteText(tree.path), spoolOverride: nil, version: nil)
    reading.run()
    reading.noteChange(of: path)
    #expect(reading.configuration.has(.changedWhileReading))
    #expect(!reading.configuration.coverage.isComplete)
  }

  @Test func `many mailboxes, contexts and one-mailbox files are read whole`() {
    var text = "[general]\npasswordlocation=spooldir\n"
    for context in 0..<200 {
      text += "[c\(context)]\n"
      for box in 0..<50 { text += "\(box) => 1,N,n\(box)@example.org,,attach=yes|delete=no\n" }
    }
    var files: [String: String] = [:]
    for file in 0..<300 { files["vm/\(file).conf"] = "[x](+)\n\(file) => 1\n" }
    let configuration = readConfig(text + "[x]\n#include vm/*.conf\n", files)
    #expect(configuration.mailboxes.count == 200 * 50 + 300)
    #expect(configuration.contexts.count == 201)
    #expect(configuration.files.count == 301)
  }
}
