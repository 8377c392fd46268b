import VmscanModel

extension Rule {
  static let incompleteCoverage = Rule(
    "VM-901", "incomplete-coverage", "Something could not be read", .medium,
    why: """
      Voicemail or mailboxes may exist that no number in this report counts: every number is a
      lower bound.
      """,
    remedy: "\(Wording.lettingIn), and checks each place listed under coverage.",
    citations: [.hipaaAudit, .gdprStorage, .cisProcess],
    examples: [
      .triggers("a context directory could not be opened") {
        $0.coverage.problems = [
          SourceProblem(.unreadable, path: "default", detail: "EACCES")
        ]
      },
      .passes("a file vanished between listing and reading, as on any live spool") {
        $0.coverage.problems = [
          SourceProblem(
            .vanished, path: "default/1001/INBOX/msg0000.txt", detail: "ENOENT", hidesData: false)
        ]
      },
      .passes("everything was read") { $0.mailbox() },
    ],
    logic: .system { context in
      let problems = context.input.coverage.problems.filter {
        $0.hidesData && $0.kind != .elsewhere && $0.mailbox == nil
      }
      guard let first = problems.first else { return [] }
      return [
        Detection(
          .system,
          message: """
            \(problems.count, "place") could not be read, such as '\(path: first.path)': \
            \(first.detail.ended)
            """,
          evidence: problems.prefix(5).map(\.place))
      ]
    })
}

extension Rule {
  static let partialMailbox = Rule(
    "VM-903", "partial-mailbox", "Part of a mailbox could not be read", .medium,
    why: "The numbers of this mailbox are lower bounds, and no purge touches it.",
    remedy: "\(Wording.lettingIn).",
    citations: [.hipaaAudit, .gdprStorage],
    examples: [
      .triggers("a folder of the mailbox could not be opened") {
        $0.pair {
          $0.problems = [
            SourceProblem(.unreadable, path: "default/1001/INBOX", detail: "EACCES")
          ]
        }
      },
      .passes("everything was read") { $0.pair { $0.add() } },
    ],
    logic: .directory { view, _ in
      guard view.facts.isPartial else { return nil }
      let problems = view.problems
      return Detection(
        view.subject,
        message: problems.first.map {
          "Part of this mailbox could not be read: \($0.detail.ended)"
        } ?? "Part of this mailbox could not be read.",
        evidence: problems.isEmpty ? [view.path()] : problems.prefix(5).map(\.place))
    })
}

/// Mailboxes and messages that live where this program does not read.
enum ElsewhereRule {
  static let kinds = VoicemailConfiguration.elsewhere

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

extension Rule {
  static let inferredDomains = Rule(
    "VM-904", "inferred-domains", "The site's own domains are guessed", .informational,
    why: """
      Without own domains in the settings they are inferred from the addresses and host names in
      use, and every class of destination depends on them.
      """,
    remedy: "Name the site's domains with `--own-domain` or in the settings.",
    citations: [.disaForwardingPlan],
    examples: [
      .triggers("no domain is set") { $0.inferredDomains = true },
      .passes("the domain is set") { $0.mailbox() },
    ],
    logic: .system { context in
      let own = context.input.ownDomains
      guard own.isInferred else { return [] }
      return [
        Detection(
          .system,
          message: own.domains.isEmpty
            ? "The site's own domains are inferred, and none was found."
            : "The site's own domains are inferred: \(own.domains.map { .domain(ByteText($0)) }).")
      ]
    })
}

extension Rule {
  static let unknownVersion: Rule = {
    var rule = Rule(
      "VM-905", "unknown-version", "The release of Asterisk is not known", .informational,
      why: """
        Several rules of Asterisk changed between releases: which of two values counts, and whether
        new messages overwrite each other after a gap. The newest release is assumed.
        """,
      remedy: "Name the release in the settings, or let this program ask the running Asterisk.",
      citations: [],
      examples: [
        .triggers("no release is known") { $0.configuration.asterisk.version = nil },
        .passes("the release is known") { $0.mailbox() },
      ],
      logic: .system { context in
        guard context.asterisk.version == nil || context.notices[.versionUnknown] != nil else {
          return []
        }
        return [Detection(.system, message: "The newest release of Asterisk is assumed.")]
      })
    rule.noticeKinds = [.versionUnknown]
    return rule
  }()
}
