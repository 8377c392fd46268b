import Testing
import VmscanModel

@testable import VmscanActions

struct DeleteSafetyJudgeTests {
  /// A mailbox nothing speaks against, and what each case makes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var reason: ConfigEditRefusal.Reason
    var change: @Sendable (inout DeleteSafetyFacts, inout DeleteSafetySite) -> Void

    init(
      _ reason: ConfigEditRefusal.Reason,
      _ change: @escaping @Sendable (inout DeleteSafetyFacts, inout DeleteSafetySite) -> Void
    ) {
      self.reason = reason
      self.change = change
    }

    var testDescription: String { reason.rawValue }
  }

  private func safe() -> (DeleteSafetyFacts, DeleteSafetySite) {
    let mailbox = ConfiguredMailbox(
      id: MailboxID(context: "default", mailbox: "1001"), source: .voicemailConf,
      origin: Origin(file: "/etc/asterisk/voicemail.conf", line: 3), pin: PIN([]),
      pinOrigin: .configuration(Origin(file: "", line: 0)), fullName: "Alice Example",
      emailField: "alice@example.com", pager: nil, options: [], inheritedFrom: nil,
      defaults: MailboxDefaults())
    return (
      DeleteSafetyFacts(mailbox: mailbox, destinations: [.own]),
      DeleteSafetySite(general: GeneralOptions(), asterisk: AsteriskSettings())
    )
  }

  @Test
  func `a mailbox with audio to an own address is safe`() {
    let (facts, site) = safe()
    #expect(DeleteSafetyJudge(site).refusals(facts).isEmpty)
  }

  @Test(arguments: [
    Case(.noAddress) { facts, _ in facts.destinations = [] },
    Case(.noAddress) { facts, _ in
      facts.destinations = []
      facts.mailbox.pager = "1@pager.example.org"
    },
    Case(.undeliverableAddress) { facts, _ in facts.destinations = [.own, .undeliverable] },
    Case(.attachOff) { facts, _ in facts.mailbox.attach = Setting(false) },
    Case(.recentFailures) { facts, _ in facts.recentFailures = 1 },
    Case(.personalDestination) { facts, _ in facts.destinations = [.own, .personal] },
    Case(.personalDestination) { facts, _ in facts.destinations = [.disposable] },
    Case(.externalDestination) { facts, _ in facts.destinations = [.external] },
    Case(.externalDestination) { facts, _ in facts.destinations = [.lookAlike] },
    Case(.held) { facts, _ in facts.holds = ["case-17"] },
    Case(.legalMinimum) { facts, _ in facts.legalMinimum = "keep" },
    Case(.externalRecordings) { facts, _ in
      facts.mailbox.attachExternalRecordings = Setting(true)
    },
    Case(.lettersInName) { facts, _ in facts.mailbox.id.mailbox = "Bob" },
    Case(.formatNotRecorded) { facts, site in
      site.general.formats = Setting(["wav49", "gsm"])
      facts.mailbox.attachFormat = Setting("wav")
    },
    Case(.volumeGain) { facts, site in
      facts.mailbox.volumeGain = Setting("2.5")
      site.hasSox = false
    },
    Case(.noMailProgram) { _, site in site.missingMailProgram = "/usr/sbin/sendmail" },
    Case(.otherStorage) { _, site in site.asterisk.storage = Setting(.odbc) },
    Case(.execInclude) { _, site in site.execInclude = Origin(file: "/x", line: 1) },
    Case(.rewriteHazard) { _, site in site.rewriteHazards = ["/x:1: a hazard"] },
    Case(.freePBX) { _, site in site.freePBX = "it includes vm_general.inc" },
  ])
  func `each danger is refused, alone and by its name`(danger: Case) {
    var (facts, site) = safe()
    danger.change(&facts, &site)
    let refusals = DeleteSafetyJudge(site).refusals(facts)
    #expect(refusals.map(\.reason) == [danger.reason])
    #expect(refusals.allSatisfy { !$0.remedy.isEmpty && $0.reason.isOverridable })
  }

  @Test
  func `with-attach answers for missing audio`() {
    var (facts, site) = safe()
    facts.mailbox.attach = Setting(false)
    site.withAttach = true
    #expect(DeleteSafetyJudge(site).refusals(facts).isEmpty)
  }

  @Test
  func `a volume gain of zero needs no sox`() {
    var (facts, site) = safe()
    facts.mailbox.volumeGain = Setting("0.0")
    site.hasSox = false
    #expect(DeleteSafetyJudge(site).refusals(facts).isEmpty)
  }
}
