import ArgumentParser
import VmscanAssessment
import VmscanModel

/// What shells offer where a value comes from a closed list.
extension CompletionKind {
  static func values<Value>(of type: Value.Type) -> CompletionKind
  where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    .list(Value.allCases.map(\.rawValue))
  }

  /// The identifiers of all rules.
  static var rules: CompletionKind { .list(RuleCatalog.all.map(\.id.description)) }
}
