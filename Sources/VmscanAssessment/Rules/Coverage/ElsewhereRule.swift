import VmscanModel

/// Mailboxes and messages that live where this program does not read.
enum ElsewhereRule {
  static let kinds: [ConfigNotice.Kind] = [
    .execInclude, .realtimeStatic, .realtimeMailboxes, .otherStorage,
  ]

  static let rule: Rule = {
    var rule = Rule(
      "VM-902", "mailboxes-elsewhere", "Mailboxes may exist that this scan cannot see", .medium,
      why: """
        Mailboxes or messages in a database that cannot be reached, messages in IMAP storage and the
        output of a command are not read, so every number here is a lower bound.
        """,
      remedy: """
        The administrator makes the database reachable as the coverage says ('vmscan doctor' names
        the driver, the data source or the right that is missing), and looks into any other store with
        its own tools; this program never runs a command named in a configuration.
        """,
      citations: [.hipaaAudit, .gdprStorage, .cisProcess],
      examples: kinds.map { kind in
        .triggers("the configuration reader noticed `\(kind.rawValue)`") { $0.notice(kind) }
      } + [
        .triggers("the reader met a store elsewhere") {
          $0.coverage.problems = [
            SourceProblem(.elsewhere, path: "/etc/asterisk/extconfig.conf", detail: "realtime")
          ]
        },
        .passes("everything is in files") { $0.mailbox() },
      ],
      logic: .system(judge))
    rule.noticeKinds = Set(kinds)
    return rule
  }()

  /// A notice tells more than the coverage problem for the same file, so that one is left out.
  private static func judge(_ context: AssessmentContext) -> [Detection] {
    let noticed = NoticeJudgement.detections(for: kinds, context)
    let files = Set(kinds.flatMap { context.notices[$0] ?? [] }.map(\.origin.file))
    let others = context.input.coverage.problems.filter {
      $0.kind == .elsewhere && !files.contains($0.path)
    }
    return noticed
      + Dictionary(grouping: others, by: \.path).map { path, problems in
        Detection(
          .file(path), key: ["elsewhere"], message: "Not read: \(problems[0].detail).",
          evidence: problems.prefix(5).map(\.place))
      }
  }
}
