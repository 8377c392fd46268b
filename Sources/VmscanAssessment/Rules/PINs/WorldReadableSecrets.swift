import VmscanModel

extension Rule {
  static let worldReadableSecrets = Rule(
    "VM-516", "world-readable-secrets", "Files with PINs in the spool are readable by everybody",
    .high,
    why: """
      Asterisk writes secret.conf with mode 644, so every user and program of the machine that can
      enter the spool reads the PINs.
      """,
    remedy: """
      The administrator runs `chmod o-rx` on the spool directory, and starts Asterisk with umask
      027.
      """,
    citations: [.nistVerifiers, .hipaaAuthentication, .cisPasswords],
    examples: [
      .triggers("secret.conf has mode 644") {
        $0.pair {
          $0.hasSecretFile = true
          $0.secretFileIsWorldReadable = true
        }
      },
      .passes("secret.conf has mode 600") { $0.pair { $0.hasSecretFile = true } },
    ],
    logic: .system { context in
      let open = context.notes.openSecrets
      guard open.count > 0 else { return [] }
      return [
        Detection(
          .system,
          message: """
            secret.conf of \(open.count, "mailbox") can be read by everybody who can enter the spool.
            """,
          evidence: open.first.map { $0.place("secret.conf") })
      ]
    })
}
