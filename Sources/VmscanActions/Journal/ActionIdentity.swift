package import VmscanModel

/// Who acts, in which run, for every record of the journal.
package struct ActionIdentity: Sendable, Hashable {
  /// Also the name of the run's directory in the quarantine: letters, digits, `-` and `_`.
  package var run: String
  package var actor: String
  package var host: String
  /// The command line without secrets.
  package var command: String

  package init(run: String, actor: String, host: String, command: String) {
    self.run = run
    self.actor = actor
    self.host = host
    self.command = command
  }

  package func record(
    _ phase: ActionRecord.Phase, _ kind: ActionKind, _ subject: String, at time: Timestamp,
    _ detail: [String: String] = [:]
  ) -> ActionRecord {
    ActionRecord(
      time: time, run: run, phase: phase, kind: kind.rawValue, actor: actor, host: host,
      command: command, subject: subject, detail: detail)
  }
}

/// What an action does, as the journal names it.
package enum ActionKind: String, Sendable, CaseIterable {
  /// A message goes to the quarantine.
  case purge
  /// The messages of a folder that stay get new numbers.
  case renumber
  /// A message comes back from the quarantine.
  case restore
  /// A message of the quarantine is unlinked.
  case expire
  /// Asterisk was asked to remove a message.
  case remoteRemove
  /// What an interrupted run left was finished or rolled back.
  case recover

  /// Changes message files, so that an open intent of it must be finished before anything else.
  package static func isFileAction(_ kind: String) -> Bool {
    switch ActionKind(rawValue: kind) {
    case .purge, .renumber, .restore, .expire, .remoteRemove: true
    case .recover, nil: false
    }
  }
}
