import VmscanFormats
package import VmscanModel

/// The difference a plan makes, as `ConfigEditDraft.diff` shows it.
package enum ConfigPlanDiff {
  /// Empty for a file that is no longer the one planned against.
  package static func text(_ plan: ConfigEditPlan, view: ConfigView) -> String {
    var overlay: [ByteText: [UInt8]] = [:]
    for document in view.conf.documents {
      let name = ByteText(bytes: document.path)
      guard let file = plan.files.first(where: { $0.names.contains(name) }) else { continue }
      overlay[name] = ConfigEditFile.applying(
        file.edits, to: document.serialized, path: name)
    }
    return ConfigDiff(view: view, overlay: overlay).text(plan.files)
  }
}

/// Shows edited lines as a unified difference without PINs, secrets and comments.
struct ConfigDiff {
  let view: ConfigView
  let overlay: [ByteText: [UInt8]]

  /// One part per file; no lines of context, because every line here holds a PIN.
  func text(_ files: [ConfigEditFile]) -> String {
    files.map(text).joined()
  }

  private func text(_ file: ConfigEditFile) -> String {
    guard let name = file.names.first,
      let old = view.conf.documents.first(where: { $0.path == name.bytes }),
      let bytes = overlay[name]
    else { return "" }
    let new = ConfDocument(path: name.bytes, bytes: bytes)
    let lines = Set(file.edits.map(\.line)).sorted()
    let hunks = lines.map { number in
      """
      @@ -\(number) +\(number) @@
      -\(Self.masked(old.line(number)))
      +\(Self.masked(new.line(number)))

      """
    }
    return "--- \(file.target)\n+++ \(file.target)\n" + hunks.joined()
  }

  /// The line with its PIN as `****` and its comment as `; …`.
  static func masked(_ line: ArraySlice<UInt8>) -> String {
    let text = ConfLoader.parse(Array("[x]\n".utf8) + line, path: "/x")
    guard let variable = text.sections.first?.variables.first, variable.place.line == 2 else {
      return "…"
    }
    let range = variable.place.range
    guard ConfCarriageReturn.first(in: variable.name[...]) == nil else { return "…" }
    let head = ByteText(bytes: line.prefix(range.lowerBound))
    // What a carriage return begins may be another mailbox's line.
    let joint = ConfCarriageReturn.first(in: variable.value[...])
    let value = joint.map { variable.value[...$0] } ?? variable.value[...]
    let fields = value.split(
      separator: UInt8(ascii: ","), maxSplits: 4, omittingEmptySubsequences: false)
    var shown = fields.map { ByteText(bytes: $0).description }
    if !value.isEmpty, !shown[0].isEmpty { shown[0] = "****" }
    if shown.count > 4 { shown[4] = options(fields[4]) }
    if joint != nil { shown[shown.count - 1] += "****" }
    let rest = ByteText(bytes: line.dropFirst(range.upperBound)).stripped
    return "\(head)\(shown.joined(separator: ","))" + (rest.isEmpty ? "" : " ; …")
  }

  private static func options(_ field: ArraySlice<UInt8>) -> String {
    field.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { token in
      let text = ByteText(bytes: token).description
      let name = text.prefix { $0 != "=" }
      let key = name.lowercased()
      let isSecret = key.contains("imap") || key.contains("pass") || key.contains("secret")
      return isSecret && name.utf8.count < text.utf8.count ? "\(name)=****" : text
    }.joined(separator: "|")
  }
}
