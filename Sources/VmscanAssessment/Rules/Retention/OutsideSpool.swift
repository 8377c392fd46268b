import VmscanModel

extension Rule {
  static let outsideSpool = Rule(
    "VM-409", "outside-spool", "Voicemail lies outside the spool", .medium,
    why: """
      Asterisk writes each mail, audio included, to the temporary directory before it starts the
      mail command. A command that hangs leaves the file there, often readable by everybody.
      """,
    remedy: """
      The administrator finds out why the mail command hung, sends or removes the files, and sees
      to it that the directory is emptied at boot.
      """,
    citations: [.gdprStorage, .hipaaDisposal, .pciAudio, .cisDisposal, .isoDeletion],
    examples: [
      .triggers("a mail file of last week in /tmp") {
        $0.outsideSpool = [
          StrayFile(path: "/tmp/astmail-aB3dE9", bytes: 40_000, modified: Scenario.now - .days(7))
        ]
      },
      .passes("nothing is left there") { _ in },
    ],
    logic: .system { context in
      let files = context.input.outsideSpool
      guard !files.isEmpty else { return [] }
      let bytes = files.reduce(ByteCount.zero) { $0 + ByteCount($1.bytes) }
      return [
        Detection(
          .system,
          message: "\(files.count, "mail file") (\(bytes)) with voicemail outside the spool.",
          evidence: files.map(\.path).sorted().prefix(5).map { Place($0) })
      ]
    })
}
