import VmscanModel

extension Sample {
  static let messages: [MessageRow] = [
    MessageRow(
      mailbox: id("1001"), folder: .inbox, number: 0, messageID: "1795000000-00000001",
      origtime: daysAgo(41), duration: 17, bytes: ByteCount(54_321),
      files: ["msg0000.txt", "msg0000.wav"],
      emailed: EmailVerdict(grade: .inferred, reasons: ["an address was configured"]),
      problems: [], callerID: "\"Dan Example\" <15551234567>"),
    MessageRow(
      mailbox: id("4711-reception-desk", "headquarters"), folder: .deleted, number: 12,
      messageID: "", origtime: nil, duration: nil, bytes: ByteCount(0), files: ["msg0012.txt"],
      emailed: EmailVerdict(grade: .handedOver, reasons: []),
      problems: [.envelopeWithoutAudio, .missingOrigtime, .missingMessageID], callerID: "1002"),
  ]

  static let configured: [ConfiguredMailbox] = {
    var alice = configuredMailbox(
      "1001", name: "Alice Example", email: "alice@example.com|a2@gmail.com")
    alice.deleteAfterEmail = Setting(true)
    alice.maxMessages = Setting(1204)
    var none = configuredMailbox("1002", name: "Zoë", email: nil)
    none.pager = "pager@example.com"
    none.attach = Setting(false)
    return [alice, none]
  }()

  static func configuredMailbox(
    _ box: ByteText, name: ByteText, email: ByteText?
  ) -> ConfiguredMailbox {
    ConfiguredMailbox(
      id: id(box), source: .voicemailConf,
      origin: Origin(file: "/etc/asterisk/voicemail.conf", line: 42), pin: PIN(Array("4321".utf8)),
      pinOrigin: .configuration(Origin(file: "/etc/asterisk/voicemail.conf", line: 42)),
      fullName: name, emailField: email, pager: nil, options: [], inheritedFrom: nil,
      defaults: MailboxDefaults())
  }

  static let runs = [
    RunSummary(
      id: 12, started: now, finished: Timestamp(now.epochSeconds + 3), version: "1.0.0",
      mailboxes: 20_000, messages: 1_000_000,
      findings: [.critical: 1, .high: 2, .medium: 1300, .low: 1], complete: true),
    RunSummary(
      id: 11, started: daysAgo(7), finished: daysAgo(7), version: "1.0.0", mailboxes: 25,
      messages: 1180, findings: [:], complete: false),
  ]

  static let sheet = FactSheet(
    title: "\(MailboxID(context: "default", mailbox: "1001")), \(name: "Alice Example")",
    sections: [
      FactSection(
        title: "Configuration",
        rows: [
          Fact(
            label: "e-mail", value: "\(address: "alice.example@gmail.com")",
            origin: "voicemail.conf:42"),
          Fact(label: "attach", value: "yes", origin: "Asterisk default"),
        ]),
      FactSection(
        title: "Decisions",
        rows: [
          Fact(
            label: "INBOX msg0000",
            value: """
              e-mailed (inferred): an address was configured when it came, audio is attached, and \
              no log covers the time
              """, origin: "history, run 11")
        ]),
    ])
}
