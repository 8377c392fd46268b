import GRDB
import VmscanModel

/// Brings what opens a site up to date with a run, writing only what changed.
struct CredentialStates {
  let db: Database
  let site: Int64

  func record(_ report: CredentialReport, run: Int64) throws {
    try record(report.devices, CredentialRow.init, in: .device, run)
    try record(report.accounts, CredentialRow.init, in: .account, run)
    try record(report.listeners, CredentialRow.init, in: .listener, run)
  }

  /// What a run had.
  func report(in run: Int64) throws -> CredentialReport {
    var report = CredentialReport()
    try forEach(.device, in: run) { report.devices.append(try DeviceReport($0)) }
    try forEach(.account, in: run) { report.accounts.append(try AccountReport($0)) }
    try forEach(.listener, in: run) { report.listeners.append(try Listener($0)) }
    return report
  }

  private func forEach(
    _ table: CredentialTable, in run: Int64, _ body: (RawRow) throws -> Void
  ) throws {
    let rows = try RawStatement(
      """
      SELECT \(table.selected) FROM \(table.name)
      WHERE current IN (0, 1) AND site = ?1 AND from_run <= ?2
        AND (until_run IS NULL OR until_run > ?2)
      ORDER BY \(table.key.joined(separator: ", "))
      """, in: db)
    try rows.forEachRow([.number(site), .number(run)], body: body)
  }

  private func record<Element>(
    _ elements: [Element], _ row: (Element) -> CredentialRow, in table: CredentialTable,
    _ run: Int64
  ) throws {
    let isKey = table.key.map { " AND \($0) = ?" }.joined()
    let stored = try RawStatement(
      "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) "
        + "WHERE current = 1 AND site = ?\(isKey)", in: db)
    let closing = try RawStatement(
      "UPDATE \(table.name) SET current = 0, until_run = ? WHERE current = 1 AND site = ?\(isKey)",
      in: db)
    let columns = ["current", "site", "from_run"] + table.key + table.columns
    let insertion = try RawStatement(
      """
      INSERT INTO \(table.name) (\(columns.joined(separator: ", ")))
      VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
      """, in: db)
    var present: Set<[RawStatement.Value]> = []
    for element in elements {
      let row = row(element)
      var occurrence: Int64 = 0
      while !present.insert(row.key + [.number(occurrence)]).inserted { occurrence += 1 }
      let key = row.key + [.number(occurrence)]
      var (isKnown, isSame) = (false, false)
      try stored.forEachRow([.number(site)] + key) { known in
        isKnown = true
        isSame = row.columns.indices.allSatisfy { known.holds(row.columns[$0], at: Int32($0)) }
      }
      guard !isSame else { continue }
      if isKnown { try closing.execute([.number(run), .number(site)] + key) }
      try insertion.execute([.number(1), .number(site), .number(run)] + key + row.columns)
    }
    for key in try keys(of: table) where !present.contains(key) {
      try closing.execute([.number(run), .number(site)] + key)
    }
  }

  /// The keys of the rows that hold now, as the values that wrote them.
  private func keys(of table: CredentialTable) throws -> [[RawStatement.Value]] {
    let rows = try RawStatement(
      "SELECT \(table.key.joined(separator: ", ")) FROM \(table.name) "
        + "WHERE current = 1 AND site = ?", in: db)
    var keys: [[RawStatement.Value]] = []
    try rows.forEachRow([.number(site)]) { row in
      keys.append(
        table.key.enumerated().map { place, column in
          let at = Int32(place)
          return switch column {
          case "port", "occurrence": .number(row.number(at: at))
          case "name", "address": .text(row.text(at: at))
          default: .word(row.string(at: at))
          }
        })
    }
    return keys
  }
}
