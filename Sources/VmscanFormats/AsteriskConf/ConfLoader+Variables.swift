extension ConfLoader {
  /// A variable line; false when the limit is reached.
  mutating func assign(
    _ assignment: ConfStatement.Assignment, in section: Int, _ source: ConfSource
  ) -> Bool {
    let name = source.bytes(assignment.name)
    if assignment.appends, let last = lastPosition(named: name, in: section) {
      guard comparisons <= limits.comparisons else { return fail(.tooMuchInput, source) }
      extend(last, by: assignment, in: section, source)
      return true
    }
    guard !name.isEmpty else {
      report(ConfDiagnosticText.of(.emptyName, source))
      return true
    }
    variableCount += 1
    guard variableCount <= limits.variables else { return fail(.tooMuchInput, source) }
    var traits: ConfVariable.Traits = []
    if assignment.isObject { traits.insert(.object) }
    if assignment.isEscaped { traits.insert(.escapedName) }
    if source.text.semicolonGlued { traits.insert(.gluedSemicolon) }
    if source.text.isOnePiece(assignment.value) { traits.insert(.verbatim) }
    let text = source.bytes(assignment.value)
    // Many name their own section: `auth=100` and `aors=100` in `[100]`.
    let owner = result.sections[section].name
    result.sections[section].variables.append(
      ConfVariable(
        name: names.insert(Array(name)).memberAfterInsert,
        value: text.elementsEqual(owner) ? owner : Array(text),
        place: source.place(assignment.value), traits: traits, inheritedFrom: nil))
    return true
  }

  /// The last variable of exactly that name, which `+=` takes its text from.
  private mutating func lastPosition(named name: ArraySlice<UInt8>, in section: Int) -> Int? {
    appendIndexes[section, default: ConfAppendIndex()]
      .update(from: result.sections[section].variables)
    let candidates = appendIndexes[section]?.positions(named: name) ?? []
    comparisons += candidates.count
    return candidates.last { position in
      result.sections[section].variables[position].name.elementsEqual(name)
    }
  }

  /// `+=`: the text goes to the first variable whose name and value are those of the last one of
  /// that name, compared without case (`ast_variable_update`).
  private mutating func extend(
    _ last: Int, by assignment: ConfStatement.Assignment, in section: Int, _ source: ConfSource
  ) {
    let name = result.sections[section].variables[last].name
    let first = appendIndexes[section]?.positions(named: name).first { position in
      if position == last { return true }
      let value = result.sections[section].variables[last].value
      return value.isEmpty
        || ConfBytes.equalsFolded(result.sections[section].variables[position].value, value)
    }
    guard let first else { return }
    heirlooms[section] = nil
    if first != last {
      result.sections[section].variables[first].value =
        result.sections[section].variables[last].value
    }
    let added = source.bytes(assignment.unstripped)
    result.sections[section].variables[first].name = name
    result.sections[section].variables[first].append(added)
    if source.text.semicolonGlued {
      result.sections[section].variables[first].traits.insert(.gluedSemicolon)
    }
  }

  /// `#include`, `#tryinclude`, `#exec`; false when the load fails.
  mutating func follow(word: Range<Int>, argument: Range<Int>?, _ source: ConfSource) -> Bool {
    guard let kind = directive(source.bytes(word)) else {
      report(ConfDiagnosticText.of(.unknownDirective, source))
      return true
    }
    guard let argument else {
      report(ConfDiagnosticText.of(.directiveWithoutArgument, source))
      return true
    }
    guard result.includes.count < limits.files else { return fail(.tooMuchInput, source) }
    let name = Array(source.bytes(argument))
    let include = result.includes.count
    result.includes.append(
      ConfInclude(kind: kind, place: source.place(argument), argument: name))
    if kind == .exec {
      report(ConfDiagnosticText.of(.execInclude, source))
      return true
    }
    return self.include(name, at: include, isOptional: kind == .tryInclude, source)
  }

  private mutating func include(
    _ name: [UInt8], at include: Int, isOptional: Bool, _ source: ConfSource
  ) -> Bool {
    let firstDocument = result.documents.count
    var status = LoadStatus.none
    if level > Self.includeLimit {
      report(ConfDiagnosticText.of(.includeTooDeep, source))
    } else {
      status = loadFiles(name)
    }
    result.includes[include].documents = Array(firstDocument..<result.documents.count)
    switch status {
    case .read: return true
    case .invalid:
      report(ConfDiagnosticText.of(.includedFileInvalid, source))
      return !isPoisoned
    case .none: return isOptional || failMissing(name, source)
    }
  }

  /// The name is no value that could be a PIN; one with bytes that a terminal acts on is left out.
  private mutating func failMissing(_ name: [UInt8], _ source: ConfSource) -> Bool {
    var diagnostic = ConfDiagnosticText.of(.missingInclude, source)
    if name.count <= 255, name.allSatisfy({ $0 > 31 && $0 < 127 }) {
      diagnostic.text =
        "The included file '\(String(decoding: name, as: UTF8.self))' does not exist; the load fails."
    }
    report(diagnostic)
    return false
  }

  private func directive(_ word: ArraySlice<UInt8>) -> ConfInclude.Kind? {
    if ConfBytes.equalsFolded(word, "include".utf8) { return .include }
    if ConfBytes.equalsFolded(word, "tryinclude".utf8) { return .tryInclude }
    if ConfBytes.equalsFolded(word, "exec".utf8) { return .exec }
    return nil
  }

  mutating func fail(_ kind: ParseDiagnostic.Kind, _ source: ConfSource) -> Bool {
    report(ConfDiagnosticText.of(kind, source))
    return false
  }

  mutating func report(_ kind: ParseDiagnostic.Kind, file: [UInt8], _ text: String) {
    report(ParseDiagnostic(kind, file: file, line: 0, text: text))
  }

  mutating func report(_ diagnostic: ParseDiagnostic) {
    switch diagnostic.kind {
    case .commentNestingLimit, .selfInheritance, .tooMuchInput: isPoisoned = true
    default: break
    }
    // A reason why the load fails must not drown among a thousand ignored lines.
    guard result.diagnostics.count < limits.diagnostics || diagnostic.kind.failsLoad else {
      result.droppedDiagnostics += 1
      return
    }
    result.diagnostics.append(diagnostic)
  }
}
