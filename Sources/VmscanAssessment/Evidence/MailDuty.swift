package import VmscanModel

/// What configuration and history say about the mails of one mailbox directory.
package struct MailDuty: Sendable {
  /// Why no mail can come from this directory now; `nil` when it can.
  let obstacle: GradeFact?
  /// The judgement that the obstacle makes of every message without a mail.
  let obstructed: Judgement?
  /// Stripped, lower-cased, without empty ones; those of the latest earlier run when the mailbox
  /// is no longer configured.
  let addresses: [ByteText]
  let isConfigured: Bool
  let mailbox: ByteText
  /// Why the mails carry no audio now; `nil` when they do.
  let audioObstacle: GradeFact?
  /// `nil` when the mailbox is not configured.
  private let attachesNow: Bool?
  let mailsExternalRecordings: Bool
  let mailsUrgent: Bool
  /// Seconds of the earliest time at which history lets a mail be supposed.
  let addressSince: Timestamp?
  let audioSince: Timestamp?
  /// The format asked for, empty for the first recorded one.
  let attachFormat: ByteText
  let surroundings: MailSurroundings
  /// What the mailbox had before, oldest first.
  private let past: [PastDestination]
  /// Mailboxes that are no longer there and that this one may have been.
  private let former: [DestinationKnowledge]
  /// Their addresses.
  private let goneAddresses: [ByteText]
  /// First run that saw the mailbox under its present name; `nil` when none did.
  private let firstSeen: Timestamp?

  /// Whether logs can hold mails of this directory.
  var mayHaveMail: Bool {
    obstacle == nil || !addresses.isEmpty || !past.isEmpty || !goneAddresses.isEmpty
  }

  /// Whether a mail names another mailbox.
  func isOfAnother(_ mail: MailRecord) -> Bool {
    !mail.mailbox.isEmpty && mail.mailbox != mailbox
  }

  package init(
    of directory: SpoolMailbox, configured: ConfiguredMailbox?, knowledge: DestinationKnowledge?,
    gone: [DestinationKnowledge] = [],
    surroundings: MailSurroundings = MailSurroundings(), grader: EmailGrader
  ) {
    self.surroundings = surroundings
    isConfigured = configured != nil
    mailbox = directory.id.mailbox
    let own = (configured?.emailAddresses ?? []).map(\.stripped.lowercased).filter { !$0.isEmpty }
    // Runs of older releases did not tell the pager apart.
    let pager = configured?.pagerAddress?.stripped.lowercased
    func mailed(_ addresses: [ByteText]) -> [ByteText] {
      guard let pager, !own.contains(pager) else { return addresses }
      return addresses.filter { $0 != pager }
    }
    let previous = mailed(knowledge?.previousMailAddresses ?? [])
    addresses = configured == nil ? previous : own
    var past = knowledge?.past ?? []
    for place in past.indices { past[place].addresses = mailed(past[place].addresses) }
    if let knowledge, let configured,
      previous != Set(own).sorted()
        || (knowledge.audioSince != nil) != configured.attach.value
    {
      // Edited since the latest run.
      past.append(
        PastDestination(
          addresses: previous, attach: knowledge.audioSince != nil, seen: knowledge.lastSeen,
          until: Timestamp(knowledge.lastSeen.epochSeconds &+ 1)))
    }
    self.past = past
    // A mailbox that was renamed was first seen by the run that missed its former name.
    let former = gone.filter { other in
      knowledge.map { $0.firstSeen > other.lastSeen || configured == nil } ?? true
    }
    self.former = former
    firstSeen = knowledge?.firstSeen
    goneAddresses = former.flatMap { $0.previousMailAddresses + $0.past.flatMap(\.addresses) }
    attachesNow = configured?.attach.value
    mailsExternalRecordings = configured?.attachExternalRecordings.value ?? false
    mailsUrgent = Self.mailsUrgent(grader.asteriskVersion)
    let format = configured?.attachFormat.value ?? ""
    let isIgnored = grader.recordedFormats.map {
      AttachmentFormat(format, recorded: $0) == .ignored
    }
    attachFormat = isIgnored == true ? "" : format
    addressSince = Self.start(of: knowledge?.addressSince, in: knowledge)
    audioSince = Self.start(of: knowledge?.audioSince, in: knowledge)
    obstacle = Self.obstacle(directory, configured, own)
    obstructed = obstacle.map { Judgement($0 == .pagerOnly ? .noticeOnly : .none, $0) }
    audioObstacle = Self.audioObstacle(configured, grader.recordedFormats)
  }

  /// Every address that the mailbox has or had, and those of its number's former mailboxes.
  package var everyAddress: [ByteText] {
    var all = Set(addresses)
    for known in past { all.formUnion(known.addresses) }
    all.formUnion(goneAddresses)
    return all.sorted()
  }

  /// The sets of addresses that a mail of this time may have gone to.
  ///
  /// What a run saw last counts as in force until then, and what the first run saw as in force
  /// before, because nothing contradicts it; a run that saw the mailbox under a former name does.
  func addressSets(at time: Timestamp) -> [[ByteText]] {
    let formerly = formerly(at: time).map(\.addresses).filter { !$0.isEmpty }
    guard formerly.isEmpty else { return formerly }
    let before = isBeforeFirstSeen(time) ? former.map(\.previousMailAddresses) : []
    if let known = past.first(where: { time < $0.until }) {
      // Between two runs the new ones may have been in force already.
      if let seen = known.seen, time <= seen { return before + [known.addresses] }
      let index = past.firstIndex(of: known) ?? 0
      let next = index + 1 < past.count ? past[index + 1].addresses : addresses
      return before + [known.addresses, next]
    }
    return before + [addresses]
  }

  private func isBeforeFirstSeen(_ time: Timestamp) -> Bool { firstSeen.map { time < $0 } ?? true }

  /// What the mailbox had under its former names at a time when no run had seen its present one;
  /// first what ended first, which is nearest to that time.
  private func formerly(at time: Timestamp) -> [PastDestination] {
    guard isBeforeFirstSeen(time) else { return [] }
    let known = former.compactMap { known in
      known.past.first { time < $0.until }
        ?? PastDestination(
          addresses: known.previousMailAddresses, attach: known.audioSince != nil,
          seen: known.lastSeen, until: Timestamp(known.lastSeen.epochSeconds &+ 1))
    }
    return known.filter { time < $0.until }.sorted { $0.until < $1.until }
  }

  /// Whether a mail of this time went to the mailbox's people of that time.
  func isForOurPeople(_ mail: CombinedMail) -> Bool {
    // Of a mail that was given up the recipients may not be known.
    guard mail.record.recipients.contains(where: { !$0.address.isEmpty }) else {
      return isConfigured || !addresses.isEmpty
    }
    let known = addressSets(at: mail.record.accepted).joined()
    // The target of one's alias may be the address of a mailbox of the same number.
    return surroundings.sharesNumber
      ? known.contains { mail.wasHandedIn(for: $0) }
        || goneAddresses.contains { mail.wasHandedIn(for: $0) }
      : known.contains { mail.names($0) } || goneAddresses.contains { mail.names($0) }
  }

  /// Whether a mail went to the people who have the mailbox now.
  func isForPresentPeople(_ mail: CombinedMail) -> Bool {
    addresses.contains { surroundings.sharesNumber ? mail.wasHandedIn(for: $0) : mail.names($0) }
  }

  /// An address that a mail did not go to, as when the mail program dropped it; `nil` when it went to
  /// all that the mailbox, or one that it may have been, had at the mail's time.
  func addressMissing(in mail: CombinedMail) -> ByteText? {
    let missing = addressSets(at: mail.record.accepted).filter { !$0.isEmpty }
      .map { set in set.first { !mail.names($0) } }
    return missing.contains(nil) ? nil : missing.first ?? nil
  }

  /// What history says of `attach` at one time.
  enum Attachment {
    case on, off
    /// It was changed before or after that time, between two runs.
    case changing
  }

  /// Whether mails carried the recording at a time; `nil` when only the present is known.
  func attached(at time: Timestamp) -> Attachment? {
    let all = formerly(at: time) + past.filter { time < $0.until }
    let known = all.sorted { $0.until < $1.until }.prefix(2).map {
      (seen: $0.seen, attach: $0.attach)
    }
    guard let then = known.first else { return nil }
    let next = known.dropFirst().first?.attach ?? attachesNow
    if let seen = then.seen, time > seen, let next, next != then.attach { return .changing }
    return then.attach ? .on : .off
  }

  private static func obstacle(
    _ directory: SpoolMailbox, _ configured: ConfiguredMailbox?, _ addresses: [ByteText]
  ) -> GradeFact? {
    guard let configured else { return .notConfigured }
    // Notification uses the configured spelling, so mails are about the other directory.
    guard configured.id == directory.id else { return .otherSpelling(configured.id) }
    guard addresses.isEmpty else { return nil }
    return configured.pagerAddress == nil ? .noAddress : .pagerOnly
  }

  private static func audioObstacle(
    _ configured: ConfiguredMailbox?, _ formats: [ByteText]?
  ) -> GradeFact? {
    guard let configured else { return nil }
    guard configured.attach.value else { return .attachOff }
    let format = configured.attachFormat.value
    guard let formats, AttachmentFormat(format, recorded: formats) == .missing else { return nil }
    return .formatNotRecorded(format)
  }

  /// Urgent messages were not e-mailed before 13.37, 16.14, 17.8 and 18.0.
  private static func mailsUrgent(_ version: AsteriskVersion?) -> Bool {
    guard let version else { return true }
    switch version.major {
    case 13: return version >= AsteriskVersion(13, 37)
    case 16: return version >= AsteriskVersion(16, 14)
    case 17: return version >= AsteriskVersion(17, 8)
    default: return version.major >= 18
    }
  }

  /// Start of the time for which history supports the present state: the far past when it has
  /// always been so, the far future when the latest run saw otherwise.
  private static func start(
    of since: Timestamp?, in knowledge: DestinationKnowledge?
  ) -> Timestamp? {
    guard let knowledge else { return nil }
    guard let since else { return Timestamp(.max) }
    return since > knowledge.firstSeen ? since : nil
  }
}
