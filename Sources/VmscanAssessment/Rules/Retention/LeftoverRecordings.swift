import VmscanModel

extension Rule {
  static let leftoverRecordings = Rule(
    "VM-408", "leftover-recordings", "Recordings were left behind in tmp", .medium,
    why: """
      A recording that was cut off by a crash stays in the mailbox's tmp directory forever. It
      is audio that no telephone menu and no count shows.
      """,
    remedy: """
      The administrator listens to or exports what may matter, and removes the files while no call
      is recorded in the mailbox.
      """,
    citations: [.gdprStorage, .hipaaDisposal, .pciAudio, .cisDisposal, .isoDeletion],
    examples: [
      .triggers("a file of last week in tmp") {
        $0.pair {
          $0.temporaryFiles = [
            StrayFile(path: "tmp/aB3dE9.wav", bytes: 24_684, modified: Scenario.now - .days(7))
          ]
        }
      },
      .passes("a recording in progress") {
        $0.pair {
          $0.temporaryFiles = [
            StrayFile(path: "tmp/aB3dE9.wav", bytes: 24_684, modified: Scenario.now)
          ]
        }
      },
    ],
    logic: .directory { view, _ in
      let files = view.facts.leftoverRecordings
      guard !files.isEmpty else { return nil }
      let bytes = files.reduce(ByteCount.zero) { $0 + ByteCount($1.bytes) }
      return Detection(
        view.subject,
        message: "\(files.count, "file") (\(bytes)) in tmp for more than a day.",
        evidence: files.prefix(3).map { view.path($0.path.description) })
    })
}
