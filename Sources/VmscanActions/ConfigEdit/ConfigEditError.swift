package import VmscanModel

/// Why an edit of the configuration was not made.
package enum ConfigEditError: Error, Sendable, Hashable {
  /// The file is not the one the plan was made for.
  case changed(ByteText)
  /// Somebody wrote the file after it was replaced, so that the edit is gone.
  case overwritten(ByteText)
  /// Asterisk may be writing it at this moment.
  case beingWritten(ByteText)
  /// A caller is in VoiceMailMain and may change a PIN.
  case callerInMenu
  /// The new text does not read as planned.
  case unexpectedEffect(String)
  case noSuchChange(String)
  case unreadableChange(String, reason: String)
  /// The plan is of another format or for another directory.
  case foreignPlan(String)
  /// It was undone before.
  case alreadyUndone(String)
  /// The new text stands, and what somebody else wrote at the same moment lies beside it.
  case stranded(ByteText, beside: ByteText)
}

/// An edit that failed and could not be taken back whole, or whose end could not be recorded.
///
/// Nothing of it is forgotten: the files as they were are kept, and the next edit settles it.
package struct ConfigEditTrouble: Error, CustomStringConvertible {
  package var cause: any Error
  /// What is not as it should be, one sentence each.
  package var left: [String]

  package var description: String {
    (["\(cause)"] + left).joined(separator: "\n")
  }
}

extension ConfigEditError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .changed(let path):
      "refused to edit '\(path)': it has changed since the plan was made\nrun the command again"
    case .overwritten(let path):
      """
      the edit of '\(path)' is gone: somebody wrote the file right after it was replaced
      run the command again; the changes of the other were not touched
      """
    case .beingWritten(let path):
      """
      refused to edit '\(path)': it was written within the last seconds
      Asterisk may be saving a PIN; run the command again
      """
    case .callerInMenu:
      """
      refused to edit the configuration: a caller is in VoiceMailMain and may change a PIN now
      run the command again when the call has ended
      """
    case .unexpectedEffect(let text):
      "refused to edit the configuration: the new text would not read as planned: \(text)"
    case .noSuchChange(let name):
      "there is no change '\(name)'\n'vmscan delete-after-email status' lists them"
    case .unreadableChange(let name, let reason): "cannot read the change '\(name)': \(reason)"
    case .foreignPlan(let reason): "the plan cannot be applied: \(reason)"
    case .stranded(let path, let other):
      """
      '\(path)' was written while it was edited, and could not be put back
      the edited text stands there; what the other program wrote lies in '\(other)': compare the two
      """
    case .alreadyUndone(let name): "the change '\(name)' was undone before"
    }
  }
}

/// The steps of an edit; tests stop or disturb it before each.
package enum ConfigEditStep: String, Sendable, CaseIterable {
  case backUp, record, create, attributes, write, sync, readAgain, recheck, rename, compare
  case syncDirectory, confirm, finish
  /// Only when something went wrong: the file changes places back, an edited file is put back.
  case exchangeBack, rollBack
}
