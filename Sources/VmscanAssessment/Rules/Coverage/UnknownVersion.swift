import VmscanModel

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
