import VmscanModel

extension Rule {
  static let outsidePager = Rule(
    "VM-106", "outside-pager", "Notices go to a pager address outside the organisation", .low,
    varies: "Medium for a throw-away service or a look-alike domain.",
    why: """
      The pager field is a second destination that is easily overlooked; its mails name the caller
      and the time, though never the recording.
      """,
    remedy: """
      The administrator confirms the address with the owner, then approves the domain in the
      settings or removes it from the pager field.
      """,
    citations: DestinationJudgement.citations,
    examples: [
      .triggers("the pager address is of another organisation") {
        $0.mailbox(pager: "5551234@contoso.com")
      },
      .triggers("the pager address is of a throw-away service", .medium) {
        $0.mailbox(pager: "alice@mailinator.com")
      },
      .passes("the pager address is of an approved domain") {
        $0.settings.approvedDomains = ["contoso.com"]
        $0.mailbox(pager: "5551234@contoso.com")
      },
    ],
    logic: .configured { view, _ in
      let pagers = view.recipients.filter {
        $0.channel == .pager && $0.destinationClass.isOutside
      }
      guard let pager = pagers.first else { return nil }
      let dubious = pager.destinationClass == .disposable || pager.destinationClass == .lookAlike
      return Detection(
        view.subject, severity: dubious ? .medium : .low,
        key: DestinationJudgement.key(pagers, audio: false),
        message: "Notices of new messages go to \(Wording.addresses(pagers)).",
        evidence: view.place)
    })
}
