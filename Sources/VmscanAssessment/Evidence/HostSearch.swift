package import VmscanModel

/// Finds out from messages which hosts' mails are theirs.
///
/// A mail fits a message that was not touched since by its number and within seconds; that mails of
/// another PBX do so twice by chance, or one of very few does, where the message's own mail is missing, is
/// next to impossible.
package struct HostSearch: Sendable {
  /// A host with at most this number of mails is shown to be the PBX's own by one message, any other by two.
  private static let few = 4

  private let hosts: PBXHosts
  private let ofFewMails: Set<ByteText>
  private var fits: [ByteText: Int] = [:]

  /// Searches among the hosts of all mails for those in doubt.
  package init(_ hosts: PBXHosts, among seen: [MailHost]) {
    self.hosts = hosts
    ofFewMails = Set(seen.lazy.filter { $0.mails <= Self.few }.map(\.name))
  }

  /// Every host in doubt has been shown to be the PBX's own.
  package var isOver: Bool { found.count == hosts.doubtful.count }

  /// The hosts that messages show to be the PBX's own.
  package var found: Set<ByteText> {
    Set(fits.filter { $0.value > 1 || ofFewMails.contains($0.key) }.keys)
  }

  /// Whether any mail is of a host in doubt.
  package func concerns(_ mails: [MailRecord]) -> Bool {
    mails.contains { hosts.doubtful.contains($0.host) }
  }

  /// Looks at the messages of a mailbox, whose number's mails these are.
  package mutating func look(at directory: SpoolMailbox, mails: [MailRecord]) {
    for message in directory.messages
    where !message.marks.contains(.copy) && !message.marks.contains(.externalRecording) {
      guard let window = MailWindow(message), window.isTight else { continue }
      let fitting = mails.filter { mail in
        mail.mailbox == directory.id.mailbox && mail.messageNumber >= message.number
          && mail.uncertainty == nil && mail.accepted >= window.from && mail.accepted <= window.to
      }
      let names = Set(fitting.map(\.host))
      if names.count == 1, let name = names.first, hosts.doubtful.contains(name) {
        fits[name, default: 0] += 1
      }
    }
  }
}
