import VmscanFormats
package import VmscanModel

/// Compares two readings of a configuration and says everything that differs from a plan.
package struct ConfigEditVerifier: Sendable {
  private let before: ConfigView
  private let planned: [MailboxID: ConfigEditMailbox]
  /// Lines that are edited, by name of the file.
  private let edited: [ByteText: Set<Int>]

  package init(before: ConfigView, plan: ConfigEditPlan) {
    self.before = before
    planned = Dictionary(
      plan.mailboxes.map { ($0.id.folded, $0) }, uniquingKeysWith: { first, _ in first })
    var edited: [ByteText: Set<Int>] = [:]
    for file in plan.files {
      for name in file.names { edited[name] = Set(file.edits.map(\.line)) }
    }
    self.edited = edited
  }

  /// Something that would read otherwise than planned.
  package struct Difference: Sendable, Hashable, CustomStringConvertible {
    /// Never holds a PIN.
    package var description: String
    /// The line at which it shows, when it is about one.
    package var origin: Origin?

    init(_ description: String, at origin: Origin? = nil) {
      self.description = description
      self.origin = origin
    }
  }

  /// Empty when the second reading differs as planned and in nothing else.
  package func differences(_ after: ConfigView) -> [Difference] {
    let lines = lineDifferences(before.conf, after.conf)
    guard lines.isEmpty else { return lines }
    return effectDifferences(after.configuration)
  }

  private func lineDifferences(_ old: LoadedConf, _ new: LoadedConf) -> [Difference] {
    guard old.outcome == new.outcome else { return [Difference("the load ends otherwise")] }
    guard old.documents.map(\.path) == new.documents.map(\.path) else {
      return [Difference("other files are read")]
    }
    guard old.diagnostics.map(Fault.init) == new.diagnostics.map(Fault.init) else {
      return [Difference("other faults are found in the text")]
    }
    guard old.sections.count == new.sections.count else {
      return [Difference("there are other sections")]
    }
    var found: [Difference] = []
    for (one, other) in zip(old.sections, new.sections) {
      guard one.name == other.name, one.isTemplate == other.isTemplate, one.bases == other.bases,
        one.place == other.place, one.reopened == other.reopened,
        one.variables.count == other.variables.count
      else { return [Difference("section [\(ByteText(bytes: one.name))] differs")] }
      found += zip(one.variables, other.variables).compactMap(difference)
    }
    return found
  }

  private struct Fault: Equatable {
    var kind: ParseDiagnostic.Kind
    var file: [UInt8]
    var line: Int

    init(_ diagnostic: ParseDiagnostic) {
      (kind, file, line) = (diagnostic.kind, diagnostic.file, diagnostic.line)
    }
  }

  private func difference(_ old: ConfVariable, _ new: ConfVariable) -> Difference? {
    let origin = before.origin(old)
    let mayDiffer = edited[origin.file]?.contains(origin.line) ?? false
    // A semicolon that comes or goes with an option's value is escaped in the file.
    let (was, now) =
      mayDiffer
      ? (old.traits.union(.verbatim), new.traits.union(.verbatim)) : (old.traits, new.traits)
    let isSame =
      old.name == new.name && old.inheritedFrom == new.inheritedFrom
      && old.place.document == new.place.document && old.place.line == new.place.line
      && old.place.lowerBound == new.place.lowerBound && was == now
    guard isSame, mayDiffer || old.value == new.value else {
      return Difference("the line at \(origin) differs", at: origin)
    }
    return nil
  }

  private func effectDifferences(_ new: VoicemailConfiguration) -> [Difference] {
    let old = before.configuration
    guard old.status == new.status else { return [Difference("the configuration loads otherwise")] }
    guard old.mailboxes.count == new.mailboxes.count else {
      return [Difference("there are other mailboxes")]
    }
    var found: [Difference] = []
    var missing = planned
    for (one, other) in zip(old.mailboxes, new.mailboxes) {
      let plan = missing.removeValue(forKey: one.id.folded)
      if let text = difference(one, other, plan) {
        found.append(Difference(text, at: one.origin))
      }
    }
    found += missing.values.sorted { $0.id < $1.id }
      .map { Difference("\($0.id) is not there", at: $0.origin) }
    return found
  }

  private func difference(
    _ old: ConfiguredMailbox, _ new: ConfiguredMailbox, _ plan: ConfigEditMailbox?
  ) -> String? {
    func wanted(_ option: ConfigOptionChange.Option, _ now: Bool) -> Bool {
      plan?.options.first { $0.option == option }?.isOn ?? now
    }
    guard new.deleteAfterEmail.value == wanted(.delete, old.deleteAfterEmail.value) else {
      return "delete of \(old.id) would not be as planned"
    }
    guard new.attach.value == wanted(.attach, old.attach.value) else {
      return "attach of \(old.id) would not be as planned"
    }
    let isSame =
      old.id == new.id && old.source == new.source && old.origin == new.origin
      && old.pin.isSame(as: new.pin) && old.pinOrigin == new.pinOrigin
      && old.fullName == new.fullName && (old.emailField ?? "") == (new.emailField ?? "")
      && (old.pager ?? "") == (new.pager ?? "") && old.inheritedFrom == new.inheritedFrom
      && others(old, plan) == others(new, plan)
    return isSame ? nil : "\(old.id) would differ in more than planned"
  }

  private struct Token: Equatable {
    var name: ByteText
    var value: ByteText
  }

  /// The options a plan does not speak of, in order.
  private func others(_ mailbox: ConfiguredMailbox, _ plan: ConfigEditMailbox?) -> [Token] {
    let touched = plan?.options.flatMap(\.option.spellings) ?? []
    return mailbox.options.map { Token(name: $0.name, value: $0.value) }
      .filter { token in
        !touched.contains { $0.utf8.elementsEqual(token.name.lowercased.bytes) }
      }
  }
}
