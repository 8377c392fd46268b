/// What could not be read of that on which decisions rest; a doubt keeps messages.
package struct DecisionDoubts: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A mail log that was named: a mail taken for `inferred` may have failed.
  package static let mailLog = DecisionDoubts(rawValue: 1)
  /// A part of what says how mailboxes are mailed: what is `inferred` may never have been mailed.
  package static let settings = DecisionDoubts(rawValue: 2)
  /// A place where mailboxes may be configured: a directory without one may be a mailbox's.
  package static let mailboxes = DecisionDoubts(rawValue: 4)
}
