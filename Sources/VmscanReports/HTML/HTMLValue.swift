/// A value a template may show; every text is escaped on the way in.
///
/// Templates therefore write `{{{name}}}` throughout: the template library's own escaping goes by
/// `Character` and lets a quote through when a combining mark follows.
enum HTMLValue {
  case text(String)
  case html(SafeHTML)
  case flag(Bool)
  case list([[String: HTMLValue]])

  static func number(_ value: some BinaryInteger) -> HTMLValue { .text(Wording.number(value)) }

  /// The form the template library reads.
  private var rendered: Any {
    switch self {
    case .text(let text): SafeHTML(escaping: text).text
    case .html(let html): html.text
    case .flag(let flag): flag
    case .list(let rows): rows.map(Self.object)
    }
  }

  static func object(_ values: [String: HTMLValue]) -> [String: Any] {
    values.mapValues(\.rendered)
  }
}
