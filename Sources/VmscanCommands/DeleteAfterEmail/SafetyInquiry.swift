import Glibc
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanStore

/// Gathers what speaks for and against `delete=yes`: configuration, evidence, holds, the machine.
struct SafetyInquiry {
  private let edit: EditSite
  private let judge: DeleteSafetyJudge
  private let evidence: any MailEvidence
  private let holds: [Hold]
  private let failureWindow: Age
  /// A minimum in it means that new messages must be kept for a time.
  private let policy: RetentionRules?

  /// - Throws: `CommandFailure` when history cannot be read.
  init(
    _ edit: EditSite, failureWindow: Age = .days(30), withAttach: Bool = false
  ) throws {
    policy = try edit.site.settings.policyFile.map { try PolicyFile.read($0) }
    let atHand = try EvidenceAtHand(site: edit.site, progress: edit.progress)
    evidence = atHand.evidence
    holds = try History.failing { try atHand.store.holds(inForceAt: edit.site.protectionTime) }
    var site = DeleteSafetySite(
      general: edit.view.configuration.general, asterisk: edit.view.configuration.asterisk)
    let machine = AsteriskMachine(etc: edit.site.settings.asteriskEtc)
    site.freePBX = FreePBXTraces.find(in: edit.view, siblings: machine.siblings)
    site.missingMailProgram = machine.missingProgram(
      of: edit.view.configuration.general.mailCommand.value)
    site.hasSox = machine.hasSox
    site.rewriteHazards = Self.hazards(edit.view.configuration)
    site.execInclude =
      edit.view.configuration.notices.first {
        $0.kind == .execInclude && edit.view.configuration.asterisk.execIncludes.value
      }?.origin
    site.failureWindow = failureWindow
    site.withAttach = withAttach
    judge = DeleteSafetyJudge(site)
    self.edit = edit
    self.failureWindow = failureWindow
  }

  /// What speaks against switching it on; empty for a mailbox that is not configured.
  func refusals(of id: MailboxID) throws -> [ConfigEditRefusal] {
    guard let mailbox = configured(id) else { return [] }
    var facts = DeleteSafetyFacts(
      mailbox: mailbox, destinations: edit.destinations(of: mailbox))
    facts.recentFailures = try failures(of: mailbox)
    facts.holds = holds.filter {
      $0.scope.covers(mailbox: id, caller: nil, origtime: nil)
    }.map(\.title)
    facts.legalMinimum = policy?.minimum(mailbox: id, folder: .inbox)?.rule.name
    return judge.refusals(facts)
  }

  /// What speaks against editing the line at all.
  func editRefusals(of id: MailboxID) -> [ConfigEditRefusal] {
    configured(id).map(judge.editRefusals) ?? []
  }

  private func configured(_ id: MailboxID) -> ConfiguredMailbox? {
    edit.view.configuration.mailboxes.first { $0.id.folded == id.folded }
  }

  /// Mails to this mailbox's addresses that failed; the log names a mailbox without its context.
  private func failures(of mailbox: ConfiguredMailbox) throws -> Int {
    let addresses = Set(mailbox.emailAddresses.map(\.stripped.lowercased))
    let start = edit.site.now - failureWindow
    return try History.failing { try evidence.mails(forMailbox: mailbox.id.mailbox) }
      .count { mail in
        mail.accepted >= start && mail.accepted <= edit.site.now
          && mail.recipients.contains { recipient in
            recipient.status == .failed
              && (addresses.contains(recipient.address.lowercased)
                || recipient.originalAddress.map { addresses.contains($0.lowercased) } ?? false)
          }
      }
  }

  private static func hazards(_ configuration: VoicemailConfiguration) -> [String] {
    configuration.notices.filter { $0.kind == .rewriteHazard }.map { notice in
      let text = notice.detail.unmasked
      let detail = text.hasSuffix(".") ? String(text.dropLast()) : text
      return "\(notice.origin): \(detail)"
    }
  }
}
