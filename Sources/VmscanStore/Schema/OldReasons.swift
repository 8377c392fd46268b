import GRDB
import VmscanModel

/// Rules that became reasons of another one: VM-501 to VM-512 are reported by VM-500.
enum OldReasons {
  private static let rules = Set((501...512).map { RuleID("VM-\($0)") })

  /// Lets an acceptance of one such finding mean the same reason of the same mailbox.
  ///
  /// Rule and mailbox were all that such a finding's fingerprint was made of, so the scope stays what
  /// it was.
  static func keepAcceptances(in db: Database) throws {
    var reader = try FindingReader(db)
    for acceptance in try Acceptances.all(in: db) {
      guard let fingerprint = acceptance.scope.fingerprint else { continue }
      var found: Finding?
      try RawStatement(
        "SELECT \(FindingReader.columns) FROM finding WHERE current IN (0, 1) AND fingerprint = ?",
        in: db
      ).forEachRow([FindingKey(fingerprint: fingerprint, place: 0).value]) { row in
        found = try reader.finding(row).0
      }
      guard let found, rules.contains(found.rule), let mailbox = found.subject.mailbox else {
        continue
      }
      var scope = acceptance.scope
      scope.fingerprint = nil
      scope.rule = scope.rule ?? found.rule
      scope.mailbox = scope.mailbox ?? mailbox
      try db.execute(
        sql: "UPDATE acceptance SET scope = ? WHERE id = ?",
        arguments: [try ScopeText.text(scope), acceptance.id])
    }
  }
}
