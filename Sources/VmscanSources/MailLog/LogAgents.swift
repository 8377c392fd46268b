import VmscanFormats
import VmscanModel

/// Which mail agents wrote a log, and when: what a log's silence says holds for the time in which
/// the agent that showed voicemail mails was at work, not for any line's time.
struct LogAgents {
  struct Stretch {
    var agent: LogLine.Dialect
    var first: Int64
    var last: Int64
    var showsVoicemail = false
  }

  /// An agent silent for longer, while another one wrote, was not at work meanwhile.
  private static let silence: Int64 = 36 * 3600

  /// Seconds before and after a logger's word that it dropped lines in which they may be missing.
  ///
  /// Its first word comes with the first line dropped, the last one with the first line of the same
  /// process that is kept, if it ever writes one: rsyslog never says that it is over for a process that has
  /// ended. The longest limit by default is that of rsyslog's imjournal, ten minutes.
  private static let doubt: Int64 = 3600

  /// Beyond this number the last holes are merged: a hostile log may have any number.
  private static let mostHoles = 1000

  /// When lines are missing, in the order of the log.
  private(set) var holes: [ClosedRange<Timestamp>] = []
  /// The present stretch of each agent.
  private(set) var present: [Stretch] = []
  /// Stretches that ended because another agent took over, or at a hole.
  private var past: [Stretch] = []
  /// A mail program that wrote lines and is not supported, and its last line's time.
  private(set) var unsupported: MailLogSupport?
  private var unsupportedLast = Int64.min
  /// Of a log that an earlier release read: what it knew of the whole.
  private var unnamed: Stretch?

  /// Whether Sendmail's lines tell of deliveries, as from LogLevel 9 on; `nil` when no mail has shown it.
  private(set) var tellsDeliveries: Bool?
  /// Under these names that is kept beside the agents.
  private static let told = "sendmail with deliveries"
  private static let untold = "sendmail without deliveries"

  init(_ cursor: LogCursor?) {
    guard let cursor, let first = cursor.stretchStart, let last = cursor.last else { return }
    present = (cursor.agents ?? []).compactMap { agent in
      LogLine.Dialect(rawValue: agent.name).map {
        Stretch(
          agent: $0, first: agent.first.epochSeconds, last: agent.last.epochSeconds,
          showsVoicemail: agent.showsVoicemail)
      }
    }
    for agent in cursor.agents ?? [] {
      if agent.name == Self.told { tellsDeliveries = true }
      if agent.name == Self.untold { tellsDeliveries = false }
      guard
        let support = MailLogSupport.table.first(where: {
          $0.program == agent.name && $0.method == nil
        })
      else { continue }
      noteUnsupported(support, at: agent.last.epochSeconds)
    }
    if cursor.agents == nil {
      unnamed = Stretch(
        agent: .postfix, first: first.epochSeconds, last: last.epochSeconds,
        showsVoicemail: cursor.showsVoicemail)
    }
  }

  var showsVoicemail: Bool {
    present.contains(where: \.showsVoicemail) || unnamed?.showsVoicemail ?? false
  }

  /// Notes a line of an agent.
  mutating func note(_ agent: LogLine.Dialect, at time: Int64) {
    guard agent != .mailScanner, agent != .dovecot else { return }
    guard let place = present.firstIndex(where: { $0.agent == agent }) else {
      var stretch = Stretch(agent: agent, first: time, last: time)
      if let unnamed {
        (stretch.first, stretch.showsVoicemail) = (unnamed.first, unnamed.showsVoicemail)
        self.unnamed = nil
      }
      present.append(stretch)
      return
    }
    let last = present[place].last
    if time - last > Self.silence, isOthers(after: last) {
      past.append(present[place])
      present[place].first = time
    }
    present[place].last = max(last, time)
  }

  /// Notes a delivery of Sendmail's, or that nothing was said of a mail.
  mutating func noteDelivery(isTold: Bool) {
    if tellsDeliveries != true { tellsDeliveries = isTold }
  }

  mutating func noteUnsupported(_ program: MailLogSupport, at time: Int64) {
    unsupported = program
    unsupportedLast = max(unsupportedLast, time)
  }

  mutating func noteVoicemail(of agent: LogLine.Dialect) {
    if let place = present.firstIndex(where: { $0.agent == agent }) {
      present[place].showsVoicemail = true
    }
  }

  /// Notes that the logger dropped lines, whoever wrote them: what it says of that is not exact.
  mutating func noteDropped(at time: Int64) {
    let hole = Timestamp(time - Self.doubt)...Timestamp(time + Self.doubt)
    if let last = holes.last, last.overlaps(hole) || holes.count == Self.mostHoles {
      holes[holes.count - 1] =
        min(last.lowerBound, hole.lowerBound)...max(last.upperBound, hole.upperBound)
    } else {
      holes.append(hole)
    }
  }

