import VmscanModel

/// The input with the joins that several rules need, made once per assessment.
///
/// A reference, because every rule is handed it for every mailbox.
final class AssessmentContext: Sendable {
  let input: AssessmentInput
  let notices: [ConfigNotice.Kind: [ConfigNotice]]
  let pins: PINAssessment
  let owners: OwnerMatcher
  /// What the rules on the system need of all mailboxes; whole once every group was looked at.
  let notes: SystemNotes
  /// Addresses on at least as many mailboxes as `sharedAddressThreshold`, which is reported.
  let sharedAddresses: Set<ByteText>
  /// What hides data of single mailboxes, as far as the input shows it.
  private let problems: [MailboxID: [SourceProblem]]
  /// Below the mailbox directory of each: directories that lead to a mailbox whose configured name
  /// holds slashes.
  private let nested: [MailboxID: Set<ByteText>]

  /// The same with what is known once all mailboxes were looked at.
  init(_ other: AssessmentContext, _ input: AssessmentInput, notes: SystemNotes) {
    self.input = input
    self.notes = notes
    notices = other.notices
    pins = other.pins
    owners = other.owners
    sharedAddresses = other.sharedAddresses
    problems = other.problems
    nested = other.nested
  }

  init(_ input: AssessmentInput) {
    self.input = input
    notes = SystemNotes()
    let mailboxes = input.configuration.mailboxes
    notices = Dictionary(grouping: input.configuration.notices, by: \.kind)
    pins = PINAssessment(input.configuration, settings: input.settings)
    owners = OwnerMatcher(owners: mailboxes.map { (id: $0.id, fullName: $0.fullName) })
    sharedAddresses = Self.sharedAddresses(
      mailboxes, threshold: max(2, input.settings.sharedAddressThreshold))
    problems = Dictionary(
      grouping: input.coverage.problems.filter { $0.mailbox != nil && $0.hidesData }
    ) { $0.mailbox?.folded ?? MailboxID(context: "", mailbox: "") }
    nested = Self.nested(mailboxes)
  }

  private static func nested(_ mailboxes: [ConfiguredMailbox]) -> [MailboxID: Set<ByteText>] {
    var nested: [MailboxID: Set<ByteText>] = [:]
    for id in mailboxes.lazy.map(\.id) where !id.isSafePath {
      let parts = (id.context.bytes + [0x2F] + id.mailbox.bytes).split(separator: 0x2F)
        .map { ByteText(bytes: $0) }.filter { $0 != "." }
      guard parts.count > 2, !parts.contains("..") else { continue }
      nested[MailboxID(context: parts[0], mailbox: parts[1]), default: []].insert(parts[2])
    }
    return nested
  }

  /// Whether an entry of a mailbox directory is or leads to another configured mailbox.
  func isMailbox(_ entry: ByteText, in directory: MailboxID) -> Bool {
    nested[directory]?.contains(entry) ?? false
  }

  /// Coverage problems of the input that concern one mailbox, whatever its spelling.
  func problems(of mailbox: MailboxID) -> [SourceProblem] {
    problems.isEmpty ? [] : problems[mailbox.folded] ?? []
  }

  private static func sharedAddresses(
    _ mailboxes: [ConfiguredMailbox], threshold: Int
  ) -> Set<ByteText> {
    var uses: [ByteText: Int] = [:]
    for mailbox in mailboxes where !mailbox.isMisreadLine {
      let addresses = mailbox.recipientAddresses + (mailbox.recipientPager.map { [$0] } ?? [])
      if addresses.count == 1 {
        uses[addresses[0].stripped.lowercased, default: 0] += 1
      } else {
        for address in Set(addresses.map(\.stripped.lowercased)) { uses[address, default: 0] += 1 }
      }
    }
    uses[""] = nil
    return Set(uses.lazy.filter { $0.value >= threshold }.map(\.key))
  }

  var now: Timestamp { input.now }
  var settings: AssessmentSettings { input.settings }
  var general: GeneralOptions { input.configuration.general }
  /// Else the general options are nobody's, and nothing may be said of them.
  var isConfigurationRead: Bool { input.configuration.status == .loaded }
  var asterisk: AsteriskSettings { input.configuration.asterisk }

  /// Mailboxes may exist that the configuration read here does not show.
  var configurationIsIncomplete: Bool {
    !input.configuration.coverage.isComplete || input.configuration.mayHideMailboxes
  }
}
