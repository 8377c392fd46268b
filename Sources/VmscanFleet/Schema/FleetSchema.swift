package import VmscanModel

/// The schema `vmscan` of a fleet's database: one table for each published one, in parts by site.
///
/// Whoever made it owns it. Members of `vmscan_publisher` may add rows of the site that has their
/// name and end states of it, once; they change and remove nothing. Members of `vmscan_reader` may
/// read the views.
package struct FleetSchema: Sendable {
  /// Of the layout; grows when a client of an earlier release could not follow it.
  package static let version = 1
  /// Parts of every table; a site lies in one.
  static let parts = 16

  let tables: [PublishedTable]

  package init(_ tables: [PublishedTable]) { self.tables = tables }

  /// Makes what is missing, in one transaction; may be run again at any time.
  ///
  /// - Throws: `PostgresError`, also when the schema is of a later release.
  package func prepare(_ connection: PostgresConnection) throws(PostgresError) {
    try connection.script("BEGIN; SELECT pg_advisory_xact_lock(hashtext('vmscan.prepare'))")
    do throws(PostgresError) {
      if let found = try Self.found(connection), found > Self.version {
        throw PostgresError(
          .newerSchema, detail: "version \(found), this release knows \(Self.version)",
          address: connection.address)
      }
      try connection.script(roles)
      try connection.script("CREATE SCHEMA IF NOT EXISTS vmscan; SET LOCAL search_path = vmscan")
      try connection.script(register)
      for table in tables { try connection.script(creation(table)) }
      try connection.script(FleetViews(tables: tables).script)
      try connection.script(rights)
      try connection.script(FleetCare(tables: tables).script)
      try connection.script("COMMIT")
    } catch {
      _ = try? connection.script("ROLLBACK")
      throw error
    }
  }

  /// Makes sure that this release can work with the schema.
  ///
  /// - Throws: `PostgresError.notPrepared`, `.olderSchema` or `.newerSchema`.
  package static func check(_ connection: PostgresConnection) throws(PostgresError) {
    guard let found = try found(connection) else {
      throw PostgresError(.notPrepared, detail: "", address: connection.address)
    }
    guard found == version else {
      throw PostgresError(
        found > version ? .newerSchema : .olderSchema,
        detail: "version \(found), this release wants \(version)", address: connection.address)
    }
  }

  /// Makes sure that every table has a place for all that is published.
  func checkColumns(_ connection: PostgresConnection) throws(PostgresError) {
    let rows = try connection.rows(
      """
      SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'vmscan'::regnamespace AND c.relkind = 'p' AND a.attnum > 0
        AND NOT a.attisdropped
      """)
    var known: Set<String> = []
    for row in 0..<rows.count {
      known.insert("\(rows.text(row, 0) ?? "").\(rows.text(row, 1) ?? "")")
    }
    for table in tables {
      for column in table.stored where !known.contains("\(table.name).\(column.name)") {
        throw PostgresError(
          .olderSchema, detail: "\(table.name) has no column \(column.name)",
          address: connection.address)
      }
    }
  }

  private static func found(_ connection: PostgresConnection) throws(PostgresError) -> Int64? {
    let there = try connection.rows("SELECT to_regclass('vmscan.release') IS NOT NULL")
    guard there.text(0, 0) == "t" else { return nil }
    return try connection.rows("SELECT max(version) FROM vmscan.release").number(0, 0)
  }

  private var roles: String {
    ["vmscan_publisher", "vmscan_reader"].map { role in
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN
          CREATE ROLE \(role);
        END IF;
      END $$;
      """
    }.joined(separator: "\n")
  }

  /// What of the schema is no published table.
  private let register = """
    CREATE TABLE IF NOT EXISTS release (
      version integer NOT NULL, prepared timestamptz NOT NULL DEFAULT now());
    INSERT INTO release (version) SELECT \(version)
      WHERE NOT EXISTS (SELECT FROM release WHERE version = \(version));
    CREATE TABLE IF NOT EXISTS secret (key text NOT NULL);
    INSERT INTO secret SELECT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
      WHERE NOT EXISTS (SELECT FROM secret);
    """

  private func creation(_ table: PublishedTable) -> String {
    let name = table.name.quoted
    let columns =
      table.stored.map { "\($0.name.quoted) \($0.sql)" }
      + [table.key].compactMap(\.self)
    var text = """
      CREATE TABLE IF NOT EXISTS \(name) (\(columns.joined(separator: ", ")))
        PARTITION BY HASH (\(table.owner));

      """
    for column in table.stored {
      text += "ALTER TABLE \(name) ADD COLUMN IF NOT EXISTS \(column.name.quoted) \(column.sql);\n"
    }
    for part in 0..<Self.parts {
      text += """
        CREATE TABLE IF NOT EXISTS "\(table.name)_\(part)" PARTITION OF \(name)
          FOR VALUES WITH (MODULUS \(Self.parts), REMAINDER \(part));

        """
    }
    if table.key == nil {
      text += """
        CREATE INDEX IF NOT EXISTS "\(table.name)_by_run" ON \(name) (site, run);

        """
    }
    if table.hasStates {
      text += """
        CREATE INDEX IF NOT EXISTS "\(table.name)_now" ON \(name)
          (\(([table.owner] + table.asked).joined(separator: ", "))) WHERE until_run IS NULL;

        """
    }
    return text
  }

  private var rights: String {
    let database = """
      DO $$ BEGIN
        EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO vmscan_publisher',
          current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO vmscan_reader', current_database());
      END $$;
      GRANT USAGE ON SCHEMA vmscan TO vmscan_publisher, vmscan_reader;
      GRANT SELECT ON release TO vmscan_publisher, vmscan_reader;
      GRANT SELECT ON secret TO vmscan_publisher;
      GRANT SELECT ON \(FleetViews(tables: tables).names.joined(separator: ", ")) TO vmscan_reader;

      """
    return database + tables.map(rights).joined()
  }

  /// What stood once stays: rows are added, and states are ended where they have not ended yet.
  private func rights(_ table: PublishedTable) -> String {
    let name = table.name.quoted
    // The name of a host has no colon, behind which a site may name its spool.
    let isOwn = "split_part(\(table.owner), ':', 1) = current_user"
    let added = table.stored.filter { !$0.isServers }.map(\.name.quoted).joined(separator: ", ")
    var text = """
      ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY;
      REVOKE ALL ON \(name) FROM vmscan_publisher;
      GRANT SELECT, INSERT (\(added)) ON \(name) TO vmscan_publisher;
      DROP POLICY IF EXISTS see ON \(name);
      CREATE POLICY see ON \(name) FOR SELECT TO vmscan_publisher USING (\(isOwn));
      DROP POLICY IF EXISTS add ON \(name);
      CREATE POLICY add ON \(name) FOR INSERT TO vmscan_publisher WITH CHECK (\(isOwn));

      """
    if table.hasStates {
      let ends = table.ends.map(\.name.quoted).joined(separator: ", ")
      text += """
        GRANT UPDATE (\(ends)) ON \(name) TO vmscan_publisher;
        DROP POLICY IF EXISTS close ON \(name);
        CREATE POLICY close ON \(name) FOR UPDATE TO vmscan_publisher
          USING (\(isOwn) AND until_run IS NULL) WITH CHECK (\(isOwn) AND until_run IS NOT NULL);

        """
    }
    return text
  }
}
