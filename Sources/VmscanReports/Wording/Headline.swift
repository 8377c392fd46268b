package import VmscanModel

/// The one sentence that says what a scan found, and the figures behind it.
package struct Headline: Sendable, Hashable {
  /// Mailboxes that send recordings to private or throw-away addresses.
  package var privateMailboxes: Int
  /// Of those, mailboxes that send to a throw-away service.
  package var disposableMailboxes: Int
  /// Mailboxes that send recordings to other organisations or look-alike domains.
  package var foreignMailboxes: Int
  package var mailboxes: Int
  package var retained: Int
  /// Age in seconds of the oldest message that was e-mailed and is kept, when known.
  package var oldestRetained: Int64?
  package var isComplete: Bool

  package init(_ report: ScanReport) {
    (privateMailboxes, disposableMailboxes, foreignMailboxes) = (0, 0, 0)
    for mailbox in report.mailboxes {
      let classes = mailbox.recipients.lazy.filter(\.audio).map(\.destinationClass)
      if classes.contains(where: { $0 == .personal || $0 == .disposable }) { privateMailboxes += 1 }
      if classes.contains(.disposable) { disposableMailboxes += 1 }
      if classes.contains(where: { $0 == .external || $0 == .lookAlike }) { foreignMailboxes += 1 }
    }
    mailboxes = max(0, report.totals.mailboxes - report.totals.orphanedMailboxes)
    retained = report.totals.retainedEmailed.messages
    oldestRetained = report.totals.oldestRetainedEmailed.map {
      max(0, report.run.now.epochSeconds &- $0.epochSeconds)
    }
    isComplete = report.coverage.isComplete
  }

  /// The sentence, in plain words, ending in a period.
  package var sentence: String {
    guard mailboxes > 0 || isComplete else {
      return "No mailbox could be read; this says nothing about how many there are."
    }
    var text = isComplete ? "" : "At least "
    text += subject + "; "
    text += retainedClause + "."
    return isComplete ? Wording.sentence(text) : text
  }

  private var subject: String {
    let all = mailboxes == 1 ? "1 mailbox" : "\(Wording.number(mailboxes)) mailboxes"
    let verb = privateMailboxes == 1 ? "sends" : "send"
    if mailboxes == 0 { return "no mailbox was found" }
    if privateMailboxes == 0 && isComplete {
      return "none of \(all) sends recordings to private addresses"
    }
    let part =
      disposableMailboxes == 0
      ? "" : ", \(Wording.number(disposableMailboxes)) of them to throw-away services"
    return
      "\(Wording.number(privateMailboxes)) of \(all) \(verb) recordings to private addresses\(part)"
  }

  private var retainedClause: String {
    guard retained > 0 else {
      return isComplete
        ? "no recording that was already e-mailed is still kept"
        : "no recording that was already e-mailed was seen among those that could be read"
    }
    var text = "\(Wording.count(retained, "recording", "recordings")) that "
    text +=
      retained == 1 ? "was already e-mailed is still kept" : "were already e-mailed are still kept"
    guard let oldestRetained else { return text }
    return text + (retained == 1 ? ", for " : ", the oldest for ")
      + Wording.span(seconds: oldestRetained)
  }
}
