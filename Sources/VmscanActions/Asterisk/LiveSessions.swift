package import VmscanModel

/// The mailboxes that calls work on, as the list of channels tells.
///
/// A call that does not name its mailbox may be in any (the caller typed it).
package struct LiveSessions: Sendable, Hashable {
  /// Names folded; an empty context stands for any.
  package var mailboxes: Set<MailboxID> = []
  package var mayBeAny = false

  package init() {}

  package func isBusy(_ mailbox: MailboxID) -> Bool {
    let folded = mailbox.folded
    return mayBeAny || mailboxes.contains(folded)
      || mailboxes.contains(MailboxID(context: "", mailbox: folded.mailbox))
  }

  /// Adds what one channel does.
  ///
  /// `data`: the application's argument in the dialplan, such as `1000@default,s`.
  package mutating func add(application: String, data: String) {
    switch application.lowercased() {
    case "voicemailmain": addMain(data)
    case "voicemail", "voicemailplaymsg": addNamed(data)
    default: break
    }
  }

  /// `VoiceMailMain([mailbox][@context][,options])`; option `p` makes the name a mere prefix.
  private mutating func addMain(_ data: String) {
    let parts = data.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let options = parts.count > 1 ? parts[1] : ""
    let name = parts.first ?? ""
    guard !name.isEmpty, !name.hasPrefix("@"), !options.contains("p") else {
      mayBeAny = true
      return
    }
    add(name)
  }

  /// `VoiceMail(mailbox[@context][&mailbox[@context]…][,options])`.
  private mutating func addNamed(_ data: String) {
    let list = data.prefix { $0 != "," }
    guard !list.isEmpty else {
      mayBeAny = true
      return
    }
    for name in list.split(separator: "&") { add(name) }
  }

  /// Without a context the mailbox may be found in any (`searchcontexts`).
  private mutating func add(_ name: Substring) {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let context = parts.count > 1 ? ByteText(parts[1]) : ""
    mailboxes.insert(
      MailboxID(context: context, mailbox: ByteText(parts.first ?? "")).folded)
  }
}
