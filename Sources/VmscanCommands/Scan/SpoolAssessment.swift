import VmscanAssessment
import VmscanModel

/// Judges and counts the mailboxes of a walk, each on the thread that read it.
struct SpoolAssessment: Sendable {
  let judge: MailboxJudge
  let assessment: SiteAssessment

  /// What one thread of the walk collected.
  struct Collected: Sendable {
    var tally = SiteTally()
    var problems: [SourceProblem] = []
    var claims: [MailClaim] = []
    /// Places of the configured mailboxes that have a directory.
    fileprivate var found: [Int] = []
    /// Directories whose names differ by case only, which are judged together.
    fileprivate var variants: [Variant] = []
  }

  fileprivate struct Variant: Sendable {
    var facts: MailboxFacts
    var position: Int?
    var problems: [SourceProblem]
  }

  func visit(_ directory: SpoolMailbox, into collected: inout Collected) {
    let position = judge.join.position(of: directory.id)
    let configured = position.map { judge.join.mailbox(at: $0) }
    let opinion = judge.judge(directory, configured: configured)
    let (facts, problems) = (opinion.facts, opinion.problems)
    if !opinion.claims.isEmpty { collected.claims += opinion.claims }
    if !problems.isEmpty { collected.problems += problems }
    if let position { collected.found.append(position) }
    if directory.hasSpellingVariants {
      collected.variants.append(Variant(facts: facts, position: position, problems: problems))
    } else {
      assessment.assess(
        group([facts], of: configured, at: position, problems), into: &collected.tally)
    }
  }

  /// Brings together what the threads collected, and adds the mailboxes no thread could finish.
  ///
  /// `unread` says which of them may have a directory that was not seen.
  func merged(_ parts: consuming [Collected], unread: UnreadPlaces) -> Collected {
    var whole = Collected()
    // Each part is let go once it is taken over.
    while let part = parts.popLast() {
      whole.tally.merge(part.tally)
      whole.problems += part.problems
      whole.claims += part.claims
      whole.found += part.found
      whole.variants += part.variants
    }
    addVariants(to: &whole)
    addWithoutDirectory(to: &whole, unread: unread)
    return whole
  }

  private func addVariants(to whole: inout Collected) {
    for members in Dictionary(grouping: whole.variants, by: \.facts.id.folded).values {
      let members = members.sorted { $0.facts.id < $1.facts.id }
      let position = members[0].position
      assessment.assess(
        group(
          members.map(\.facts), of: position.map { judge.join.mailbox(at: $0) }, at: position,
          members.flatMap(\.problems)), into: &whole.tally)
    }
  }

  private func addWithoutDirectory(to whole: inout Collected, unread: UnreadPlaces) {
    var isFound = [Bool](repeating: false, count: judge.join.count)
    for position in whole.found { isFound[position] = true }
    for position in isFound.indices where !isFound[position] {
      let mailbox = judge.join.mailbox(at: position)
      // Asterisk keeps two names alike in what it keeps of them, and ever finds the first alone.
      guard judge.join.position(of: mailbox.id) == position else { continue }
      assessment.assess(
        group(
          unread.marked([judge.summarizer.facts(of: mailbox)]), of: mailbox, at: position, []),
        into: &whole.tally)
    }
  }

  private func group(
    _ facts: [MailboxFacts], of configured: ConfiguredMailbox?, at position: Int?,
    _ problems: [SourceProblem]
  ) -> MailboxGroup {
    MailboxGroup(
      facts: facts, configured: configured, order: position ?? 0,
      knowledge: judge.knowledge(of: configured), problems: problems)
  }
}
