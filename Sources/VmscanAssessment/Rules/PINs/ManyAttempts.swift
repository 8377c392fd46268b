import VmscanModel

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