  /// What is to be said of the holes: once for all of them.
  func problems(in log: ByteText) -> [SourceProblem] {
    guard let first = holes.first, let last = holes.last else { return [] }
    return [
      SourceProblem(
        .partial, path: log,
        detail: """
          the system's logger dropped lines (\(holes.count, "gap"), from \(first.lowerBound) to \
          \(last.upperBound)), so a mail that is missing there proves nothing
          """,
        hidesData: false)
    ]
  }

  /// Ends every stretch: lines may be missing.
  mutating func noteHole(lastLine: Int64?) {
    past += present.map { ended($0, lastLine: lastLine) }
    if let unnamed { past.append(unnamed) }
    present = []
    unnamed = nil
    unsupportedLast = .min
  }

  /// Whether another agent wrote after a time.
  private func isOthers(after time: Int64) -> Bool {
    unsupportedLast > time || present.contains { $0.last > time }
  }

  /// The agent that showed voicemail and stopped while another one, which has shown none, went on.
  var takenOver: (from: Int64, by: String, remark: String)? {
    guard let last = present.filter(\.showsVoicemail).map(\.last).max() else { return nil }
    if unsupportedLast > last + Self.silence, let unsupported {
      return (
        last, unsupported.program, ", and nothing can be proven by it: \(unsupported.remark)"
      )
    }
    let next = present.filter { $0.last > last + Self.silence }.max { $0.last < $1.last }
    return next.map { (last, $0.agent.rawValue, "") }
  }

  /// What the stretches cover, up to `lastLine` where the agent that wrote last is the one.
  func coverage(of log: ByteText, lastLine: Int64?) -> [LogCoverage] {
    // Which agents have shown voicemail is true of them at any time.
    let shown = Set((past + present).filter(\.showsVoicemail).map(\.agent))
    var all = past
    all += present.map { ended($0, lastLine: lastLine) }
    if let unnamed, unnamed.showsVoicemail { all.append(unnamed) }
    return all.filter { shown.contains($0.agent) || $0.showsVoicemail }.flatMap { stretch in
      pieces(of: Timestamp(stretch.first), Timestamp(stretch.last)).map {
        LogCoverage(
          log: log, from: $0.lowerBound, to: $0.upperBound, naming: stretch.agent.naming)
      }
    }
  }

  /// What is left of a stretch without the holes.
  private func pieces(of first: Timestamp, _ last: Timestamp) -> [ClosedRange<Timestamp>] {
    guard first <= last else { return [] }
    return holes.reduce([first...last]) { pieces, hole in
      pieces.flatMap { piece in
        guard piece.overlaps(hole) else { return [piece] }
        var rest: [ClosedRange<Timestamp>] = []
        if piece.lowerBound < hole.lowerBound { rest.append(piece.lowerBound...hole.lowerBound) }
        if piece.upperBound > hole.upperBound { rest.append(hole.upperBound...piece.upperBound) }
        return rest
      }
    }
  }

  /// The stretch, up to the log's last line where no other agent has written since.
  private func ended(_ stretch: Stretch, lastLine: Int64?) -> Stretch {
    var stretch = stretch
    if let lastLine, !isOthers(after: stretch.last) { stretch.last = max(stretch.last, lastLine) }
    return stretch
  }

  /// For the next run; an unsupported program by its name in `MailLogSupport`.
  var stored: [LogAgent] {
    let behind = holes.map(\.upperBound).max()
    var agents = present.map {
      LogAgent(
        name: $0.agent.rawValue, first: max(Timestamp($0.first), behind ?? Timestamp(.min)),
        last: Timestamp($0.last),
        showsVoicemail: $0.showsVoicemail)
    }
    if let tellsDeliveries {
      agents.append(
        LogAgent(
          name: tellsDeliveries ? Self.told : Self.untold, first: Timestamp(0),
          last: Timestamp(0), showsVoicemail: false))
    }
    guard let unsupported, unsupportedLast > .min else { return agents }
    let last = Timestamp(unsupportedLast)
    return agents + [
      LogAgent(name: unsupported.program, first: last, last: last, showsVoicemail: false)
    ]
  }
}

extension LogLine.Dialect {
  fileprivate var naming: LogCoverage.Naming {
    switch self {
    case .postfix, .sendmail, .exim, .nullmailer: .messageID
    case .msmtp, .opensmtpd, .chasquid, .mailScanner, .dovecot: .recipients
    case .dma, .courier: .targets
    }
  }
}
