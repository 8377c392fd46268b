import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// Finds out which of the PBXs that the mail logs show is the one of a spool.
enum OwnHosts {
  /// Mailboxes whose mails are looked at, and whose messages are, spread over all of them.
  private static let (mostNumbers, mostMailboxes) = (1024, 256)

  /// - Throws: What the evidence throws when it cannot be read.
  static func found(
    for site: Site, _ history: StoredDestinations, _ evidence: any MailEvidence
  ) throws -> PBXHosts {
    let seen = evidence.hosts
    let named = site.settings.pbxHosts
    guard named.isEmpty else { return PBXHosts(named: named.map { ByteText($0) }, among: seen) }
    var hosts = PBXHosts(
      among: seen, machine: ByteText(site.key.host), known: history.ownHosts)
    guard hosts.isInDoubt else { return hosts }
    var search = HostSearch(hosts, among: seen)
    let source = site.source()
    var read = 0
    for mailbox in spread(site.configuration.mailboxes) {
      let mails = try evidence.mails(forMailbox: mailbox.id.mailbox)
      guard search.concerns(mails), let directory = source.readMailbox(mailbox.id) else { continue }
      search.look(at: directory, mails: mails)
      read += 1
      if search.isOver || read == mostMailboxes { break }
    }
    hosts.add(search.found, among: seen)
    return hosts
  }

  private static func spread(_ mailboxes: [ConfiguredMailbox]) -> some Sequence<ConfiguredMailbox> {
    let step = max(1, (mailboxes.count + mostNumbers - 1) / mostNumbers)
    return stride(from: 0, to: mailboxes.count, by: step).lazy.map { mailboxes[$0] }
  }
}
