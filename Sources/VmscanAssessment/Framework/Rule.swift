package import VmscanModel

/// One judgement with everything a reader needs to follow it: the manual, the examples that are
/// its tests, and the logic.
package struct Rule: Sendable {
  /// Stable; the hundreds name the family.
  package var id: RuleID
  /// Short kebab-case name.
  package var name: String
  /// What a finding of this rule says, in a few words.
  package var title: String
  /// Severity unless `severityNote` says otherwise.
  package var severity: Severity
  /// When a finding is rated differently; empty when it never is.
  package var severityNote: String
  /// Why it matters.
  package var rationale: String
  /// What to do, and who can.
  package var remediation: Sentence
  /// Requirements that ask for it.
  package var citations: [Citation]
  package var examples: [RuleExample]
  /// Rules of earlier releases that each told one reason of what this rule tells as a whole.
  package var reasons: [RuleReason] = []
  /// Configuration notices that this rule reports.
  package var noticeKinds: Set<ConfigNotice.Kind> = []
  /// Message problems that this rule reports.
  package var messageProblems: MessageProblems = []
  /// Folder problems that this rule reports.
  package var folderProblems: FolderProblems = []
  var logic: RuleLogic

  /// Line breaks within the texts become blanks.
  init(
    _ id: String, _ name: String, _ title: String, _ severity: Severity, varies: String = "",
    why: String, remedy: Sentence, citations: [Citation], examples: [RuleExample], logic: RuleLogic
  ) {
    self.id = RuleID(id)
    self.name = name
    self.title = title
    self.severity = severity
    severityNote = Self.flowed(varies)
    rationale = Self.flowed(why)
    remediation = remedy.flowed
    self.citations = citations
    self.examples = examples
    self.logic = logic
  }

  private static func flowed(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ")
  }

  /// The family, named by the hundreds of the identifier.
  package var family: RuleFamily { RuleFamily(of: id) }
}

/// One reason of a rule, which had a rule of its own in an earlier release.
package struct RuleReason: Sendable, Hashable {
  package var id: RuleID
  package var name: String
  package var title: String
}

/// What a rule looks at: once for each configured mailbox, each directory, or the whole system.
enum RuleLogic: Sendable {
  typealias Configured = @Sendable (ConfiguredView, AssessmentContext) -> Detection?
  typealias Directory = @Sendable (DirectoryView, AssessmentContext) -> Detection?
  typealias System = @Sendable (AssessmentContext) -> [Detection]

  case configured(Configured)
  case directory(Directory)
  case system(System)
}
