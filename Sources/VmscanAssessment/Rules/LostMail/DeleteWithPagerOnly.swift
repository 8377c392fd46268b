import VmscanModel

extension Rule {
  static let deleteWithPagerOnly = Rule(
    "VM-302", "delete-pager-only", "Messages are deleted after a page without the recording",
    .critical,
    why: """
      A pager mail never carries the recording. With delete=yes and a pager address only, every
      recording is removed and exists nowhere.
      """,
    remedy: """
      The administrator removes delete=yes from the mailbox's options in voicemail.conf, or adds an
      e-mail address, and reloads voicemail.
      """,
    citations: LostMailJudgement.citations,
    examples: [
      .triggers("`delete=yes` with a pager address only") {
        $0.mailbox(email: nil, pager: "5551234@example.com") {
          $0.deleteAfterEmail = Setting(true)
        }
      },
      .passes("`delete=yes` with both addresses") {
        $0.mailbox(pager: "5551234@example.com") { $0.deleteAfterEmail = Setting(true) }
      },
    ],
    logic: .configured { view, _ in
      guard view.deletes, !view.hasEmail, view.hasPager else { return nil }
      return Detection(
        view.subject,
        message: "Every new message is deleted after a page, which never holds the recording.",
        evidence: view.places(view.mailbox.deleteAfterEmail.origin))
    })
}
