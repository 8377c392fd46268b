import Glibc
import VmscanActions
import VmscanModel
import VmscanSources
import VmscanSystem

/// Asks the planner of a purge what it would make of the folder of a message that may go.
struct FolderOutlook {
  let site: Site

  /// Why a purge would leave the folder alone all the same, as it stands now; `nil` when it would not.
  func refusal(of decision: RetentionDecision, on message: CandidateMessage) -> Sentence? {
    guard case .remove(let reason) = decision,
      let mailbox = site.source(keepsFiles: true).readMailbox(message.mailbox)
    else { return nil }
    let results: [PurgePlanner.Result]
    do {
      let files = PosixFileOperations()
      let spool = try ActionSession.openSpool(of: site, files)
      let planner = PurgePlanner(
        for: site, spool: try files.identity(of: spool))
      results = planner.plan(
        mailbox, removals: [message.folder: [.init(message: message, reason: reason)]],
        spool: spool, coverageProblem: mailbox.problems.first(where: \.hidesData)?.sentence)
    } catch {
      return "\(word: "\(error)")"
    }
    return results.first { $0.folder == nil }?.exclusions.last?.reason
  }
}

extension PurgePlanner {
  /// The planner of a site, whose folders must all have the spool's owner unless root acts.
  init(for site: Site, spool: FileIdentity) {
    self.init(
      expectedOwner: geteuid() == 0 ? nil : spool.owner,
      lockMode: site.configuration.asterisk.lockMode.value, now: site.now)
  }
}
