import GRDB
package import VmscanModel

/// What a purge put into quarantine, as the journal has it.
package struct QuarantinedRun: Sendable, Hashable {
  package var run: String
  /// The quarantine's path as it was then.
  package var quarantine: ByteText
  /// Messages that were put there and neither restored nor unlinked since, as far as the journal says.
  package var waiting: Int
}

extension HistoryStore {
  /// Purges of a spool since a time whose messages should still wait, oldest first.
  ///
  /// A message that is being restored or unlinked counts as gone.
  ///
  /// - Throws: `StoreError`.
  package func quarantined(of spool: ByteText, since time: Timestamp) throws -> [QuarantinedRun] {
    try read { db in
      let sql = """
        WITH put AS (
          SELECT run, count(*) AS messages FROM action
          WHERE phase = 'outcome' AND kind = 'purge' AND time >= :since
            AND json_extract(detail, '$.outcome') = 'quarantined'
          GROUP BY run),
        taken AS (
          SELECT substr(subject, 12, instr(substr(subject, 12), '/') - 1) AS run,
            sum(CASE WHEN phase = 'intent' THEN 1 ELSE -1 END) AS messages
          FROM action
          WHERE kind IN ('restore', 'expire') AND time >= :since AND subject LIKE 'quarantine/%'
            AND (phase = 'intent' OR phase = 'outcome'
              AND json_extract(detail, '$.outcome') IN ('notDone', 'failed'))
          GROUP BY 1)
        SELECT put.run, json_extract(begun.detail, '$.quarantine'),
          put.messages - coalesce(taken.messages, 0) AS waiting
        FROM put JOIN action AS begun ON begun.run = put.run AND begun.phase = 'begin'
          AND begun.kind = 'purge' AND begun.subject = :spool
        LEFT JOIN taken ON taken.run = put.run
        WHERE waiting > 0 ORDER BY begun.sequence
        """
      let arguments: StatementArguments = [
        "since": time.epochSeconds, "spool": spool.description,
      ]
      return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
        QuarantinedRun(
          run: row[0], quarantine: ByteText(unescaping: row[1] ?? ""), waiting: row[2])
      }
    }
  }
}
