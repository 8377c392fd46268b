import VmscanFormats
package import VmscanModel

extension ConfigEditFile {
  /// The edits that take these back, with places in the edited text.
  package var inverseEdits: [ConfigByteEdit] {
    var shift: [Int: Int] = [:]
    return edits.map { edit in
      let start = edit.lowerBound + shift[edit.line, default: 0]
      shift[edit.line, default: 0] += edit.inserted.count - edit.range.count
      return ConfigByteEdit(
        line: edit.line, range: start..<start + edit.inserted.count, removed: edit.inserted,
        inserted: edit.removed)
    }
  }
}

extension ConfigEditMailbox {
  package var inverse: ConfigEditMailbox {
    var result = self
    result.overridden = []
    result.options = options.map {
      ConfigOptionChange(
        option: $0.option, before: $0.after, after: $0.before, wasOn: $0.isOn, isOn: $0.wasOn)
    }
    return result
  }

  /// What to ask for so that the options are as they were before.
  package var inverseWish: ConfigEditWish {
    ConfigEditWish(
      id: id,
      options: Dictionary(
        options.map { ($0.option, $0.before.map { .set($0) } ?? .remove) },
        uniquingKeysWith: { first, _ in first }))
  }
}

/// Plans the undoing of a change.
package struct ConfigUndo: Sendable {
  package let change: ConfigChange
  let view: ConfigView
  let targets: [ByteText: ConfigTarget]
  let overrides: Set<ConfigEditRefusal.Reason>

  package init(
    change: ConfigChange, view: ConfigView, targets: [ByteText: ConfigTarget],
    overrides: Set<ConfigEditRefusal.Reason> = []
  ) {
    self.change = change
    self.view = view
    self.targets = targets
    self.overrides = overrides.filter(\.isOverridable)
  }

  /// A plan that brings back the very bytes; `nil` when somebody has changed a file since.
  ///
  /// Where a file should not be replaced and nobody consented, the plan refuses every mailbox.
  package func exactPlan(head: ConfigEditPlan) -> ConfigEditPlan? {
    var plan = head
    plan.reverses = change.id
    plan.mailboxes = change.plan.mailboxes.map(\.inverse)
    var obstacles: [ConfigEditRefusal] = []
    for file in change.plan.files {
      guard let name = file.names.first(where: { targets[$0]?.path == file.target }),
        let target = targets[name],
        let document = view.conf.documents.first(where: { $0.path == name.bytes }),
        let back = exactFile(file, document.serialized, target, nonce: head.nonce)
      else { return nil }
      plan.files.append(back)
      guard let obstacle = target.obstacle else { continue }
      guard overrides.contains(obstacle.reason) else {
        obstacles.append(obstacle)
        continue
      }
      for index in plan.mailboxes.indices
      where file.names.contains(plan.mailboxes[index].origin.file) {
        plan.mailboxes[index].overridden = [obstacle.reason]
      }
    }
    guard obstacles.isEmpty else {
      plan.refused = plan.mailboxes.map { ConfigEditVerdict(id: $0.id, refusals: obstacles) }
      (plan.mailboxes, plan.files) = ([], [])
      return plan
    }
    return plan
  }

  private func exactFile(
    _ file: ConfigEditFile, _ now: [UInt8], _ target: ConfigTarget, nonce: String
  ) -> ConfigEditFile? {
    let old = change.plan.nonce
    let edits = file.inverseEdits
    guard ConfigDigest.of(now, nonce: old) == file.newDigest,
      let bytes = ConfigEditFile.applying(edits, to: now, path: file.target),
      ConfigDigest.of(bytes, nonce: old) == file.digest
    else { return nil }
    return ConfigEditFile(
      target: file.target, names: file.names, identity: target.identity,
      digest: ConfigDigest.of(now, nonce: nonce), newDigest: ConfigDigest.of(bytes, nonce: nonce),
      edits: edits)
  }
}

/// An option that is no longer as a change left it.
package struct LostConfigEdit: Sendable, Hashable {
  package var change: String
  package var id: MailboxID
  package var option: ConfigOptionChange.Option
  /// What Asterisk would make of it after a reload.
  package var isOn: Bool

  /// Compares the latest change of every mailbox with the configuration as it stands.
  ///
  /// Asterisk may have saved a file it had read before the edit, for a PIN that was changed by
  /// phone.
  package static func find(
    _ changes: [ConfigChange], in configuration: VoicemailConfiguration
  ) -> [LostConfigEdit] {
    let index = configuration.index()
    var seen: Set<MailboxID> = []
    var lost: [LostConfigEdit] = []
    for change in changes.reversed() where change.state != .prepared {
      for planned in change.plan.mailboxes where seen.insert(planned.id.folded).inserted {
        guard change.state == .applied, let position = index[planned.id.folded] else { continue }
        let mailbox = configuration.mailboxes[position]
        for option in planned.options {
          let now =
            option.option == .attach ? mailbox.attach.value : mailbox.deleteAfterEmail.value
          guard now != option.isOn else { continue }
          lost.append(
            LostConfigEdit(change: change.id, id: mailbox.id, option: option.option, isOn: now))
        }
      }
    }
    return lost.sorted { ($0.id, $0.option.rawValue) < ($1.id, $1.option.rawValue) }
  }
}
