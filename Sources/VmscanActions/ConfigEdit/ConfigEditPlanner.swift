import VmscanFormats
package import VmscanModel

/// What shall happen to one mailbox.
package struct ConfigEditWish: Sendable, Hashable {
  package var id: MailboxID
  package var options: [ConfigOptionChange.Option: ConfigOptionWish]
  /// Reasons against it, judged beforehand.
  package var refusals: [ConfigEditRefusal]
  /// Edits that fulfil the wish and bring the line back to what it was before a change; used when
  /// they fit the line as it stands.
  package var inverseEdits: [ConfigByteEdit]

  package init(
    id: MailboxID, options: [ConfigOptionChange.Option: ConfigOptionWish],
    refusals: [ConfigEditRefusal] = [], inverseEdits: [ConfigByteEdit] = []
  ) {
    self.id = id
    self.options = options
    self.refusals = refusals
    self.inverseEdits = inverseEdits
  }
}

/// A plan with the contents it leads to, which hold PINs and stay in memory.
package struct ConfigEditDraft: Sendable {
  package var plan: ConfigEditPlan
  /// New contents by the name under which Asterisk reads the file.
  package var overlay: [ByteText: [UInt8]]
  /// One hunk per edited line, PINs hidden.
  package var diff: String
}

/// Turns wishes into line edits and proves by a second reading that nothing else changes.
///
/// Touches no file.
package struct ConfigEditPlanner: Sendable {
  let view: ConfigView
  let targets: [ByteText: ConfigTarget]
  let overrides: Set<ConfigEditRefusal.Reason>
  let reader: any ConfigReading
  let editor: MailboxLineEditor
  let documents: [ByteText: ConfDocument]

  package init(
    view: ConfigView, targets: [ByteText: ConfigTarget],
    overrides: Set<ConfigEditRefusal.Reason> = [], reader: any ConfigReading
  ) {
    self.view = view
    self.targets = targets
    self.overrides = overrides.filter(\.isOverridable)
    self.reader = reader
    editor = MailboxLineEditor(
      keepsCommas: ConfigVersionRules(version: view.configuration.asterisk.version)
        .keepsCommasInOptions)
    documents = Dictionary(
      view.conf.documents.map { (ByteText(bytes: $0.path), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Plans an edit; what must not be edited is in the plan's `refused`.
  ///
  /// `head` is a plan with nothing in it yet. Throws what reading the new text throws.
  package func draft(_ wishes: [ConfigEditWish], head: ConfigEditPlan) throws -> ConfigEditDraft {
    var plan = head
    var changes: [Change] = []
    for wish in wishes.sorted(by: { $0.id < $1.id }) {
      do throws(ConfigEditRefusals) {
        if let change = try change(wish, among: wishes) {
          changes.append(change)
        } else {
          plan.unchanged.append(wish.id)
        }
      } catch {
        plan.refused.append(ConfigEditVerdict(id: wish.id, refusals: error.list))
      }
    }
    return try finish(plan, changes)
  }

  private typealias Change = (mailbox: ConfigEditMailbox, edits: [ConfigByteEdit])

  /// Keeps what a second reading confirms; lines that would read otherwise than planned are refused.
  private func finish(_ head: ConfigEditPlan, _ changes: [Change]) throws -> ConfigEditDraft {
    var plan = head
    plan.mailboxes = changes.map(\.mailbox)
    let lines = Set(
      changes.flatMap { change in
        change.edits.map { PlacedEdit(file: change.mailbox.origin.file, edit: $0) }
      })
    let (files, overlay) = contents(lines, nonce: head.nonce)
    plan.files = files
    let verifier = ConfigEditVerifier(before: view, plan: plan)
    let surprises = plan.isEmpty ? [] : verifier.differences(try reader.read(overlay: overlay))
    guard surprises.isEmpty else {
      let places = Set(surprises.compactMap(\.origin))
      let culprits = changes.filter { places.contains($0.mailbox.origin) }
      let kept = changes.filter { !places.contains($0.mailbox.origin) }
      guard !culprits.isEmpty else { return try finish(refusing(changes, surprises, head), []) }
      return try finish(refusing(culprits, surprises, head), kept)
    }
    let diff = ConfigDiff(view: view, overlay: overlay).text(plan.files)
    return ConfigEditDraft(plan: plan, overlay: overlay, diff: diff)
  }

  private func refusing(
    _ changes: [Change], _ surprises: [ConfigEditVerifier.Difference], _ head: ConfigEditPlan
  ) -> ConfigEditPlan {
    var plan = head
    plan.refused += changes.map { change in
      let own = surprises.filter { $0.origin == change.mailbox.origin }
      let shown = (own.isEmpty ? surprises : own).prefix(3).map(\.description)
      let refusal = ConfigEditRefusal(
        .unexpectedEffect,
        "the edited text would not read as planned: \(shown.joined(separator: "; "))",
        remedy: "edit the line by hand")
      return ConfigEditVerdict(id: change.mailbox.id, refusals: [refusal])
    }
    plan.refused.sort { $0.id < $1.id }
    return plan
  }

  private struct PlacedEdit: Hashable {
    var file: ByteText
    var edit: ConfigByteEdit
  }

  /// Files with their edits, and their new bytes under every name they have.
  private func contents(
    _ edits: Set<PlacedEdit>, nonce: String
  ) -> ([ConfigEditFile], [ByteText: [UInt8]]) {
    var files: [ConfigEditFile] = []
    var overlay: [ByteText: [UInt8]] = [:]
    let groups = Dictionary(grouping: edits) { targets[$0.file]?.path ?? $0.file }
    for (path, placed) in groups.sorted(by: { $0.key < $1.key }) {
      let names = documents.keys.filter { targets[$0]?.path == path }.sorted()
      guard let name = names.first, let document = documents[name],
        let identity = targets[name]?.identity
      else { continue }
      // Two names of one file give the same edit twice.
      let sorted = Set(placed.map(\.edit)).sorted {
        ($0.line, $0.lowerBound) < ($1.line, $1.lowerBound)
      }
      let bytes = document.serialized
      let edited = ConfigEditFile.applying(sorted, to: bytes, path: name) ?? bytes
      for name in names { overlay[name] = edited }
      files.append(
        ConfigEditFile(
          target: path, names: names, identity: identity,
          digest: ConfigDigest.of(bytes, nonce: nonce),
          newDigest: ConfigDigest.of(edited, nonce: nonce), edits: sorted))
    }
    return (files, overlay)
  }
}

extension ConfigEditFile {
  /// The bytes with the edits made; `nil` when a place does not hold what the edit removes.
  package static func applying(
    _ edits: [ConfigByteEdit], to bytes: [UInt8], path: ByteText
  ) -> [UInt8]? {
    var document = ConfDocument(path: path.bytes, bytes: bytes)
    for edit in edits.reversed() {
      let line = document.line(edit.line)
      guard edit.lowerBound >= 0, edit.upperBound <= line.count,
        line.dropFirst(edit.lowerBound).prefix(edit.range.count)
          .elementsEqual(edit.removed.bytes),
        document.replace(edit.range, inLine: edit.line, with: edit.inserted.bytes)
      else { return nil }
    }
    return document.serialized
  }
}
