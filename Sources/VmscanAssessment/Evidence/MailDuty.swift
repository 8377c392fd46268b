import VmscanModel

/// What configuration and history say about the mails of one mailbox directory.
struct MailDuty: Sendable {
  /// Why no mail can come from this directory; `nil` when it can.
  let obstacle: GradeFact?
  /// The judgement that the obstacle makes of every message without a mail.
  let obstructed: Judgement?
  /// Stripped, lower-cased, without empty ones; those of the latest earlier run when the mailbox
  /// is no longer configured.
  let addresses: [ByteText]
  let isConfigured: Bool
  let mailbox: ByteText
  /// Why the mails carry no audio; `nil` when they do.
  let audioObstacle: GradeFact?
  let mailsExternalRecordings: Bool
  let mailsUrgent: Bool
  /// Seconds of the earliest time at which history lets a mail be supposed.
  let addressSince: Timestamp?
  let audioSince: Timestamp?
  /// The format asked for, empty for the first recorded one.
  let attachFormat: ByteText

  /// Whether logs can hold mails of this directory.
  var mayHaveMail: Bool { obstacle == nil || !isConfigured && !addresses.isEmpty }

  init(
    of directory: SpoolMailbox, configured: ConfiguredMailbox?, knowledge: DestinationKnowledge?,
    grader: EmailGrader
  ) {
    isConfigured = configured != nil
    mailbox = directory.id.mailbox
    let own = (configured?.emailAddresses ?? []).map(\.stripped.lowercased).filter { !$0.isEmpty }
    addresses = configured == nil ? knowledge?.previousAddresses ?? [] : own
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
