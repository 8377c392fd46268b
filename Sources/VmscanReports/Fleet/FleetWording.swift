import VmscanModel

extension FleetReport {
  /// The fleet in one sentence.
  var headline: String {
    guard !sites.isEmpty else { return "No site has published a run." }
    let totals = totals
    let grave = sites.count { $0.figures.findings(.critical) > 0 }
    let head =
      grave > 0
      ? "\(grave) of \(Wording.count(sites.count, "site", "sites"))"
        + " \(grave == 1 ? "has" : "have") critical findings"
      : "No site of \(Wording.number(sites.count)) has a critical finding"
    return head + "; \(Wording.count(totals.retained.messages, "message", "messages"))"
      + " kept after e-mailing."
  }

  /// What needs a word beside the figures, the gravest first.
  var remarks: [String] {
    var remarks: [String] = []
    let silent = silent
    if !silent.isEmpty {
      remarks.append(
        Wording.sentence(Wording.count(silent.count, "site", "sites"))
          + " did not report for \(silence); the figures are those of the latest run.")
    }
    let partial = sites.count { !$0.isComplete }
    if partial > 0 {
      remarks.append(
        "Not everything was read at \(Wording.count(partial, "site", "sites")): figures are lower "
          + "bounds.")
    }
    let wrong = sites.count(where: \.hasWrongClock)
    if wrong > 0 {
      remarks.append(
        "The clock is wrong at \(Wording.count(wrong, "site", "sites")): ages of messages may be "
          + "wrong too.")
    }
    if !shared.isEmpty {
      remarks.append(
        Wording.sentence(Wording.count(shared.count, "private account", "private accounts"))
          + " \(shared.count == 1 ? "receives" : "receive") the voicemail of several sites.")
    }
    return remarks
  }
}
