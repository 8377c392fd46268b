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

  /// Empty when the second reading differs as planned and in nothing else; never holds a PIN.
  package func differences(_ after: ConfigView) -> [String] {
    let lines = lineDifferences(before.conf, after.conf)
    guard lines.isEmpty else { return lines }
    return effectDifferences(after.configuration)
  }

  private func lineDifferences(_ old: LoadedConf, _ new: LoadedConf) -> [String] {
    guard old.outcome == new.outcome else { return ["the load ends otherwise"] }
    guard old.documents.map(\.path) == new.documents.map(\.path) else {
      return ["other files are read"]
    }
    guard old.diagnostics.map(Fault.init) == new.diagnostics.map(Fault.init) else {
      return ["other faults are found in the text"]
    }
    guard old.sections.count == new.sections.count else { return ["there are other sections"] }
    for (one, other) in zip(old.sections, new.sections) {
      guard one.name == other.name, one.isTemplate == other.isTemplate, one.bases == other.bases,
        one.place == other.place, one.reopened == other.reopened,
        one.variables.count == other.variables.count
      else { return ["section [\(ByteText(bytes: one.name))] differs"] }
      for (variable, changed) in zip(one.variables, other.variables) {
        if let difference = difference(variable, changed) { return [difference] }
      }
    }
    return []
  }

  private struct Fault: Equatable {
    var kind: ParseDiagnostic.Kind
    var file: [UInt8]
    var line: Int

    init(_ diagnostic: ParseDiagnostic) {
      (kind, file, line) = (diagnostic.kind, diagnostic.file, diagnostic.line)
    }
  }

  private func difference(_ old: ConfVariable, _ new: ConfVariable) -> String? {
    let origin = before.origin(old)
    let isSame =
      old.name == new.name && old.inheritedFrom == new.inheritedFrom
      && old.place.document == new.place.document && old.place.line == new.place.line
      && old.place.lowerBound == new.place.lowerBound && old.traits == new.traits
    let mayDiffer = edited[origin.file]?.contains(origin.line) ?? false
    guard isSame, mayDiffer || old.value == new.value else {
      return "the line at \(origin) differs"
    }
    return nil
  }

  private func effectDifferences(_ new: VoicemailConfiguration) -> [String] {
    let old = before.configuration
    guard old.status == new.status else { return ["the configuration loads otherwise"] }
    guard old.mailboxes.count == new.mailboxes.count else { return ["there are other mailboxes"] }
    var found: [String] = []
    var missing = planned
    for (one, other) in zip(old.mailboxes, new.mailboxes) {
      let plan = missing.removeValue(forKey: one.id.folded)
      if let text = difference(one, other, plan) { found.append(text) }
    }
    found += missing.values.map { "\($0.id) is not there" }.sorted()
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
