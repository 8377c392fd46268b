import VmscanActions
import VmscanModel
import VmscanSystem

/// The Asterisk that uses the configuration being edited, if one runs.
struct RunningVoicemail: Sendable {
  private let control: VoicemailReload?
  private let etc: ByteText
  private let evenUnasked: Bool

  /// - Throws: `CommandFailure` when one may run and cannot be asked, unless `evenUnasked`.
  init(_ edit: EditSite, evenUnasked: Bool) throws {
    etc = ByteText(edit.site.settings.asteriskEtc)
    self.evenUnasked = evenUnasked
    let verdict = AsteriskOfConfiguration.find(
      etc: etc, runDirectory: edit.view.configuration.asterisk.runDirectory)
    switch verdict {
    case .running(let runDirectory):
      control = VoicemailReload(
        console: AsteriskConsole(runDirectory: runDirectory), manager: edit.site.settings.manager)
    case .unknown(let pid) where !evenUnasked:
      throw CommandFailure(
        .refused,
        """
        refused to edit the configuration: process \(pid) is an Asterisk that may use it
        run as root, so that vmscan can see whether a caller is changing a PIN, or add --even-unasked
        """)
    case .notRunning, .unknown: control = nil
    }
  }

  /// - Throws: `CommandFailure` when Asterisk runs and does not answer, unless `evenUnasked`.
  func isCallerInMenu() throws -> Bool {
    guard let control else { return false }
    do {
      return try control.isCallerInMenu()
    } catch let error as SystemError {
      if evenUnasked { return false }
      throw CommandFailure(
        .refused,
        """
        refused to edit the configuration: Asterisk runs and does not answer: \(error)
        a caller may be changing a PIN; to go on all the same: --even-unasked
        """)
    }
  }

  /// Reloads voicemail and says what Asterisk answers.
  func reload(
    _ plan: ConfigEditPlan, count: Int, tell: (String) throws -> Void
  ) throws -> ExitStatus {
    guard let control else {
      try tell("not reloaded: no Asterisk runs with '\(etc)'")
      return .success
    }
    let outcome = try EditRun.failing {
      try control.run(expecting: plan.mailboxes, count: count)
    }
    switch outcome {
    case .confirmed:
      try tell("reloaded; Asterisk confirms every mailbox")
    case .counted(let number):
      try tell(
        """
        reloaded; Asterisk has \(number) mailboxes, as the files say
        whether they delete can only be asked through the manager interface (VoicemailUsersList)
        """)
    case .differs(let text):
      throw CommandFailure(
        .failed,
        """
        the files are edited, but after the reload Asterisk does not have what they say: \(text)
        look at Asterisk's log; take the edit back with 'vmscan delete-after-email restore'
        """)
    }
    return .success
  }
}
