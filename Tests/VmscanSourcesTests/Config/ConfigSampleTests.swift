import Testing
import VmscanModel

/// Compares with what real Asterisks answered about the same configuration.
struct ConfigSampleTests {
  static let releases: [(name: String, version: AsteriskVersion)] = [
    ("asterisk-22", AsteriskVersion(22, 10, 1)), ("asterisk-16", AsteriskVersion(16, 28, 0)),
  ]

  private func events(_ name: String, _ file: String) -> [[String: String]] {
    ConfFixtures.text("\(ConfFixtures.root)/\(name)/ami/\(file)")
      .split(separator: "\n\n").map { block in
        Dictionary(
          block.split(separator: "\n").compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let rest = line[line.index(after: colon)...]
            return (String(line[..<colon]), String(rest.hasPrefix(" ") ? rest.dropFirst() : rest))
          }, uniquingKeysWith: { first, _ in first })
      }
      .filter { $0["VoiceMailbox"] != nil }
  }

  private func fields(_ mailbox: ConfiguredMailbox, _ configuration: VoicemailConfiguration)
    -> [String: String]
  {
    [
      "VMContext": "\(mailbox.id.context)", "VoiceMailbox": "\(mailbox.id.mailbox)",
      "Fullname": "\(mailbox.fullName)", "Email": mailbox.emailField.map { "\($0)" } ?? "(null)",
      "Pager": "\(mailbox.pager ?? "")", "ServerEmail": "\(mailbox.serverEmail.value)",
      "FromString": "\(configuration.general.fromString.value)",
      "MailCommand": "\(configuration.general.mailCommand.value)",
      "TimeZone": "\(mailbox.timeZone.value)",
      "AttachMessage": mailbox.attach.value ? "Yes" : "No",
      "AttachmentFormat": "\(mailbox.attachFormat.value)",
      "DeleteMessage": mailbox.deleteAfterEmail.value ? "Yes" : "No",
      "MaxMessageCount": "\(mailbox.maxMessages.value)",
    ]
  }

  @Test(arguments: releases)
  func `mailboxes equal VoicemailUsersList`(_ name: String, _ version: AsteriskVersion) {
    let configuration = ConfFixtures.read("\(ConfFixtures.root)/\(name)/etc", version: version)
    let answers = events(name, "VoicemailUsersList.txt")
    #expect(answers.count == 40)
    #expect(configuration.mailboxes.count == answers.count)
    for (mailbox, answer) in zip(configuration.mailboxes, answers) {
      let ours = fields(mailbox, configuration)
      #expect(ours == answer.filter { ours[$0.key] != nil })
    }
    for answer in events(name, "VoicemailUserStatus.txt") {
      let found = configuration.mailboxes.first { "\($0.id.mailbox)" == answer["VoiceMailbox"] }
      let ours = found.map { fields($0, configuration) } ?? [:]
      #expect(ours == answer.filter { ours[$0.key] != nil })
    }
  }

  @Test(arguments: releases)
  func `mailboxes equal voicemail show users`(_ name: String, _ version: AsteriskVersion) {
    let configuration = ConfFixtures.read("\(ConfFixtures.root)/\(name)/etc", version: version)
    let shown = ConfFixtures.text("\(ConfFixtures.root)/\(name)/cli/voicemail-show-users.txt")
      .split(separator: "\n").dropFirst().dropLast()
      .map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    #expect(configuration.mailboxes.map { "\($0.id.context) \($0.id.mailbox)" } == shown)
  }

  @Test(arguments: releases)
  func `settings of the sample are read`(_ name: String, _ version: AsteriskVersion) {
    let etc = "\(ConfFixtures.root)/\(name)/etc"
    let configuration = ConfFixtures.read(etc, version: version)
    #expect(configuration.status == .loaded && configuration.coverage.isComplete)
    #expect(configuration.asterisk.etcDirectory == ByteText(etc))
    #expect(configuration.asterisk.spoolDirectory == "/var/spool/asterisk/voicemail")
    #expect(configuration.asterisk.runDirectory == "/run/asterisk")
    #expect(configuration.asterisk.lockMode.value == .lockfile)
    #expect(configuration.asterisk.lockMode.origin?.line == 20)
    #expect(configuration.asterisk.storage.value == .file)
    #expect(configuration.asterisk.storage.origin?.line == 22)
    #expect(configuration.general.formats.value == ["wav49", "gsm", "wav"])
    #expect(configuration.defaults.backupDeleted.value == 10)
    #expect(configuration.files.count == 4)
    #expect(configuration.mailbox("1099@default")?.origin.line == 69)
    #expect(
      configuration.mailbox("4001@mailtest")?.origin.file
        == ByteText(etc + "/voicemail.d/mailtest.conf"))
    #expect(configuration.mailbox("2000@branch-north")?.inheritedFrom == "reception")
    #expect(configuration.has(.rewriteHazard, line: 56))
    #expect(configuration.has(.blankAroundOption, line: 40))
  }

  @Test(arguments: releases)
  func `a PIN change by phone counts as Asterisk reloads it`(
    _ name: String, _ version: AsteriskVersion
  ) {
    func step(_ step: String) -> VoicemailConfiguration {
      ConfFixtures.read("\(ConfFixtures.root)/\(name)/password-change/\(step)", version: version)
    }
    let before = step("0-before")
    let own = step("1-after-1002")
    let inherited = step("3-after-2000")
    #expect(before.mailboxes.count == 40 && own.mailboxes.count == 40)
    #expect(own.mailbox("1002@default")?.hasPIN("4321") == false)
    // The template's line comes first, so the old PIN is back.
    #expect(inherited.mailbox("2000@branch-north")?.hasPIN("2222") == true)
    #expect(inherited.has(.templateOverrideIgnored))
    #expect(inherited.mailboxes.count == 40)
    let included = step("4-after-4001")
    #expect(included.mailbox("4001@mailtest")?.hasPIN("4321") == false)
    #expect(included.mailbox("4002@mailtest")?.hasPIN("4321") == true)
  }
}
