import VmscanFleet
import VmscanModel

/// Opens a fleet's database with errors turned into exit statuses.
enum FleetDatabase {
  /// The address that was given, or the setting's, or what libpq's own variables say.
  ///
  /// - Throws: `CommandFailure` when there is none.
  static func address(
    _ given: String?, flag: String, _ settings: Settings, in context: RunContext
  ) throws -> PostgresAddress {
    if let given { return PostgresAddress(given) }
    if let setting = settings.publish { return PostgresAddress(setting.to) }
    let variables = ["PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE"]
    if variables.contains(where: { context.environment[$0].map { !$0.isEmpty } ?? false }) {
      return PostgresAddress("")
    }
    throw CommandFailure(
      .usage,
      """
      cannot tell which database is the fleet's
      name it with \(flag) postgres://USER@HOST/DATABASE, or by the setting publish
      """)
  }

  /// Runs a step of the fleet's database.
  static func failing<Value>(_ step: () throws -> Value) throws -> Value {
    do {
      return try step()
    } catch let error as PostgresError {
      throw CommandFailure(error.status, "\(error)")
    }
  }
}

extension PostgresError {
  /// What a person must put right is a matter of configuration; what passes is not.
  var status: ExitStatus {
    switch kind {
    case .unreachable, .locked, .timedOut, .lost, .full, .other: .incomplete
    case .libraryMissing, .addressUnreadable, .refused, .passwordMissing, .databaseMissing,
      .encryption, .notPrepared, .olderSchema, .newerSchema, .otherSchema, .noRight, .otherSite,
      .otherHistory, .encoding:
      .badConfiguration
    }
  }
}
