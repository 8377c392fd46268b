import VmscanModel

/// The views of a fleet: those of the local history, column by column, and those that only a fleet
/// can have.
struct FleetViews {
  let tables: [PublishedTable]

  var names: [String] {
    tables.filter(\.hasView).map { "v_\($0.name)" } + ["v_latest_run"]
      + ["v_site", "v_recipient_history"] + fleet.map(\.name)
  }

  /// Makes all of them anew.
  var script: String {
    let all =
      [("v_latest_run", Self.latestRun)]
      + tables.filter(\.hasView).map { ("v_\($0.name)", query($0)) }
      + [("v_site", Self.site), ("v_recipient_history", Self.recipientHistory)] + fleet
    let drops = all.reversed().map { "DROP VIEW IF EXISTS vmscan.\($0.0);" }
    return (drops + all.map { "CREATE VIEW vmscan.\($0.0) AS \($0.1);" }).joined(separator: "\n")
  }

  /// A view of the local history with the same columns.
  private func query(_ table: PublishedTable) -> String {
    let columns = table.columns.map { column in
      "\(expression(column.name, of: table)) AS \(column.name.quoted)"
    }
    let host = table.kind == .register ? ["t.publisher AS host"] : []
    let needsLatest =
      table.name == "run" || table.hasOpening
    return """
      SELECT \((columns + host).joined(separator: ", ")) FROM vmscan.\(table.name.quoted) AS t
      \(needsLatest ? "LEFT JOIN vmscan.v_latest_run AS l ON l.site = t.site" : "")
      \(table.kind == .register ? "WHERE t.until_run IS NULL" : "")
      """
  }

  private func expression(_ column: String, of table: PublishedTable) -> String {
    switch (table.kind, column) {
    case (.run, "latest"): "CASE WHEN t.run = l.run THEN 1 ELSE 0 END"
    case (.state, "current"): "CASE WHEN t.until_run IS NULL THEN 1 ELSE 0 END"
    case (.state, "status") where table.hasOpening:
      """
      CASE WHEN t.until_run IS NOT NULL THEN t.status WHEN t.accepted = 1 THEN 'accepted'
        WHEN t.opened = l.time THEN 'new' ELSE 'open' END
      """
    default: "t.\(column.quoted)"
    }
  }

  /// The latest run of every site.
  private static let latestRun = """
    SELECT DISTINCT ON (site) site, run, time FROM vmscan.run ORDER BY site, run DESC
    """

  private static let site = """
    SELECT r.site, r.host, r.spool, r.configuration,
      (SELECT count(*) FROM vmscan.run AS a WHERE a.site = r.site) AS runs,
      r.run AS latest_run, r.time AS latest_time
    FROM vmscan.run AS r JOIN vmscan.v_latest_run AS l ON l.site = r.site AND l.run = r.run
    """

  private static let recipientHistory = """
    SELECT site, context, mailbox, address, class, channel, audio, first_seen, last_seen, current
    FROM (
      SELECT t.site, t.context, t.mailbox, t.address, t.class, t.channel, t.audio,
        min(t.first_seen) OVER same AS first_seen,
        coalesce((SELECT u.time FROM vmscan.run AS u WHERE u.site = t.site
          AND (t.until_run IS NULL OR u.run < t.until_run) ORDER BY u.run DESC LIMIT 1),
          t.first_seen) AS last_seen,
        CASE WHEN t.until_run IS NULL THEN 1 ELSE 0 END AS current,
        row_number() OVER (same ORDER BY t.until_run DESC NULLS FIRST, t.position) AS place
      FROM vmscan.recipient AS t
      WINDOW same AS (PARTITION BY t.site, t.context, t.mailbox, t.channel, lower(t.address))
    ) AS all_states
    WHERE place = 1
    """

  /// What only a fleet shows.
  ///
  /// Times are epoch seconds, of the server's clock where they say when a site reported.
  private let fleet: [(name: String, sql: String)] = [
    (
      "v_fleet_site",
      """
      SELECT r.site, r.host, r.spool, r.configuration, r.run, r.time, r.finished, r.reader,
        r.received, r.received - r.sent AS clock_behind,
        least(r.received, r.finished + (r.received - r.sent)) AS reported,
        r.version, r.asterisk_version, r.complete, r.mailboxes, r.messages, r.bytes, r.seconds,
        r.retained_messages, r.retained_bytes, r.retained_seconds, r.over_age_messages,
        r.critical, r.high, r.medium, r.low, r.informational, r.accepted, r.solved
      FROM vmscan.run AS r JOIN vmscan.v_latest_run AS l ON l.site = r.site AND l.run = r.run
      """
    ),
    (
      "v_fleet_run",
      """
      SELECT r.site, r.host, r.run, r.time, r.started, r.finished, r.received, r.version,
        r.complete, r.mailboxes, r.messages, r.bytes, r.retained_messages, r.over_age_messages,
        r.critical, r.high, r.medium, r.low, r.informational
      FROM vmscan.run AS r
      """
    ),
    (
      "v_fleet_tenant",
      """
      SELECT m.site, m.context, m.mailboxes, m.retained_messages, m.over_age_messages,
        coalesce(f.critical, 0) AS critical, coalesce(f.high, 0) AS high
      FROM (
        SELECT site, context, count(*) AS mailboxes,
          least(sum(retained_messages), 1e15)::bigint AS retained_messages,
          least(sum(over_age_messages), 1e15)::bigint AS over_age_messages
        FROM vmscan.mailbox WHERE until_run IS NULL GROUP BY site, context
      ) AS m LEFT JOIN (
        SELECT site, context, count(*) FILTER (WHERE severity = 'critical') AS critical,
          count(*) FILTER (WHERE severity = 'high') AS high
        FROM vmscan.finding WHERE until_run IS NULL AND accepted = 0 AND severity_rank >= 3
        GROUP BY site, context
      ) AS f ON f.site = m.site AND f.context = m.context
      """
    ),
    (
      "v_fleet_address",
      """
      SELECT address_key, min(address) AS address, min(domain) AS domain, min(class) AS class,
        count(DISTINCT site) AS sites, count(DISTINCT (site, context, mailbox)) AS mailboxes,
        max(audio) AS audio, min(first_seen) AS first_seen,
        string_agg(DISTINCT site || ' ' || mailbox || '@' || context, ', ') AS places
      FROM vmscan.recipient
      WHERE until_run IS NULL AND address_key IS NOT NULL AND class IN ('personal', 'disposable')
      GROUP BY address_key HAVING count(DISTINCT site) > 1
      """
    ),
    (
      "v_fleet_rule",
      """
      SELECT rule, max(severity_rank) AS severity_rank, count(*) AS sites,
        sum(findings)::bigint AS findings
      FROM (
        SELECT site, rule, max(severity_rank) AS severity_rank, count(*) AS findings
        FROM vmscan.finding WHERE until_run IS NULL AND accepted = 0 GROUP BY site, rule
      ) AS of_site GROUP BY rule
      """
    ),
    (
      "v_fleet_list",
      """
      SELECT name, date, entries, count(DISTINCT site) AS sites,
        string_agg(DISTINCT site, ', ') AS names
      FROM vmscan.list WHERE until_run IS NULL GROUP BY name, date, entries
      """
    ),
  ]
}
