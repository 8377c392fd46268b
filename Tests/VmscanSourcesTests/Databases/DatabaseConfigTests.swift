import Synchronization
import Testing
import VmscanModel
import VmscanOdbc

@testable import VmscanSources

/// Configuration that leads to databases, with tables that are made up.
struct DatabaseConfigTests {
  /// Answers instead of a database, and keeps what it was asked.
  private final class Tables: ConfigTables {
    let answer: Result<TableRows, OdbcError>
    let messages: Int
    let asked = Mutex<[DatabaseTable]>([])

    init(_ rows: [[String: String]] = [], messages: Int = 0) {
      let names = Set(rows.flatMap(\.keys)).sorted()
      answer = .success(
        TableRows(
          dialect: .postgres, columns: names.map { (ByteText($0), false) },
          rows: rows.map { row in names.map { row[$0].map { ByteText($0) } } }))
      self.messages = messages
    }

    init(_ error: OdbcError) { (answer, messages) = (.failure(error), 0) }

    func rows(of table: DatabaseTable) throws(OdbcError) -> TableRows {
      asked.withLock { $0.append(table) }
      return try answer.get()
    }

    func messages(in table: DatabaseTable, below roots: Set<ByteText>) throws(OdbcError) -> Int {
      asked.withLock { $0.append(table) }
      _ = try answer.get()
      return messages
    }
  }

  private static let odbc = """
    [ENV]
    ODBCINI => /tmp/odbc.ini
    [asterisk]
    enabled => yes
    dsn => pbx
    username => reader
    password => se\\;cret
    [off]
    enabled => no
    dsn => pbx
    """

  private func read(
    _ files: [String: String], _ tables: Tables?, version: AsteriskVersion = AsteriskVersion(22)
  ) -> (VoicemailConfiguration, TemporaryTree) {
    let tree = TemporaryTree(
      files.merging(["res_odbc.conf": Self.odbc], uniquingKeysWith: { given, _ in given }))
    let configuration = VoicemailConfigReader.read(
      etcDirectory: ByteText(tree.path), spoolOverride: ByteText(tree.path + "/spool"),
      versionOverride: version, tables: tables)
    return (configuration, tree)
  }

