package import VmscanModel

/// The setting `deleteAfterConfirmedEmail`: the grace after delivery, by place.
///
/// The nearest place decides: mailbox over context over everything.
package struct ConfirmedDeletionRules: Sendable, Hashable, Codable {
  package enum Grace: Sendable, Hashable, Codable {
    case after(Age)
    case never

    /// Reads `1d`, `12h` or `never`.
    package init?(parsing text: String) {
      if text == "never" {
        self = .never
      } else if let age = Age(parsing: text) {
        self = .after(age)
      } else {
        return nil
      }
    }
  }

  package var everything: Grace = .never
  package var contexts: [ByteText: Grace] = [:]
  package var mailboxes: [MailboxID: Grace] = [:]

  package init() {}

  /// Whether any place has a grace.
  package var isEmpty: Bool {
    everything == .never && contexts.values.allSatisfy { $0 == .never }
      && mailboxes.values.allSatisfy { $0 == .never }
  }

  /// The grace of a mailbox, names compared as Asterisk does; `nil` when it keeps its messages.
  package func grace(of id: MailboxID) -> Age? {
    let box = mailboxes.first { $0.key.folded == id.folded }?.value
    let context = contexts.first { $0.key.lowercased == id.context.lowercased }?.value
    guard case .after(let age) = box ?? context ?? everything else { return nil }
    return age
  }
}

/// Decides whether a message may go because its mail with the recording has arrived.
package enum ConfirmedDeletion {
  package enum Decision: Sendable, Hashable {
    /// Every recipient's server took the mail, the last one then.
    case remove(deliveredAt: Timestamp)
    case keep(String)
  }

  /// Every recipient must be delivered to, the last one at least the grace ago.
  ///
  /// Delivery to a mailing list or an alias counts by what the log shows.
  package static func decide(
    _ verdict: EmailVerdict, grace: Age?, now: Timestamp
  ) -> Decision {
    guard let grace else { return .keep("deleteAfterConfirmedEmail is not set for the mailbox") }
    guard verdict.grade == .delivered else {
      return .keep("its mail is graded \(verdict.grade.rawValue), not delivered")
    }
    guard !verdict.recipients.isEmpty else {
      return .keep("the log names no recipient of its mail")
    }
    guard verdict.recipients.allSatisfy({ $0.status == .sent }) else {
      return .keep("its mail has not reached every recipient")
    }
    guard let last = verdict.recipients.map(\.time).max(), last <= now else {
      return .keep("its mail was delivered in the future, by the log's clock")
    }
    guard last <= now - grace else {
      return .keep("its mail was delivered less than \(grace) ago")
    }
    return .remove(deliveredAt: last)
  }
}
