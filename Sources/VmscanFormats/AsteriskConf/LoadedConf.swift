/// The outcome of loading a configuration file with everything it includes.
package struct LoadedConf: Sendable {
  package enum Outcome: String, Sendable {
    case loaded
    /// No file at all (`ast_config_load2` returns NULL).
    case missing
    /// Asterisk refuses it (CONFIG_STATUS_FILEINVALID); what was read before the fault is here.
    case invalid
  }

  package internal(set) var outcome = Outcome.loaded
  /// In the order Asterisk walks them, templates included.
  package internal(set) var sections: [ConfSection] = []
  /// Every file read, in order; one that is included twice is here twice.
  package internal(set) var documents: [ConfDocument] = []
  package internal(set) var includes: [ConfInclude] = []
  package internal(set) var diagnostics: [ParseDiagnostic] = []
  /// Diagnostics beyond the limit, which were not kept.
  package internal(set) var droppedDiagnostics = 0
  package let rules: ConfRules

  init(rules: ConfRules) { self.rules = rules }

  /// The sections consumers see (`ast_category_browse`).
  package var visibleSections: some Sequence<ConfSection> {
    sections.lazy.filter { !$0.isTemplate }
  }

  /// The first visible section of that name (`ast_variable_browse`).
  package func section(_ name: StaticString) -> ConfSection? {
    sections.first { !$0.isTemplate && $0.isNamed(name) }
  }

  /// The value in force (`ast_variable_retrieve`): last or first of that name by release, in the
  /// first visible section of that name.
  package func value(_ name: StaticString, in sectionName: StaticString) -> ConfVariable? {
    guard let section = section(sectionName) else { return nil }
    return value(name, in: section)
  }

  package func value(_ name: StaticString, in section: ConfSection) -> ConfVariable? {
    rules.lastValueWins
      ? section.variables.last { $0.isNamed(name) }
      : section.variables.first { $0.isNamed(name) }
  }

  package func path(of place: ConfPlace) -> [UInt8] {
    documents.indices.contains(Int(place.document)) ? documents[Int(place.document)].path : []
  }
}
