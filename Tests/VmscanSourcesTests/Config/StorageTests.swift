import Testing
import VmscanModel

/// Where options of another storage are set, a spool without messages proves nothing.
struct StorageTests {
  struct Case: CustomTestStringConvertible {
    var version: AsteriskVersion?
    var modules: String?
    var general = ""
    var box = ""
    var hasMessage = false
    /// Whether it is reported, and whether messages may be missing from every number.
    var expected: (isTold: Bool, hides: Bool)

    var testDescription: String {
      "\(version.map { "\($0)" } ?? "unknown") \(modules ?? "no modules.conf") | "
        + "\(general) | \(box) | \(hasMessage ? "a message" : "no message")"
    }
  }

  static let releases: [AsteriskVersion?] = [
    AsteriskVersion(13, 38), AsteriskVersion(16, 28), AsteriskVersion(17),
    AsteriskVersion(20, 5), AsteriskVersion(22, 10, 1), nil,
  ]
  static let odbc = "odbcstorage=asterisk\nodbctable=voicemessages"
  static let others = "noload => app_voicemail_odbc.so\nnoload => app_voicemail_imap.so"

  static let plans: [String?] = [
    nil, "autoload=yes", "autoload=no\nload=app_voicemail.so", others,
  ]

  /// Nothing set: nothing told, whatever the release and whatever lies on disk.
  static let silent: [Case] = {
    var cases: [Case] = []
    for version in releases {
      for plan in plans {
        cases.append(
          Case(
            version: version, modules: plan, general: "odbcstorage=\nattach=yes",
            box: ",,,delete=yes", expected: (false, false)))
      }
    }
    return cases
  }()

  /// One module for all: only what it was built with decides, which no file tells.
  static let builtIn: [Case] = {
    var cases: [Case] = []
    for option in [odbc, "odbctable=voicemessages", "imapserver=mail"] {
      for version in [AsteriskVersion(13, 38), AsteriskVersion(16, 28)] {
        for plan in plans {
          for hasMessage in [true, false] {
            cases.append(
              Case(
                version: version, modules: plan, general: option, hasMessage: hasMessage,
                expected: (true, true)))
          }
        }
      }
    }
    return cases
  }()

  static let threeModules = cases(of: AsteriskVersion(17)) + cases(of: AsteriskVersion(20, 5))

  private static func cases(of version: AsteriskVersion) -> [Case] {
    [
      Case(version: version, modules: "autoload=yes", general: odbc, expected: (true, true)),
      Case(version: version, modules: nil, general: odbc, expected: (true, true)),
      Case(
        version: version, modules: "autoload=yes", general: odbc, hasMessage: true,
        expected: (true, false)),
      Case(
        version: version, modules: "autoload=yes\nload=app_voicemail.so", general: odbc,
        expected: (true, true)),
      Case(
        version: version, modules: "autoload=yes", box: ",,,imapuser=anna", hasMessage: true,
        expected: (true, false)),
      Case(
        version: version, modules: "autoload=yes", box: ",,,IMAPFolder=x|attach=yes",
        expected: (true, true)),
      Case(
        version: version, modules: "autoload=yes\n" + others, general: odbc,
        expected: (false, false)),
      Case(
        version: version, modules: "autoload=yes\nnoload=app_voicemail_imap.so", general: odbc,
        expected: (true, true)),
      Case(
        version: version, modules: "load=app_voicemail.so", general: odbc,
        expected: (false, false)),
    ]
  }

  /// A file that names the modules is one of a release that has them.
  static let unknown: [Case] = [
    Case(modules: "autoload=yes", general: odbc, hasMessage: true, expected: (true, true)),
    Case(
      modules: "load=app_voicemail.so", general: odbc, hasMessage: true, expected: (true, true)),
    Case(modules: "autoload=yes\n" + others, general: odbc, expected: (false, false)),
  ]

  @Test(arguments: silent + builtIn + threeModules + unknown)
  func `release, modules, options and what lies on disk decide together`(_ example: Case) {
    let tree = TemporaryTree([
      "voicemail.conf": "[general]\n\(example.general)\n[default]\n1 => 11,A\(example.box)\n"
    ])
    if let modules = example.modules { tree.write("modules.conf", "[modules]\n\(modules)\n") }
    // Messages of a mailbox nobody configured say nothing of the configured ones.
    tree.write("spool/default/9/INBOX/msg0000.txt", "")
    if example.hasMessage { tree.write("spool/default/1/Old/msg0000.txt", "") }
    let found = tree.read(version: example.version)
    #expect(found.has(.otherStorage) == example.expected.isTold)
    #expect(found.coverage.isComplete == !example.expected.hides)
    #expect(
      found.coverage.problems.map(\.kind) == (example.expected.isTold ? [.elsewhere] : []))
    #expect((found.asterisk.storage.value == .unknown) == example.expected.isTold)
  }

  @Test(arguments: [
    ("[asterisk]\nenabled => yes\n", true), ("[asterisk]\nenabled => no\n", false),
    ("[cdr]\nenabled => yes\n", false), ("[asterisk]\ndsn => a\n", true),
  ])
  func `the connection of res_odbc.conf is named where it is enabled`(
    _ text: String, _ isEnabled: Bool
  ) {
    let found = readConfig(
      "[general]\nodbctable=voicemessages\n[default]\n1 => 11\n", ["res_odbc.conf": text],
      version: AsteriskVersion(16, 28))
    let notice = found.notices.first { $0.kind == .otherStorage }
    #expect(notice?.detail.unmasked.contains("res_odbc.conf enables [asterisk]") == isEnabled)
    #expect(notice?.origin.line == 2)
  }

  @Test func `both stores are told`() {
    let found = readConfig(
      "[general]\nodbctable=v\nimapserver=mail\n[default]\n1 => 11\n",
      version: AsteriskVersion(16, 28))
    #expect(found.notices.filter { $0.kind == .otherStorage }.map(\.origin.line) == [2, 3])
  }
}
