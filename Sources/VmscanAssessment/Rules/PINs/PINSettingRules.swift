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

extension Rule {
  static let minimumPINLength = Rule(
    "VM-517", "minimum-pin-length", "Asterisk accepts PINs shorter than the policy asks", .low,
    why: """
      minpassword is 0 by default, and it is looked at only when an owner changes the PIN by
      telephone.
      """,
    remedy: "The administrator sets minpassword in [general] of voicemail.conf and reloads.",
    citations: [.nistVerifiers, .fccVoicemail, .stigPINLength],
    examples: [
      .triggers("minpassword is 4") { $0.configuration.general.minPassword = Setting(4) },
      .passes("minpassword is 6") { _ in },
      .passes("Asterisk refuses the configuration, so that nothing is known of it") {
        $0.configuration.status = .invalid
        $0.configuration.general.minPassword = Setting(0)
      },
    ],
    logic: .system { context in
      let setting = context.general.minPassword
      guard context.isConfigurationRead, setting.value < context.settings.minimumPINLength else {
        return []
      }
      return [
        Detection(
          .system,
          message: """
            minpassword is \(setting.value), and the policy asks for \
            \(context.settings.minimumPINLength, "digit").
            """,
          evidence: setting.origin.map { [Place($0)] } ?? [])
      ]
    })
}

extension Rule {
  static let noPINCheck = Rule(
    "VM-518", "no-pin-check", "New PINs are not checked against weak ones", .informational,
    why: "Without externpasscheck an owner may choose a run or a repeated digit again.",
    remedy: """
      The administrator sets externpasscheck in [general] of voicemail.conf to a checking script,
      such as voicemailpwcheck.py of Asterisk's contrib directory.
      """,
    citations: [.nistVerifiers],
    examples: [
      .triggers("externpasscheck is not set") {
        $0.configuration.general.externPassCheck = Setting("")
      },
      .passes("externpasscheck is set") { _ in },
    ],
    logic: .system { context in
      guard context.isConfigurationRead, context.general.externPassCheck.value.isEmpty else {
        return []
      }
      return [Detection(.system, message: "externpasscheck is not set.")]
    })
}

extension Rule {
  /// More attempts than this in one call are a finding.
  static let attemptLimit = 5

  static let manyAttempts = Rule(
    "VM-519", "many-attempts", "A caller may try many PINs in one call", .low,
    why: """
      Asterisk locks nobody out across calls, so the number of attempts per call is all that slows
      guessing.
      """,
    remedy: "The administrator sets maxlogins in [general] of voicemail.conf to 3 and reloads.",
    citations: [.nistVerifiers],
    examples: [
      .triggers("maxlogins is 20") { $0.configuration.general.maxLogins = Setting(20) },
      .passes("maxlogins is 3") { _ in },
    ],
    logic: .system { context in
      let setting = context.general.maxLogins
      guard setting.value > attemptLimit else { return [] }
      return [
        Detection(
          .system, message: "maxlogins allows \(setting.value, "attempt") in each call.",
          evidence: setting.origin.map { [Place($0)] } ?? [])
      ]
    })
}
