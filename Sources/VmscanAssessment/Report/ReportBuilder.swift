package import VmscanModel

/// Sums the facts into what reports show.
///
/// Directories whose names differ by case only are one mailbox in every number of mailboxes.
package struct ReportBuilder: Sendable {
  private let facts: [MailboxFacts]
  private let configuration: VoicemailConfiguration

  package init(facts: [MailboxFacts], configuration: VoicemailConfiguration) {
    self.facts = facts.sorted { $0.id < $1.id }
    self.configuration = configuration
  }

  /// The sums over all mailboxes; each file of `outsideSpool` counts as one message there, and
  /// `quarantined` are messages removed by a purge that can still be restored.
  package func totals(
    outsideSpool: [StrayFile] = [], quarantined: QuarantineTotals = QuarantineTotals(),
    pins: PINTotals = PINTotals()
  ) -> ReportTotals {
    var totals = ReportTotals()
    let configured = Set(facts.filter(\.isConfigured).map(\.id.folded))
    totals.mailboxes = Set(facts.map(\.id.folded)).count
    totals.configuredMailboxes = configured.count
    totals.orphanedMailboxes = totals.mailboxes - configured.count
    for grade in EmailGrade.allCases { totals.byGrade[grade] = MessageTotals() }
    for mailbox in facts { add(mailbox, to: &totals) }
    totals.byDestinationClass = destinations()
    totals.outsideSpool = MessageTotals(
      messages: outsideSpool.count,
      bytes: outsideSpool.reduce(.zero) { $0 + ByteCount($1.bytes) })
    totals.quarantined = quarantined
    totals.pins = pins
    return totals
  }

  private func add(_ mailbox: MailboxFacts, to totals: inout ReportTotals) {
    totals.messages += mailbox.totals
    totals.retainedEmailed += mailbox.retainedEmailed
    totals.overAge += mailbox.overAge
    for (grade, sum) in mailbox.grades { totals.byGrade[grade, default: MessageTotals()] += sum }
    for (band, sum) in mailbox.ageHistogram.enumerated() { totals.ageHistogram[band] += sum }
    totals.oldest = [totals.oldest, mailbox.oldest].compactMap { $0 }.min()
    totals.oldestRetainedEmailed =
      [totals.oldestRetainedEmailed, mailbox.oldestRetainedEmailed].compactMap { $0 }.min()
  }

  private func destinations() -> [DestinationClass: DestinationTotals] {
    var result: [DestinationClass: DestinationTotals] = [:]
    for kind in DestinationClass.allCases {
      let concerned = facts.map { ($0, $0.allRecipients.filter { $0.destinationClass == kind }) }
        .filter { !$0.1.isEmpty }
      let withAudio = concerned.filter { $0.1.contains(where: \.audio) }
      result[kind] = DestinationTotals(
        mailboxes: Set(concerned.map(\.0.id.folded)).count,
        withAudio: Set(withAudio.map(\.0.id.folded)).count,
        addresses: Set(concerned.flatMap { $0.1.map(\.address.stripped.lowercased) }).count,
        messages: withAudio.reduce(into: MessageTotals()) { $0 += $1.0.retainedEmailed })
    }
    return result
  }

  /// Sorted by name.
  package func contexts() -> [ContextReport] {
    Dictionary(grouping: facts, by: \.id.context).map { name, members in
      var report = ContextReport(
        name: name, mailboxes: Set(members.map(\.id.folded)).count, messages: MessageTotals(),
        retainedEmailed: MessageTotals(), overAge: MessageTotals(),
        oldest: members.compactMap(\.oldest).min())
      for member in members {
        report.messages += member.totals
        report.retainedEmailed += member.retainedEmailed
        report.overAge += member.overAge
      }
      return report
    }.sorted { $0.name < $1.name }
  }

  /// Sorted by context, then mailbox.
  package func mailboxes() -> [MailboxReport] {
    let join = SpoolConfigJoin(configuration: configuration)
    return facts.map { mailbox in
      let configured = join.configured(for: mailbox.id)
      return MailboxReport(
        id: mailbox.id, fullName: configured?.fullName ?? "", isConfigured: mailbox.isConfigured,
        hasDirectory: mailbox.hasDirectory, isPartial: mailbox.isPartial,
        folders: mailbox.folders, counts: mailbox.counts, recipients: mailbox.allRecipients,
        attach: configured?.attach.value ?? false,
        deleteAfterEmail: configured?.deleteAfterEmail.value ?? false,
        retainedEmailed: mailbox.retainedEmailed, overAge: mailbox.overAge,
        grades: mailbox.grades, newestMessage: mailbox.newestMessage,
        ownerActivity: mailbox.ownerActivity)
    }
  }
}

extension MailboxFacts {
  /// Configured recipients, then those only the mail logs know.
  fileprivate var allRecipients: [RecipientFacts] { recipients + effectiveRecipients }
}
