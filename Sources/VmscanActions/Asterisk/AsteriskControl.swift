import VmscanModel

/// Whether Asterisk runs on this spool and who is in a mailbox right now.
package protocol AsteriskControl: Sendable {
  /// Mailboxes that a call works on at this moment; none when Asterisk does not run.
  ///
  /// - Throws: `AsteriskUnreachable` when it runs, or may run, and cannot be asked.
  func sessions() throws -> LiveSessions
}

/// Asterisk runs, or may run, and cannot be asked.
package struct AsteriskUnreachable: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// No Asterisk works on the spool, as for a copy; the caller knows it.
package struct NoAsterisk: AsteriskControl {
  package init() {}
  package func sessions() throws -> LiveSessions { LiveSessions() }
}
