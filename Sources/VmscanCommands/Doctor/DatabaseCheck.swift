import VmscanActions
import VmscanModel
import VmscanOdbc
import VmscanSources

/// The table of messages, where there is one: readable, and safe to purge.
struct DatabaseCheck {
  let examination: Examination

  func diagnoses() -> [Diagnosis] {
    let asterisk = examination.configuration.asterisk
    guard asterisk.storage.value == .odbc, let table = asterisk.messageTable else { return [] }
    let roots: Set<ByteText> = [asterisk.spoolAsWritten, asterisk.spoolDirectory]
    do {
      let rows = try OdbcTables().messages(in: table, below: roots)
      return [
        .ok(
          "database",
          "'\(table.place)' is read: \(Names.count(rows, "row", "rows")) of messages of this spool")
      ] + [try playback(table), purge(table, roots)]
    } catch {
      return [
        .fail("database", "\(table.place): \(error.cause.unmasked)", remedy: error.remedy.unmasked),
        .unchecked(
          "database-purge", "not looked at: the database cannot be asked", remedy: "see database"),
      ]
    }
  }

  private func playback(_ table: DatabaseTable) throws(OdbcError) -> Diagnosis {
    guard let found = try OdbcTables().unplayable(in: table) else {
      return .ok("database-playback", "no row has NULL where Asterisk takes none")
    }
    return .warn(
      "database-playback", found.detail(table.place).unmasked, remedy: found.remedy)
  }

  /// What a purge of rows would be refused for.
  private func purge(_ table: DatabaseTable, _ roots: Set<ByteText>) -> Diagnosis {
    do {
      let shared = try SharedTable(table)
      try shared.refuseUnchangeable()
      try shared.refuseOthers(roots: roots)
      return .ok("database-purge", "rows can be removed and brought back, no other host was seen")
    } catch {
      let lines = "\(error)".split(separator: "\n", maxSplits: 1)
      return .warn(
        "database-purge", String(lines.first ?? ""), remedy: String(lines.dropFirst().first ?? ""))
    }
  }
}
