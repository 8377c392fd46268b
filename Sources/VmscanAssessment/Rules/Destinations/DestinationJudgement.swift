import VmscanModel

/// The judgement that the rules on configured recipients share: one finding per mailbox that names
/// every address of one class.
enum DestinationJudgement {
  /// A detection when e-mail addresses of the class exist, rated `audio` when recordings go there
  /// and `notice` when only notices do.
  static func logic(
    _ kind: DestinationClass, _ what: Sentence, audio: Severity, notice: Severity
  ) -> RuleLogic {
    .configured { view, _ in
      let addresses = view.emailRecipients.filter { $0.destinationClass == kind }
      guard !addresses.isEmpty else { return nil }
      let sendsAudio = addresses.contains(where: \.audio)
      return Detection(
        view.subject, severity: sendsAudio ? audio : notice,
        key: key(addresses, audio: sendsAudio),
        message: sendsAudio
          ? "Recordings go to \(Wording.addresses(addresses)), \(what)."
          : "Notices without audio go to \(Wording.addresses(addresses)), \(what).",
        evidence: view.places(view.mailbox.attach.origin))
    }
  }

  /// Addresses and whether audio goes there: an accepted finding comes back when either changes.
  static func key(_ recipients: [RecipientFacts], audio: Bool) -> [ByteText] {
    [audio ? "audio" : "notice"] + Set(recipients.map(\.address.stripped.lowercased)).sorted()
  }

  static let citations: [Citation] = [
    .hipaaTransmission, .disaForwarding, .disaForwardingPlan, .disaUnifiedMail, .nistVoice,
    .nistFlow, .fccVoicemail,
  ]

  static let noticeOnly = "Lower when no audio is attached."
}
