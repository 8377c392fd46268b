package import VmscanModel
import VmscanSystem

/// Tells phones the new message counts after files were removed or put back.
///
/// The last step of an action: its failure is reported and changes nothing of the outcome.
package struct LightRefresher: Sendable {
  /// How a site's phones learn of it.
  package enum Way: Sendable {
    /// AMI `VoicemailRefresh`, from Asterisk 12 on.
    case manager(ManagerSettings)
    /// The command of `externnotify`.
    case externNotify(ExternNotify)
  }

  private let ways: [Way]
  private let counts: @Sendable (MailboxID) -> AsteriskCounts

  /// Takes for `externnotify` the `counts` of INBOX, Old and Urgent as Asterisk has them now.
  package init(ways: [Way], counts: @escaping @Sendable (MailboxID) -> AsteriskCounts) {
    self.ways = ways
    self.counts = counts
  }

  /// Refreshes each mailbox; returns one line for each that could not be.
  package func refresh(_ mailboxes: some Collection<MailboxID>) -> [String] {
    guard !mailboxes.isEmpty else { return [] }
    guard !ways.isEmpty else {
      return ["message lights were not refreshed: the settings name no 'ami'"]
    }
    return ways.flatMap { way in
      switch way {
      case .manager(let settings): refresh(mailboxes.sorted(), settings)
      case .externNotify(let command): run(command, mailboxes.sorted())
      }
    }
  }

  private func refresh(_ mailboxes: [MailboxID], _ settings: ManagerSettings) -> [String] {
    let client: ManagerClient
    do {
      client = try ManagerClient(settings)
    } catch {
      return ["message lights were not refreshed: \(firstLine(error))"]
    }
    var problems: [String] = []
    for mailbox in mailboxes {
      do {
        try client.refresh(mailbox)
      } catch is SystemError {
        return problems + ["message lights from \(mailbox) on were not refreshed: no answer"]
      } catch {
        problems.append("message light of \(mailbox) was not refreshed: \(firstLine(error))")
      }
    }
    return problems
  }

  private func run(_ command: ExternNotify, _ mailboxes: [MailboxID]) -> [String] {
    mailboxes.compactMap { mailbox in
      do {
        try command.run(mailbox, counts(mailbox))
        return nil
      } catch {
        return "externnotify for \(mailbox) failed: \(firstLine(error))"
      }
    }
  }
}
