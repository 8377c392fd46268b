import VmscanModel

extension Rule {
  static let sharedPIN = Rule(
    "VM-512", "shared-pin", "Several mailboxes have the same PIN", .medium,
    why: """
      A PIN that several mailboxes share is a default somebody set or told, so each of their owners
      can open the others' mailboxes.
      """,
    remedy: WeakPIN.randomPIN,
    citations: [
      .hipaaIdentification, .nistVerifiers, .fccVoicemail, .cisPasswords, .cjisDefaults,
    ],
    examples: [
      .triggers("two mailboxes with one PIN", findings: 2) {
        $0.mailbox("1001")
        $0.mailbox("1002", name: "Bob Example", email: "bob@example.com")
      },
      .passes("two mailboxes with a PIN each") {
        $0.mailbox("1001")
        $0.mailbox("1002", name: "Bob Example", email: "bob@example.com", pin: "947205")
      },
      .passes("two mailboxes without PIN, which is another finding") {
        $0.mailbox("1001", pin: "")
        $0.mailbox("1002", name: "Bob Example", email: "bob@example.com", pin: "")
      },
    ],
    logic: .configured { view, _ in
      guard let others = view.pin.sharers else { return nil }
      return Detection(
        view.subject,
        message: "The PIN opens \(others, "other mailbox") as well.",
        evidence: view.place)
    })
}
