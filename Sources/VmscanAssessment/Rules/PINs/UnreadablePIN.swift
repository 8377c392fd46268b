import VmscanModel

extension Rule {
  static let unreadablePIN = Rule(
    "VM-513", "unreadable-pin", "The PIN in force could not be read", .medium,
    why: """
      The mailbox keeps its PIN in secret.conf, and that file could not be read, so nothing is
      known of the PIN's strength.
      """,
    remedy: "\(Wording.lettingIn).",
    citations: [.nistVerifiers, .hipaaAudit],
    examples: [
      .triggers("secret.conf is not readable") {
        $0.mailbox { $0.pinOrigin = .unreadable("default/1001/secret.conf") }
      },
      .passes("the PIN is known") { $0.mailbox() },
    ],
    logic: .configured { view, _ in
      guard case .unreadable(let path) = view.mailbox.pinOrigin else { return nil }
      return Detection(
        view.subject, message: "The PIN in force is in a file that could not be read.",
        evidence: [Place(path)])
    })
}
