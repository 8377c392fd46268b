/// The reports for people at a terminal; pure functions from values to text.
package struct TextReport: Sendable {
  /// Terminal cells no line exceeds; at least 20.
  package var width: Int
  /// Whether tables keep to the width too; where a program reads them each row is one line.
  package var wrapsTables: Bool
  package var style: Style
  package var redaction: Redaction

  package init(
    width: Int = 80, style: Style = Style(), redaction: Redaction = .standard,
    wrapsTables: Bool = true
  ) {
    self.width = width
    self.wrapsTables = wrapsTables
    self.style = style
    self.redaction = redaction
  }

  var page: TextPage { TextPage(width: width, style: style, wrapsTables: wrapsTables) }
}
