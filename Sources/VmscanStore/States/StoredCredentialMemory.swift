import GRDB
package import VmscanModel

extension HistoryStore {
  /// What history remembers of a site's logins; nothing of a site it does not know.
  ///
  /// - Throws: `StoreError`.
  package func credentialMemory(of key: SiteKey) throws -> CredentialMemory {
    try read { db in
      guard let site = try StoredSite.all(of: key, in: db).first(where: { $0.key.host == key.host })
      else { return CredentialMemory() }
      return try StoredCredentialMemory(db: db, site: site.id).memory()
    }
  }
}

/// The use of devices and the tags of passwords, one row each, brought up to date by every run.
struct StoredCredentialMemory {
  let db: Database
  let site: Int64

  func memory() throws -> CredentialMemory {
    var memory = CredentialMemory()
    let uses = try RawStatement(
      """
      SELECT kind, name, since, last_used, observations, hours FROM device_use WHERE site = ?
      """, in: db)
    try uses.forEachRow([.number(site)]) { row in
      guard let kind = Device.Kind(rawValue: row.string(at: 0)) else { return }
      memory.uses[DeviceID(kind, row.text(at: 1))] = DeviceUse(
        since: Timestamp(row.number(at: 2)),
        lastUsed: row.optionalNumber(at: 3).map { Timestamp($0) },
        observations: Int(row.number(at: 4)), hours: UInt32(truncatingIfNeeded: row.number(at: 5)))
    }
    let tags = try RawStatement(
      "SELECT kind, name, tag, epoch, since FROM credential_tag WHERE site = ?", in: db)
    try tags.forEachRow([.number(site)]) { row in
      memory.tags[LoginID(kind: row.string(at: 0), name: row.text(at: 1))] = (
        SecretTag(bytes: row.bytes(at: 2), epoch: row.bytes(at: 3)), Timestamp(row.number(at: 4))
      )
    }
    return memory
  }

  /// Writes what changed.
  ///
  /// The use of a device that is gone stays for a year, since a file may be unreadable for a time.
  func record(_ memory: CredentialMemory, now: Timestamp) throws {
    let known = try self.memory()
    let use = try RawStatement(
      """
      INSERT INTO device_use (site, kind, name, since, last_used, observations, hours, seen)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (site, kind, name) DO UPDATE SET
        since = excluded.since, last_used = excluded.last_used,
        observations = excluded.observations, hours = excluded.hours, seen = excluded.seen
      """, in: db)
    for (id, value) in memory.uses where known.uses[id] != value {
      try use.execute(
        .number(site), .word(id.kind.rawValue), .text(id.name), .number(value.since.epochSeconds),
        .optional(value.lastUsed?.epochSeconds), .number(Int64(value.observations)),
        .number(Int64(value.hours)), .number(now.epochSeconds))
    }
    let tag = try RawStatement(
      """
      INSERT INTO credential_tag (site, kind, name, tag, epoch, since)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (site, kind, name) DO UPDATE SET
        tag = excluded.tag, epoch = excluded.epoch, since = excluded.since
      """, in: db)
    for (id, value) in memory.tags where known.tags[id].map({ $0.tag != value.tag }) ?? true {
      try tag.execute(
        .number(site), .word(id.kind), .text(id.name), .bytes(value.tag.bytes),
        .bytes(value.tag.epoch), .number(value.since.epochSeconds))
    }
    try db.execute(
      sql: """
        DELETE FROM device_use WHERE site = ?1 AND seen < ?2;
        """, arguments: [site, (now - .days(366)).epochSeconds])
  }
}
