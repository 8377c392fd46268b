import VmscanAssessment
import VmscanModel
import VmscanStore

/// Counts the recordings that mail evidence shows, by week, class of destination and route.
struct MailFlowReading {
  /// Weeks that are shown; older ones say little.
  private static let weeks: Int64 = 26
  private static let week: Int64 = 7 * 86400
  /// The routes that are listed.
  private static let routes = 40

  let report: ScanReport
  let settings: AssessmentSettings

  private struct Key: Hashable {
    var mailbox: ByteText
    var domain: ByteText
  }

  /// - Throws: `CommandFailure` when history cannot be read.
  func read(_ store: HistoryStore) throws -> MailFlow {
    let evidence = try History.failing { try store.evidence() }
    let classifier = DestinationClassifier(ownDomains: report.ownDomains, settings: settings)
    let end = Self.monday(report.run.now)
    let start = Timestamp(end.epochSeconds - (Self.weeks - 1) * Self.week)
    var counts: [Timestamp: [DestinationClass: Int]] = [:]
    var routes: [Key: MailFlow.Route] = [:]
    var classes: [ByteText: DestinationClass] = [:]
    for number in Set(report.mailboxes.map(\.id.mailbox)) {
      for mail in try History.failing({ try evidence.mails(forMailbox: number) })
      where mail.hasAudio != false && mail.accepted >= start && mail.accepted <= report.run.now {
        var worst: DestinationClass?
        for recipient in mail.recipients where recipient.status != .failed {
          let found =
            classes[recipient.address]
            ?? classifier.classify(recipient.address).destinationClass
          classes[recipient.address] = found
          worst = [worst, found].compactMap(\.self).max { $0.reach < $1.reach }
          if found.isOutside { add(mail, recipient.address, found, to: &routes) }
        }
        if let worst { counts[Self.monday(mail.accepted), default: [:]][worst, default: 0] += 1 }
      }
    }
    guard let first = counts.keys.min() else { return MailFlow() }
    let weeks = stride(from: first.epochSeconds, through: end.epochSeconds, by: Int(Self.week))
      .map { MailFlow.Week(start: Timestamp($0), byClass: counts[Timestamp($0)] ?? [:]) }
    let sorted = routes.values.sorted {
      ($1.recordings, $0.mailbox, $0.domain) < ($0.recordings, $1.mailbox, $1.domain)
    }
    return MailFlow(weeks: weeks, routes: Array(sorted.prefix(Self.routes)))
  }

  private func add(
    _ mail: MailRecord, _ address: ByteText, _ kind: DestinationClass,
    to routes: inout [Key: MailFlow.Route]
  ) {
    let domain = ByteText(
      bytes: address.bytes.suffix(from: address.bytes.lastIndex(of: 0x40).map { $0 + 1 } ?? 0))
    let key = Key(mailbox: mail.mailbox, domain: domain)
    var route =
      routes[key]
      ?? MailFlow.Route(
        mailbox: mail.mailbox, domain: domain, destinationClass: kind, recordings: 0,
        first: mail.accepted, last: mail.accepted)
    route.recordings += 1
    route.first = min(route.first, mail.accepted)
    route.last = max(route.last, mail.accepted)
    routes[key] = route
  }

  /// The Monday of a week, 00:00 UTC; 1970-01-05 was one.
  private static func monday(_ time: Timestamp) -> Timestamp {
    let offset: Int64 = 4 * 86400
    let since = time.epochSeconds - offset
    return Timestamp(offset + (since - ((since % week) + week) % week))
  }
}

extension DestinationClass {
  /// How far a recording goes; the worst recipient decides where it is counted.
  fileprivate var reach: Int {
    switch self {
    case .undeliverable: 0
    case .own: 1
    case .approved: 2
    case .external: 3
    case .lookAlike: 4
    case .personal: 5
    case .disposable: 6
    }
  }
}
