import VmscanModel

/// What the owner of a fleet's database may do to what was published; nobody else can call it.
struct FleetCare {
  let tables: [PublishedTable]

  var script: String {
    let functions = [
      ("forget_site(site text)", "void", forgetting), (Self.pruneName, "bigint", pruning),
    ]
    return functions.map { name, result, body in
      """
      CREATE OR REPLACE FUNCTION vmscan.\(name) RETURNS \(result) LANGUAGE sql
        SET search_path = pg_catalog AS $function$
        \(body)
      $function$;
      REVOKE ALL ON FUNCTION vmscan.\(name) FROM PUBLIC;
      """
    }.joined(separator: "\n")
  }

  private static let pruneName = "prune(days integer)"

  /// Takes a site out, with all that was published of it; the journal and the registers are those of its
  /// host, and go with the host's last site.
  private var forgetting: String {
    let sites = tables.filter { $0.owner == "site" }.map {
      "DELETE FROM vmscan.\($0.name.quoted) WHERE site = $1;"
    }
    // The name of a host has no colon.
    let host = "split_part($1, ':', 1)"
    let lists = tables.filter { $0.owner != "site" }.map {
      """
      DELETE FROM vmscan.\($0.name.quoted) WHERE publisher = \(host)
          AND NOT EXISTS (SELECT FROM vmscan.run AS r WHERE split_part(r.site, ':', 1) = \(host));
      """
    }
    return (sites + lists).joined(separator: "\n  ")
  }

  /// Takes out runs that arrived so many days ago or earlier, and the states that ended before the
  /// first run of their site that stays; gives the number of those runs.
  ///
  /// The latest run of a site always stays, by which it is silent instead of unknown, and so do the
  /// journal and the registers. By the server's clock.
  private var pruning: String {
    // Each part sees the tables as they were before the statement.
    let kept = """
      WITH kept AS MATERIALIZED (
        SELECT site, min(run) AS run FROM vmscan.run AS r
        WHERE received > extract(epoch FROM now()) - greatest(days, 1) * 86400.0
          OR run = (SELECT max(run) FROM vmscan.run AS l WHERE l.site = r.site)
        GROUP BY site)
      """
    let parts = tables.filter { $0.name != "run" }.compactMap { table -> String? in
      let condition: String
      switch table.kind {
      case .state: condition = "t.until_run <= kept.run"
      case .run: condition = "t.run < kept.run"
      case .journal, .register: return nil
      }
      return """
        of_\(table.name) AS (DELETE FROM vmscan.\(table.name.quoted) AS t USING kept
          WHERE t.site = kept.site AND \(condition))
        """
    }
    let runs = """
      runs AS (DELETE FROM vmscan.run AS t USING kept
        WHERE t.site = kept.site AND t.run < kept.run RETURNING 1)
      """
    return ([kept] + parts + [runs]).joined(separator: ",\n  ") + "\n  SELECT count(*) FROM runs;"
  }
}
