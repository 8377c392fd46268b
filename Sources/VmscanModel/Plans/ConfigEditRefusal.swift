/// One reason not to let Asterisk delete a mailbox's messages after mailing them, or not to edit
/// its line.
package struct ConfigEditRefusal: Error, Sendable, Hashable, Codable {
  /// The names are typed after `--override`.
  package enum Reason: String, Sendable, Codable, CaseIterable {
    // What would be lost.
    case noAddress = "no-address"
    case undeliverableAddress = "undeliverable-address"
    case attachOff = "attach-off"
    case recentFailures = "recent-failures"
    case personalDestination = "personal-destination"
    case externalDestination = "external-destination"
    case held
    case legalMinimum = "legal-minimum"
    case externalRecordings = "external-recordings"
    case lettersInName = "letters-in-name"
    case formatNotRecorded = "format-not-recorded"
    case volumeGain = "volume-gain"
    case noMailProgram = "no-mail-program"
    case otherStorage = "other-storage"
    // Whose the line is.
    case freePBX = "freepbx"
    case generatedFile = "generated-file"
    case readOnlyFile = "read-only-file"
    case execInclude = "exec-include"
    case rewriteHazard = "rewrite-hazard"
    case template
    // What cannot be edited here at all.
    case sharedTemplate = "shared-template"
    case realtime
    case usersConf = "users-conf"
    case unknownMailbox = "unknown-mailbox"
    case invalidConfiguration = "invalid-configuration"
    case unreadConfiguration = "unread-configuration"
    case appendedLine = "appended-line"
    case commentInValue = "comment-in-value"
    case carriageReturn = "carriage-return"
    case nestedOptions = "nested-options"
    case lineTooLong = "line-too-long"
    case hardLinkedFile = "hard-linked-file"
    case unexpectedEffect = "unexpected-effect"

    /// Whether a person may decide otherwise.
    package var isOverridable: Bool {
      switch self {
      case .sharedTemplate, .realtime, .usersConf, .unknownMailbox, .invalidConfiguration,
        .unreadConfiguration, .appendedLine, .commentInValue, .carriageReturn,
        .nestedOptions, .lineTooLong, .hardLinkedFile, .unexpectedEffect:
        false
      default: true
      }
    }

    /// Whether it speaks against deleting messages, and so not against ceasing to.
    package var concernsDeletion: Bool {
      switch self {
      case .noAddress, .undeliverableAddress, .attachOff, .recentFailures, .personalDestination,
        .externalDestination, .held, .legalMinimum, .externalRecordings, .lettersInName,
        .formatNotRecorded, .volumeGain, .noMailProgram, .otherStorage:
        true
      default: false
      }
    }
  }

  package var reason: Reason
  /// What stands against it, in one sentence.
  package var detail: String
  /// What to do instead, in one sentence.
  package var remedy: String
  /// What to run instead, where something can be run.
  package var statement: ReversibleStatement?

  package init(
    _ reason: Reason, _ detail: String, remedy: String, statement: ReversibleStatement? = nil
  ) {
    self.reason = reason
    self.detail = detail
    self.remedy = remedy
    self.statement = statement
  }
}

extension ConfigEditRefusal: CustomStringConvertible {
  package var description: String { "\(reason.rawValue): \(detail)" }
}
