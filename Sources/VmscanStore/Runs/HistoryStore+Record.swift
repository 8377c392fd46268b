import GRDB
package import VmscanModel

extension HistoryStore {
  /// Records a run in one transaction and makes the report what history gives from then on.
  ///
  /// It gets its run number and the number of the run before it of the same spool and
  /// configuration; findings become new, open or accepted with the time they were first seen, and
  /// `solved` holds what is gone. A finding that is missing only because its subject could not be
  /// read stays open. Whatever status, `solved` and order came in is ignored. In the end it is what
  /// `report(run:)` will return, and has each folder's `ages`, which are not recorded.
  ///
  /// - Parameters:
  ///   - report: What the scan found; changed in place, since lists that two hold are copied.
  ///   - credentials: What is remembered of logins from now on; `nil` leaves it as it is.
  ///   - mailMemory: What the scan saw of mails and later ones may not see any more.
  ///   - skippedRules: Rules that were not run, or whose findings end by themselves: their earlier
  ///     findings are closed, not solved.
  /// - Throws: `StoreError`; then nothing was recorded, and the report is of no use any more.
  package func record(
    _ report: inout ScanReport, credentials: CredentialMemory? = nil,
    mailMemory: MailMemory = MailMemory(), skippedRules: Set<RuleID> = []
  ) throws {
    try StoreError.translated(path) {
      try database.writeWithoutTransaction { db in
        // Every key comes from a row that the transaction itself found or added; looking each of
        // them up again would be most of what writing a first run costs.
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        let result = Result {
          try db.inTransaction(.immediate) {
            try RunRecorder(
              db: db, credentials: credentials, mailMemory: mailMemory,
              skippedRules: skippedRules
            ).record(&report)
            return .commit
          }
        }
        try db.execute(sql: "PRAGMA foreign_keys = ON")
        try result.get()
      }
    }
  }
}
