import VmscanModel

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
      guard context.general.externPassCheck.value.isEmpty else { return [] }
      return [Detection(.system, message: "externpasscheck is not set.")]
    })
}
