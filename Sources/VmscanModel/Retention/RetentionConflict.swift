/// Two rules of a policy that pull in opposite directions; the minimum wins and it is printed.
package struct RetentionConflict: Sendable, Hashable {
  package var removal: RetentionRules.Limit
  package var minimum: RetentionRules.Limit
  /// Where they meet, in Asterisk's order.
  package var folders: [Folder]

  package init(
    removal: RetentionRules.Limit, minimum: RetentionRules.Limit, folders: [Folder]
  ) {
    self.removal = removal
    self.minimum = minimum
    self.folders = folders
  }
}

extension RetentionConflict: CustomStringConvertible {
  private var place: String {
    folders.count == Folder.allCases.count
      ? "every folder" : folders.map(\.name).joined(separator: ", ")
  }

  package var description: String {
    "rule '\(removal.rule.name)' removes from \(place) after \(removal.age), but rule "
      + "'\(minimum.rule.name)' keeps at least \(minimum.age); the longer time is kept"
  }
}

extension RetentionRules {
  /// Every pair where messages would go before they may, for the places the rules name.
  package func conflicts(mailboxes: [MailboxID] = []) -> [RetentionConflict] {
    var found: [RetentionConflict] = []
    for place in places + mailboxes {
      for folder in Folder.allCases {
        guard let removal = removal(mailbox: place, folder: folder),
          let minimum = minimum(mailbox: place, folder: folder), removal.age < minimum.age
        else { continue }
        let known = found.firstIndex { $0.removal == removal && $0.minimum == minimum }
        if let known {
          if !found[known].folders.contains(folder) { found[known].folders.append(folder) }
        } else {
          found.append(
            RetentionConflict(removal: removal, minimum: minimum, folders: [folder]))
        }
      }
    }
    return found
  }

  /// One mailbox for every scope a rule names; an empty name stands for any other place.
  private var places: [MailboxID] {
    rules.map { rule in
      switch rule.scope {
      case .everything: MailboxID(context: "", mailbox: "")
      case .context(let name): MailboxID(context: name, mailbox: "")
      case .mailbox(let id): id
      }
    }
  }
}
