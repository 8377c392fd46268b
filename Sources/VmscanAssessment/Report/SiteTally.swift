package import VmscanModel

/// What was found and counted so far; every thread has its own, and the order in which mailboxes
/// come or tallies are merged changes nothing but the order of the lists.
package struct SiteTally: Sendable {
  package var findings = FindingList()
  package var mailboxes = MailboxList()
  var notes = SystemNotes()
  private var totals = ReportTotals()
  private var contexts: [ByteText: ContextReport] = [:]
  private var addresses: [DestinationClass: Set<ByteText>] = [:]

  package init() {}

  package mutating func merge(_ other: SiteTally) {
    findings.append(other.findings)
    mailboxes.append(other.mailboxes)
    notes.merge(other.notes)
    totals.add(other.totals)
    for (name, report) in other.contexts {
      if contexts[name] == nil { contexts[name] = report } else { contexts[name]?.add(report) }
    }
    addresses.merge(other.addresses) { $0.union($1) }
  }

  /// Counts the directories of one mailbox, which differ by case only.
  mutating func add(_ group: [MailboxFacts], configured: ConfiguredMailbox?) {
    totals.mailboxes += 1
    if configured != nil {
      totals.configuredMailboxes += 1
    } else {
      totals.orphanedMailboxes += 1
    }
    for facts in group {
      totals.add(facts)
      mailboxes.append(MailboxReport(facts, of: configured))
    }
    addContexts(group)
    addDestinations(group)
  }

  mutating func add(_ mailbox: ConfiguredMailbox, _ weaknesses: [PINWeakness]) {
    totals.pins.add(mailbox, weaknesses)
  }

  private mutating func addContexts(_ group: [MailboxFacts]) {
    for (place, facts) in group.enumerated() {
      let name = facts.id.context
      let isCounted = group[..<place].contains { $0.id.context == name }
      contexts[name, default: ContextReport(name)].add(
        ContextReport(
          name: name, mailboxes: isCounted ? 0 : 1, messages: facts.totals,
          retainedEmailed: facts.retainedEmailed, overAge: facts.overAge, oldest: facts.oldest,
          ages: facts.ages))
    }
  }

  private mutating func addDestinations(_ group: [MailboxFacts]) {
    var all: Set<DestinationClass> = []
    var withAudio: Set<DestinationClass> = []
    for facts in group {
      var ofThis: Set<DestinationClass> = []
      for recipient in facts.allRecipients {
        all.insert(recipient.destinationClass)
        if recipient.audio { ofThis.insert(recipient.destinationClass) }
        addresses[recipient.destinationClass, default: []].insert(
          recipient.address.stripped.lowercased)
      }
      for kind in ofThis {
        totals.byDestinationClass[kind, default: DestinationTotals()].messages +=
          facts.retainedEmailed
      }
      withAudio.formUnion(ofThis)
    }
    for kind in all { totals.byDestinationClass[kind, default: DestinationTotals()].mailboxes += 1 }
    for kind in withAudio { totals.byDestinationClass[kind]?.withAudio += 1 }
  }

  /// The sums over all mailboxes; each file of `outsideSpool` counts as one message there.
  func totals(outsideSpool: [StrayFile], sharedPINs: Int) -> ReportTotals {
    var totals = totals
    for grade in EmailGrade.allCases { totals.byGrade[grade, default: MessageTotals()] += .init() }
    for kind in DestinationClass.allCases {
      totals.byDestinationClass[kind, default: DestinationTotals()].addresses =
        addresses[kind]?.count ?? 0
    }
    totals.outsideSpool = MessageTotals(
      messages: outsideSpool.count,
      bytes: outsideSpool.reduce(.zero) { $0 + ByteCount($1.bytes) })
    totals.pins.shared = sharedPINs
    return totals
  }

  /// Sorted by name.
  var contextReports: [ContextReport] { contexts.values.sorted { $0.name < $1.name } }
}
