import VmscanModel

extension Rule {
  static let plainTextPINs = Rule(
    "VM-514", "plain-text-pins", "PINs are stored in plain text", .informational,
    why: """
      Asterisk knows no other way: whoever reads voicemail.conf, secret.conf or a backup of them
      knows every PIN.
      """,
    remedy: """
      The administrator keeps these files and their backups readable by Asterisk's user only.
      """,
    citations: [.disaIdle, .nistVerifiers],
    examples: [
      .triggers("a mailbox with a PIN") { $0.mailbox() },
      .passes("no mailbox is configured") { _ in },
    ],
    logic: .system { context in
      let count = context.input.configuration.mailboxes.count
      guard count > 0 else { return [] }
      return [
        Detection(
          .system, message: "The PINs of \(count, "mailbox") are in plain text.")
      ]
    })
}
