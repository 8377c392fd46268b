/// Where a mail address leads, seen from the site that owns the mailbox.
package enum DestinationClass: String, Sendable, Codable, CaseIterable {
  /// A domain of the site.
  case own
  /// A partner domain the settings approve.
  case approved
  /// Another organisation.
  case external
  /// A freemail or access provider.
  case personal
  /// A throw-away mail service.
  case disposable
  /// Cannot be delivered: malformed, or a reserved name.
  case undeliverable
  /// One edit away from an own or a well-known provider's domain.
  case lookAlike

  /// Leaves the organisation: everything but own, approved and undeliverable.
  package var isOutside: Bool {
    switch self {
    case .external, .personal, .disposable, .lookAlike: true
    case .own, .approved, .undeliverable: false
    }
  }
}
