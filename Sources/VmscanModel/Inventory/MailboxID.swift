/// A mailbox number in a voicemail context, both spelled as configured or as found in the spool.
package struct MailboxID: Hashable, Sendable, Codable {
  package var context: ByteText
  package var mailbox: ByteText

  package init(context: ByteText, mailbox: ByteText) {
    self.context = context
    self.mailbox = mailbox
  }

  /// Reads `BOX@CONTEXT`; a bare `BOX` means context `default`, as in Asterisk's dialplan.
  package init?(parsing text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let box = parts.first, !box.isEmpty, parts.count < 2 || !parts[1].isEmpty else {
      return nil
    }
    self.init(
      context: parts.count == 2 ? ByteText(parts[1]) : "default", mailbox: ByteText(box))
  }

  /// The key under which Asterisk finds the mailbox: both names compared with `strcasecmp`
  /// (`find_or_create`, `find_user`).
  package var folded: MailboxID {
    MailboxID(context: context.lowercased, mailbox: mailbox.lowercased)
  }

  /// Whether both names can stand as one path component each.
  package var isSafePath: Bool {
    [context, mailbox].allSatisfy { name in
      !name.isEmpty && name.bytes != [0x2E] && name.bytes != [0x2E, 0x2E]
        && !name.bytes.contains(0x2F) && !name.bytes.contains(0)
    }
  }
}

extension MailboxID: Comparable {
  package static func < (left: MailboxID, right: MailboxID) -> Bool {
    left.context == right.context ? left.mailbox < right.mailbox : left.context < right.context
  }
}

extension MailboxID: CustomStringConvertible {
  package var description: String { "\(mailbox)@\(context)" }
}
