import VmscanFleet
import VmscanReports

/// Where runs are published, and what of persons may leave this machine.
struct PublishSettings: Sendable, Hashable {
  /// A URL or a list of KEY=VALUE, as libpq takes it.
  var to: String
  var reader = Redaction.Level.officer

  var hasPassword: Bool { PostgresAddress(to).hasPassword }
}
