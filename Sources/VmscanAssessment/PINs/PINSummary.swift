package import VmscanModel

/// Counts how the PINs of a site were judged.
package enum PINSummary {
  package static func totals(
    _ mailboxes: [ConfiguredMailbox], settings: AssessmentSettings
  ) -> PINTotals {
    let judge = PINJudge(settings: settings)
    let known = mailboxes.filter(\.pinOrigin.isKnown)
    var totals = PINTotals()
    if known.count < mailboxes.count {
      totals.byStrength[.notJudged] = mailboxes.count - known.count
    }
    for mailbox in known {
      let worst = judge.weaknesses(
        of: mailbox.pin, mailbox: mailbox.id,
        phoneNumbers: settings.phoneNumbers[mailbox.id] ?? []
      ).first
      totals.byStrength[strength(worst), default: 0] += 1
      let length = mailbox.pin.withBytes { PINJudge.effective($0).count }
      totals.byLength[PINLengthBand(length: length), default: 0] += 1
    }
    totals.shared = PINJudge.sharedGroups(known.map { ($0.id, $0.pin) }, threshold: 2)
      .reduce(0) { $0 + $1.count }
    return totals
  }

  private static func strength(_ worst: PINWeakness?) -> PINStrength {
    switch worst {
    case nil: .noWeaknessFound
    case .noneAsked: .noPIN
    case .some(let weakness):
      switch weakness.severity {
      case .critical, .high: .guessable
      case .medium: .weak
      case .low, .informational: .doubtful
      }
    }
  }
}
