import VmscanModel

/// The rules on what the configuration reader noticed: one finding per mailbox, or per file where
/// no mailbox is concerned.
enum NoticeJudgement {
  static func rule(
    _ id: String, _ name: String, _ title: String, _ severity: Severity, _ kind: ConfigNotice.Kind,
    why: String, remedy: Sentence = "The administrator corrects the line and reloads voicemail.",
    citations: [Citation] = [.cisProcess]
  ) -> Rule {
    var rule = Rule(
      id, name, title, severity, why: why, remedy: remedy, citations: citations,
      examples: [
        .triggers("a line that concerns a mailbox") {
          $0.mailbox()
          $0.notice(kind, mailbox: "1001")
        },
        .triggers("two lines of one file") {
          $0.notice(kind, line: 7)
          $0.notice(kind, line: 9)
        },
        .passes("nothing of the kind was noticed") { $0.mailbox() },
      ],
      logic: .system { detections(for: [kind], $0) })
    rule.noticeKinds = [kind]
    return rule
  }

  static func detections(
    for kinds: [ConfigNotice.Kind], _ context: AssessmentContext
  ) -> [Detection] {
    let notices = kinds.flatMap { context.notices[$0] ?? [] }
    return Dictionary(grouping: notices, by: subject).map { subject, all in
      let group = all.sorted { ($0.origin.file, $0.origin.line) < ($1.origin.file, $1.origin.line) }
      let more: Sentence =
        group.count > 1 ? " Likewise in \(group.count - 1, "more place")." : ""
      return Detection(
        subject, key: Set(group.map { ByteText($0.kind.rawValue) }).sorted(),
        message: "\(group[0].detail.ended)\(more)",
        evidence: group.prefix(5).map { Place($0.origin) })
    }
  }

  private static func subject(_ notice: ConfigNotice) -> FindingSubject {
    notice.mailbox.map { .mailbox($0) } ?? .file(notice.origin.file)
  }
}