  @Test
  func `realtime mailboxes are read with the rules of a row, and files win`() throws {
    let tables = Tables([
      [
        "mailbox": "3001", "context": "Sales", "password": "4711", "fullname": "Zoë",
        "email": " a@example.com ; b@example.com", "deletevoicemail": "yes", "maxmsg": "50",
        "uniqueid": "7", "stamp": "2026-01-01",
      ],
      ["mailbox": "1001", "context": "default", "email": "other@example.com"],
      ["mailbox": "3002", "context": "default", "secret": "*12", "pager": "x^3By@example.com"],
      ["mailbox": "3003"],
    ])
    let (found, _) = read(
      [
        "extconfig.conf": "[settings]\nvoicemail => odbc,asterisk,boxes,1\n",
        "voicemail.conf": "[default]\n1001 => 1234,Bob,bob@example.com\n",
      ], tables)
    #expect(
      found.mailboxes.map(\.id.description) == ["1001@default", "3001@Sales", "3002@default"])
    #expect(found.mailboxes.map(\.source) == [.voicemailConf, .realtime, .realtime])
    let box = found.mailboxes[1]
    #expect(box.emailField == "b@example.com")
    #expect(box.deleteAfterEmail.value && box.attach.value)
    #expect(box.maxMessages.value == 50)
    #expect(box.fullName == "Zoë")
    #expect(box.pin.isSame(as: PIN(Array("4711".utf8))))
    #expect("\(box.origin)" == "odbc:asterisk/boxes")
    #expect(box.options.map(\.name) == ["deletevoicemail", "maxmsg"])
    #expect(found.mailboxes[2].pin.isSame(as: PIN([])))
    #expect(found.mailboxes[2].pager == "x;y@example.com")
    #expect(found.contexts == ["default", "Sales"])
    #expect(found.notices.allSatisfy { $0.kind != .realtimeMailboxes })
    #expect(found.coverage.isComplete)
    let table = try #require(tables.asked.withLock { $0.first })
    #expect(table.name == "boxes")
    #expect(table.connection?.source == "pbx")
    #expect(table.connection?.user == "reader")
    #expect(table.connection?.password.equals(Secret(Array("se;cret".utf8))) ?? false)
    #expect(!"\(table)".contains("cret"))
  }

  @Test(arguments: OdbcError.Kind.allCases)
  func `a database that does not answer hides mailboxes and says what to do`(
    _ kind: OdbcError.Kind
  ) {
    let (found, _) = read(
      [
        "extconfig.conf": "[settings]\nvoicemail => odbc,asterisk\n",
        "voicemail.conf": "[default]\n1 => 11\n",
      ], Tables(OdbcError(kind, detail: "why", subject: "pbx")))
    #expect(found.mailboxes.count == 1)
    #expect(found.coverage.problems.map(\.kind) == [.unreadable])
    #expect(found.coverage.problems.map(\.line) == [2])
    #expect(!found.coverage.isComplete)
    let text = found.coverage.problems[0].detail.unmasked
    #expect(text.contains(": why; "), "\(text)")
    #expect(found.notices.contains { $0.kind == .realtimeMailboxes })
  }

  @Test(arguments: ["mysql", "pgsql", "ldap"])
  func `other drivers are named with what to do`(_ driver: String) {
    let tables = Tables()
    let (found, _) = read(
      [
        "extconfig.conf": "[settings]\nvoicemail => \(driver),\"dc=a,dc=b\",boxes\n",
        "voicemail.conf": "[default]\n1 => 11\n",
      ], tables)
    #expect(found.coverage.problems.map(\.kind) == [.elsewhere])
    #expect(
      found.coverage.problems[0].detail.unmasked.contains(
        "by the driver '\(driver)'; with 'voicemail => odbc,CONNECTION,boxes'"))
    let asked = tables.asked.withLock { $0.count }
    #expect(asked == 0)
  }

  @Test
  func `modules.conf decides for ODBC, and the options name connection and table`() {
    let (found, _) = read(
      [
        "modules.conf": "[modules]\nload => app_voicemail_odbc.so\n",
        "voicemail.conf": "[general]\nodbcstorage=off\nodbctable=vm\n[default]\n1 => 11\n",
      ], Tables())
    #expect(found.asterisk.storage.value == .odbc)
    #expect(found.asterisk.messageTable?.place == "odbc:off/vm")
    #expect(found.asterisk.messageTable?.connection?.isEnabled == false)
    #expect(found.asterisk.messageTable?.origin.line == 3)
    #expect(found.coverage.isComplete)
    #expect(!found.notices.contains { $0.kind == .otherStorage })
  }

  @Test
  func `the table has Asterisk's names when nothing is said`() {
    let (found, _) = read(
      [
        "modules.conf": "[modules]\nload => app_voicemail_odbc.so\n",
        "voicemail.conf": "[default]\n1 => 11\n",
      ], Tables())
    #expect(found.asterisk.messageTable?.place == "odbc:asterisk/voicemessages")
    #expect(found.asterisk.messageTable?.connection?.source == "pbx")
  }

  @Test(arguments: [
    (0, false, AsteriskSettings.Storage.unknown), (3, false, .odbc), (3, true, .unknown),
  ])
  func `options alone need rows of this spool, and no message in files`(
    _ rows: Int, _ hasFile: Bool, _ expected: AsteriskSettings.Storage
  ) {
    var files = ["voicemail.conf": "[general]\nodbcstorage=asterisk\n[default]\n1 => 11\n"]
    if hasFile { files["spool/default/1/INBOX/msg0000.txt"] = "" }
    let (found, _) = read(files, Tables(messages: rows))
    #expect(found.asterisk.storage.value == expected)
    #expect((found.asterisk.messageTable != nil) == (expected == .odbc))
    #expect(found.notices.contains { $0.kind == .otherStorage } == (expected != .odbc))
  }

  struct Modules: CustomTestStringConvertible {
    var version: AsteriskVersion
    var files: [String: String]
    var plan = "autoload=yes"
    var expected: AsteriskSettings.Storage

    var testDescription: String { "\(version) \(files.keys.sorted()) \(plan)" }
  }

  @Test(arguments: [
    Modules(
      version: AsteriskVersion(16), files: ["app_voicemail.so": "…with ODBC Storage…"],
      expected: .odbc),
    Modules(
      version: AsteriskVersion(16), files: ["app_voicemail.so": "Comedian Mail"], expected: .file),
    Modules(
      version: AsteriskVersion(16), files: ["app_voicemail.so": "with IMAP Storage"],
      expected: .imap),
    Modules(
      version: AsteriskVersion(16), files: ["app_voicemail.so": "something else"],
      expected: .unknown),
    Modules(
      version: AsteriskVersion(22), files: ["app_voicemail_odbc.so": "with ODBC Storage"],
      expected: .odbc),
    Modules(
      version: AsteriskVersion(22),
      files: ["app_voicemail.so": "Comedian Mail", "app_voicemail_odbc.so": "with ODBC Storage"],
      expected: .unknown),
    Modules(
      version: AsteriskVersion(22),
      files: ["app_voicemail.so": "Comedian Mail", "app_voicemail_odbc.so": "with ODBC Storage"],
      plan: "autoload=yes\nnoload=app_voicemail.so\nnoload=app_voicemail_imap.so", expected: .odbc),
    Modules(
      version: AsteriskVersion(22),
      files: ["app_voicemail.so": "Comedian Mail", "app_voicemail_odbc.so": "with ODBC Storage"],
      plan: "autoload=yes\nnoload=app_voicemail_odbc.so", expected: .file),
  ])
  func `the module that runs says what it was built to store into`(_ example: Modules) {
    var files = [
      "etc/asterisk/asterisk.conf":
        "[directories]\nastetcdir => /etc/asterisk\nastmoddir => /lib/m\n",
      "etc/asterisk/modules.conf": "[modules]\n\(example.plan)\n",
      "etc/asterisk/res_odbc.conf": Self.odbc,
      "etc/asterisk/voicemail.conf": "[general]\nodbcstorage=asterisk\n[default]\n1 => 11\n",
    ]
    for (name, text) in example.files { files["lib/m/\(name)"] = text }
    let tree = TemporaryTree(files)
    let found = VoicemailConfigReader.read(
      etcDirectory: ByteText(tree.path + "/etc/asterisk"),
      spoolOverride: ByteText(tree.path + "/spool"), versionOverride: example.version,
      tables: Tables())
    #expect(found.asterisk.storage.value == example.expected)
    #expect(found.coverage.isComplete == [.odbc, .file].contains(example.expected))
  }
}
