extension ConfLoader {
  /// `[name](options)`; false when the load fails.
  mutating func openSection(
    name: Range<Int>, options: [Range<Int>], _ source: ConfSource, _ section: inout Int?
  ) -> Bool {
    let fullName = source.bytes(name)
    if fullName.count > ConfSection.nameLimit {
      report(ConfDiagnosticText.of(.truncatedSectionName, source))
    }
    var fresh: ConfSection? = ConfSection(
      name: Array(fullName.prefix(ConfSection.nameLimit)), place: source.place(name))
    var target: Int?
    for option in options {
      let token = source.bytes(option)
      if token.elementsEqual([UInt8(ascii: "!")]) {
        if let target { result.sections[target].isTemplate = true }
        fresh?.isTemplate = true
      } else if token.first == UInt8(ascii: "+") {
        guard let found = sectionToAppend(fullName, filter: token.dropFirst(), source) else {
          return fail(isTooMuch ? .tooMuchInput : .unknownSectionToAppend, source)
        }
        if let added = fresh { merge(added, into: found) }
        fresh = nil
        target = found
      } else {
        guard let base = find(token, terms: [.includeTemplates]) else {
          return fail(isTooMuch ? .tooMuchInput : .unknownBase, source)
        }
        guard base != target else { return fail(.selfInheritance, source) }
        guard inherit(from: base, fresh: &fresh, target: target) else {
          return fail(.tooMuchInput, source)
        }
      }
    }
    section = fresh.map { append($0) } ?? target
    return true
  }

  private var isTooMuch: Bool { comparisons > limits.comparisons }

  private mutating func sectionToAppend(
    _ name: ArraySlice<UInt8>, filter: ArraySlice<UInt8>, _ source: ConfSource
  ) -> Int? {
    guard let terms = ConfFilter.terms(filter) else {
      report(ConfDiagnosticText.of(.unusableFilter, source))
      return nil
    }
    return find(name, terms: terms)
  }

  /// The first section that fits; an empty name fits every section (`does_category_match`).
  private mutating func find(_ name: ArraySlice<UInt8>, terms: [ConfFilter.Term]) -> Int? {
    let candidates =
      name.isEmpty ? Array(result.sections.indices) : index[ConfBytes.folded(name)] ?? []
    for candidate in candidates {
      let section = result.sections[candidate]
      comparisons += 1 + (terms.isEmpty ? 0 : terms.count * section.variables.count)
      guard comparisons <= limits.comparisons else { return nil }
      if ConfFilter.matches(section, terms: terms) { return candidate }
    }
    return nil
  }

  /// `(+)`: what the new header has inherited so far goes to the end of the old section.
  private mutating func merge(_ added: ConfSection, into found: Int) {
    current = found
    result.sections[found].isTemplate = result.sections[found].isTemplate || added.isTemplate
    result.sections[found].variables.append(contentsOf: added.variables)
    heirlooms[found] = nil
    result.sections[found].reopened.append(added.place)
  }

  /// Copies a section's variables so far (`ast_category_inherit`); false beyond the limit.
  private mutating func inherit(from base: Int, fresh: inout ConfSection?, target: Int?) -> Bool {
    variableCount += result.sections[base].variables.count
    guard variableCount <= limits.variables else { return false }
    let heirloom = heirloom(of: base)
    if let target {
      result.sections[target].variables.inherit(heirloom.variables)
      result.sections[target].bases += heirloom.names
      heirlooms[target] = nil
    }
    fresh?.variables.inherit(heirloom.variables)
    if fresh?.bases.isEmpty ?? false {
      fresh?.bases = heirloom.names
    } else {
      fresh?.bases += heirloom.names
    }
    return true
  }

  /// A section's variables as its heirs get them, made once for all until the section changes.
  private mutating func heirloom(of base: Int) -> Heirloom {
    let section = result.sections[base]
    if let made = heirlooms[base], made.variables.count == section.variables.count { return made }
    let made = Heirloom(
      variables: section.variables.map { variable in
        var copy = variable
        copy.inheritedFrom = section.name
        return copy
      }, names: [section.name])
    heirlooms[base] = made
    return made
  }

  private mutating func append(_ section: ConfSection) -> Int {
    let position = result.sections.count
    var section = section
    var key = ConfBytes.folded(section.name)
    if key == section.name { key = section.name }
    // Sections of one name, as an endpoint, its auth and its address have, hold it once.
    if let twin = index[key]?.first, result.sections[twin].name == section.name {
      section.name = result.sections[twin].name
    }
    result.sections.append(section)
    index[key, default: []].append(position)
    current = position
    return position
  }
}
