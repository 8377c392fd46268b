/// The policy file as a value: how long messages may and must stay, by place.
///
/// The most specific rule with a limit for the folder decides when a message may go (mailbox over
/// context over everything; the first of equals). The longest minimum of all rules that apply
/// protects it. Retention beats removal.
package struct RetentionRules: Sendable, Hashable, Codable {
  package var version: String
  /// Who answers for the policy.
  package var owner: String
  /// When it must be looked at again.
  package var reviewDate: Timestamp?
  package var rules: [RetentionRule]

  package init(
    version: String, owner: String, reviewDate: Timestamp? = nil, rules: [RetentionRule]
  ) {
    self.version = version
    self.owner = owner
    self.reviewDate = reviewDate
    self.rules = rules
  }

  /// `policy version 3, to be reviewed 2027-01-01`; its owner, who is a person, is named apart.
  package var title: String {
    "policy version \(version)"
      + (reviewDate.map { ", to be reviewed \($0.dateText)" } ?? "")
  }
}

/// One rule of the policy file.
package struct RetentionRule: Sendable, Hashable, Codable {
  package enum Scope: Sendable, Hashable, Codable {
    case everything
    case context(ByteText)
    case mailbox(MailboxID)
  }

  package var name: String
  package var scope: Scope
  /// Age beyond which messages go, by folder class.
  package var removeAfter: RetentionPolicy
  /// Folders whose messages never go by age, whatever a less specific rule says.
  package var neverRemoves: Set<RetentionClass> = []
  /// Age that messages must reach whatever else is asked, by folder class.
  package var keepAtLeast: RetentionPolicy
  /// Removes only messages that were e-mailed.
  package var onlyEmailed: Bool

  package init(
    name: String, scope: Scope = .everything, removeAfter: RetentionPolicy = RetentionPolicy(),
    keepAtLeast: RetentionPolicy = RetentionPolicy(), onlyEmailed: Bool = false
  ) {
    self.name = name
    self.scope = scope
    self.removeAfter = removeAfter
    self.keepAtLeast = keepAtLeast
    self.onlyEmailed = onlyEmailed
  }

  /// 0 for everything, 1 for a context, 2 for a mailbox.
  package var specificity: Int {
    switch scope {
    case .everything: 0
    case .context: 1
    case .mailbox: 2
    }
  }

  package func applies(to mailbox: MailboxID) -> Bool {
    switch scope {
    case .everything: true
    case .context(let name): name.lowercased == mailbox.context.lowercased
    case .mailbox(let id): id.folded == mailbox.folded
    }
  }
}

extension RetentionRules {
  /// A sentence when the date of review has passed.
  package func overdueReview(at time: Timestamp) -> String? {
    reviewDate.flatMap {
      $0 < time
        ? "the policy was to be reviewed by \($0.dateText); it is applied as it stands" : nil
    }
  }

  /// A rule with the age it sets for one folder.
  package struct Limit: Sendable, Hashable {
    package var rule: RetentionRule
    package var age: Age

    package init(rule: RetentionRule, age: Age) {
      self.rule = rule
      self.age = age
    }
  }

  /// The rule that decides when messages of this folder go; `nil` when none limits them, as where the
  /// rule that decides says `never`.
  package func removal(mailbox: MailboxID, folder: Folder) -> Limit? {
    deciding(mailbox, folder).flatMap { rule in
      rule.removeAfter.limit(for: folder).map { Limit(rule: rule, age: $0) }
    }
  }

  /// The rule that says `never` of this folder and decides; `nil` when there is none.
  package func exemption(mailbox: MailboxID, folder: Folder) -> RetentionRule? {
    deciding(mailbox, folder).flatMap { $0.removeAfter.limit(for: folder) == nil ? $0 : nil }
  }

  private func deciding(_ mailbox: MailboxID, _ folder: Folder) -> RetentionRule? {
    rules.enumerated()
      .filter { _, rule in
        rule.applies(to: mailbox)
          && (rule.removeAfter.limit(for: folder) != nil
            || rule.neverRemoves.contains(RetentionClass(of: folder)))
      }
      .max { left, right in
        (left.element.specificity, -left.offset) < (right.element.specificity, -right.offset)
      }?.element
  }

  /// The rule that protects messages of this folder longest; `nil` when none does.
  package func minimum(mailbox: MailboxID, folder: Folder) -> Limit? {
    rules.filter { $0.applies(to: mailbox) }
      .compactMap { rule in
        rule.keepAtLeast.limit(for: folder).map { Limit(rule: rule, age: $0) }
      }
      .max { $0.age < $1.age }
  }
}
