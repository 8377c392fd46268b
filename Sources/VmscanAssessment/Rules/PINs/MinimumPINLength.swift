import VmscanModel

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
    ],
    logic: .system { context in
      let setting = context.general.minPassword
      guard setting.value < context.settings.minimumPINLength else { return [] }
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
