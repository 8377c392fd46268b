package import VmscanModel

/// Where mails of a mailbox really ended, as mail logs tell.
package enum EffectiveRecipients {
  /// Final addresses of mails that were sent to one of the mailbox's configured addresses, sorted
  /// and without repetition.
  ///
  /// A Message-ID names the mailbox without its context, so a mail counts only when the log shows
  /// that it was addressed to this mailbox; a refused mail went nowhere.
  package static func addresses(
    in mails: [MailRecord], of mailbox: ConfiguredMailbox
  ) -> [ByteText] {
    let configured = Set(mailbox.emailAddresses.map(\.stripped.lowercased))
    let final = mails.flatMap(\.recipients).filter { recipient in
      recipient.status != .failed
        && recipient.originalAddress.map { configured.contains($0.stripped.lowercased) } ?? false
    }
    return Set(final.map(\.address.stripped.lowercased)).sorted()
  }
}
