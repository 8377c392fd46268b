/// One duty that touches voicemail, with what a scan can show about it.
///
/// The texts set duties on an organisation; a scan shows facts and gaps, it does not certify.
package struct Requirement: Sendable, Hashable {
  /// Stable number, 1 to 28.
  package var number: Int
  package var source: String
  package var asks: String
  /// What the reports of this program say about it.
  package var reported: String
  /// Where to read it; `nil` when no public text is at one place.
  package var address: String?

  init(_ number: Int, _ source: String, asks: String, reported: String, at address: String? = nil) {
    self.number = number
    self.source = source
    self.asks = asks
    self.reported = reported
    self.address = address
  }
}
