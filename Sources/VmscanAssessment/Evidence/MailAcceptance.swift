import VmscanModel

extension MailRecord {
  /// Antarctica/Troll sets its clocks back by two hours, no zone of the tz database by more.
  fileprivate static let mostUncertain: Int64 = 7200

  /// Whether the mail may have been accepted within a time, as far as its log's clock is certain.
  func mayBeAccepted(from: Timestamp, to: Timestamp) -> Bool {
    let doubt = max(0, min(Int64(uncertainty ?? 0), Self.mostUncertain))
    let time = accepted.epochSeconds
    return [-doubt, 0, doubt].contains { shift in
      time + shift >= from.epochSeconds && time + shift <= to.epochSeconds
    }
  }
}

extension [CombinedMail] {
  /// The places, in a list in order of acceptance, of the mails that may have been accepted in a time.
  func places(acceptedFrom from: Timestamp, to: Timestamp) -> some Sequence<Int> {
    let slack = MailRecord.mostUncertain
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].record.accepted.epochSeconds < from.epochSeconds - slack {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return indices[low...].lazy
      .prefix { self[$0].record.accepted.epochSeconds <= to.epochSeconds + slack }
      .filter { self[$0].record.mayBeAccepted(from: from, to: to) }
  }
}
