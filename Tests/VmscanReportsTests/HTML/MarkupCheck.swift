import Testing

/// A strict reader of the markup the page may hold: known elements and attributes, quoted values,
/// proper nesting.
enum MarkupCheck {
  private static let void: Set<Substring> = ["meta", "br", "input", "rect", "line", "polyline"]
  private static let elements: Set<Substring> = [
    "html", "head", "title", "style", "script", "body", "a", "header", "main", "footer", "nav", "p",
    "span", "bdi", "section", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "pre",
    "code", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "details",
    "summary", "article", "b", "i", "strong", "label", "text",
  ]
  private static let attributes: Set<Substring> = [
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label", "role",
    "scope", "tabindex", "open", "hidden", "viewBox", "preserveAspectRatio", "aria-hidden", "width",
    "height", "x", "y", "x1", "x2", "y1", "y2", "points", "rel", "for", "type", "autocomplete",
    "spellcheck",
  ]

  static func expectWellFormed(
    _ page: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let fault = firstFault(page)
    #expect(fault == nil, "\(fault ?? "")", sourceLocation: sourceLocation)
  }

  private static func firstFault(_ page: String) -> String? {
    var open: [Substring] = []
    var rest = Substring(page).dropFirst("<!DOCTYPE html>".count)
    while let start = rest.utf8.firstIndex(of: 0x3C) {
      rest = rest[start...]
      guard let tag = Tag(&rest) else { return "bad tag: \(rest.prefix(60))" }
      if tag.isClosing {
        guard open.popLast() == tag.name else { return "stray </\(tag.name)> in \(open)" }
        continue
      }
      guard elements.contains(tag.name) || void.contains(tag.name) else { return "<\(tag.name)>" }
      if let odd = tag.attributes.first(where: { !attributes.contains($0) }) { return "\(odd)=" }
      if tag.name == "style" || tag.name == "script" {
        guard let end = rest.firstRange(of: "</\(tag.name)>") else { return "endless \(tag.name)" }
        rest = rest[end.upperBound...]
      } else if !void.contains(tag.name) {
        open.append(tag.name)
      }
    }
    return open.isEmpty ? nil : "open: \(open)"
  }

  private struct Tag {
    var name: Substring
    var isClosing: Bool
    var attributes: [Substring] = []

    /// Reads one tag off the front; `nil` when it is not one.
    init?(_ text: inout Substring) {
      text = text.dropFirst()
      isClosing = text.hasPrefix("/")
      if isClosing { text = text.dropFirst() }
      name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      guard !name.isEmpty else { return nil }
      text = text.dropFirst(name.count)
      while true {
        text = text.drop(while: \.isWhitespace)
        if text.hasPrefix("/>") { text = text.dropFirst(2); return }
        if text.hasPrefix(">") { text = text.dropFirst(); return }
        let attribute = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard !attribute.isEmpty, !isClosing else { return nil }
        attributes.append(attribute)
        text = text.dropFirst(attribute.count)
        guard text.hasPrefix("=") else { continue }
        guard text.hasPrefix("=\"") else { return nil }
        let value = text.dropFirst(2)
        guard let end = value.utf8.firstIndex(of: 0x22) else { return nil }
        text = value[end...].dropFirst()
      }
    }
  }
}
