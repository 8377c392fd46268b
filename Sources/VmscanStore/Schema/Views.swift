/// The public interface of history: views whose names and columns stay; docs/history.md documents
/// every column.
///
/// `from_run` and `until_run` say in which runs a row held: from the one up to and without the other,
/// which is null while it still holds. Personal values are whole: the file is the administrator's, and
/// `vmscan history export` makes one for others.
enum Views {
  static let names = [
    "v_site", "v_run", "v_mailbox", "v_recipient", "v_folder", "v_finding", "v_gap", "v_action",
    "v_hold", "v_acceptance", "v_exposure_by_run", "v_retained_by_run", "v_recipient_history",
    "v_device", "v_credential", "v_listener",
  ]

  /// Puts the views in place of those that an earlier schema had.
  static let renewed =
    names.map { "DROP VIEW IF EXISTS \($0);\n" }.joined() + sql(saying: SentenceSQL.text)

  /// The views, with an expression for the words of a template and its stored arguments.
  static func sql(saying say: (_ template: String, _ arguments: String) -> String) -> String {
    [runs, mailboxes, findings(say), register, credentials].joined(separator: "\n")
  }

  private static func unresolved(_ severity: Int) -> String {
    """
    (SELECT coalesce(sum(findings), 0) FROM run_finding WHERE run_finding.run = run.id
      AND severity = \(severity) AND status IN ('new', 'open'))
    """
  }

  private static func counted(_ status: String) -> String {
    """
    (SELECT coalesce(sum(findings), 0) FROM run_finding WHERE run_finding.run = run.id
      AND status = '\(status)')
    """
  }

  /// Null where a run did not count them.
  private static func logins(_ state: String) -> String {
    """
    CASE WHEN run.logins IS NOT NULL THEN (SELECT coalesce(sum(logins), 0) FROM run_login
      WHERE run_login.run = run.id AND state = '\(state)') END
    """
  }

  /// When a run counted its ages, which is when it started unless it was given another time.
  private static func time(of column: String) -> String {
    "(SELECT now FROM run WHERE run.id = \(column))"
  }

  private static let runs = """
    CREATE VIEW v_site AS
    SELECT site.name AS site, site.host AS host, site.spool AS spool, site.etc AS configuration,
      count(run.id) AS runs, max(run.id) AS latest_run,
      (SELECT now FROM run AS latest WHERE latest.site = site.id ORDER BY latest.id DESC LIMIT 1)
        AS latest_time
    FROM site LEFT JOIN run ON run.site = site.id GROUP BY site.id;

    CREATE VIEW v_run AS
    SELECT site.name AS site, run.id AS run, run.previous AS previous, run.now AS time,
      run.started AS started, run.finished AS finished, run.version AS version, run.host AS host,
      run.asterisk_version AS asterisk_version, run.complete AS complete,
      run.id = (SELECT max(id) FROM run AS other WHERE other.site = run.site) AS latest,
      run.mailboxes AS mailboxes, run.configured_mailboxes AS configured_mailboxes,
      run.orphaned_mailboxes AS orphaned_mailboxes, run.messages AS messages, run.bytes AS bytes,
      run.seconds AS seconds, run.oldest AS oldest,
      run.retained_messages AS retained_messages, run.retained_bytes AS retained_bytes,
      run.retained_seconds AS retained_seconds, run.oldest_retained AS oldest_retained,
      run.over_age_messages AS over_age_messages, run.over_age_bytes AS over_age_bytes,
      run.over_age_seconds AS over_age_seconds, run.outside_messages AS outside_messages,
      run.outside_bytes AS outside_bytes, run.quarantine_reading AS quarantine_reading,
      run.quarantine_messages AS quarantine_messages, run.quarantine_bytes AS quarantine_bytes,
      run.quarantine_last_end AS quarantine_last_end, run.shared_pins AS shared_pins,
      \(logins("open")) AS open_logins, \(logins("weak")) AS weak_logins,
      \(unresolved(4)) AS critical, \(unresolved(3)) AS high, \(unresolved(2)) AS medium,
      \(unresolved(1)) AS low, \(unresolved(0)) AS informational,
      \(counted("accepted")) AS accepted, \(counted("solved")) AS solved
    FROM run JOIN site ON site.id = run.site;

    CREATE VIEW v_exposure_by_run AS
    SELECT site.name AS site, run.id AS run, run.now AS time, run_class.class AS class,
      run_class.mailboxes AS mailboxes, run_class.mailboxes_with_audio AS mailboxes_with_audio,
      run_class.addresses AS addresses, run_class.messages AS messages, run_class.bytes AS bytes,
      run_class.seconds AS seconds
    FROM run JOIN site ON site.id = run.site JOIN run_class ON run_class.run = run.id;

    CREATE VIEW v_retained_by_run AS
    SELECT site.name AS site, run.id AS run, run.now AS time, run_grade.grade AS grade,
      run_grade.grade IN ('delivered', 'handedOver', 'inferred') AS emailed,
      run_grade.messages AS messages, run_grade.bytes AS bytes, run_grade.seconds AS seconds
    FROM run JOIN site ON site.id = run.site JOIN run_grade ON run_grade.run = run.id;
    """

  private static let mailboxes = """
    CREATE VIEW v_mailbox AS
    SELECT site.name AS site, mailbox.context AS context, mailbox.mailbox AS mailbox,
      max(s.from_run, c.from_run) AS from_run,
      CASE WHEN s.until_run IS NULL THEN c.until_run WHEN c.until_run IS NULL THEN s.until_run
        ELSE min(s.until_run, c.until_run) END AS until_run,
      s.current AND c.current AS current,
      s.full_name AS full_name, s.configured AS configured, s.directory AS directory,
      s.partial AS partial, s.attach AS attach, s.delete_after_email AS delete_after_email,
      c.new AS new, c.old AS old, c.urgent AS urgent,
      c.retained_messages AS retained_messages, c.retained_bytes AS retained_bytes,
      c.retained_seconds AS retained_seconds, c.over_age_messages AS over_age_messages,
      c.over_age_bytes AS over_age_bytes, c.over_age_seconds AS over_age_seconds,
      c.newest_message AS newest_message, c.owner_activity AS owner_activity
    FROM mailbox_setting AS s
    JOIN mailbox_count AS c ON s.current IN (0, 1) AND c.current IN (0, 1)
      AND c.site = s.site AND c.mailbox = s.mailbox
      AND (c.until_run IS NULL OR s.from_run < c.until_run)
      AND (s.until_run IS NULL OR c.from_run < s.until_run)
    JOIN mailbox ON mailbox.id = s.mailbox JOIN site ON site.id = s.site;

    CREATE VIEW v_folder AS
    SELECT site.name AS site, mailbox.context AS context, mailbox.mailbox AS mailbox,
      folder.folder AS folder, folder.from_run AS from_run, folder.until_run AS until_run,
      folder.current AS current, folder.messages AS messages, folder.bytes AS bytes,
      folder.seconds AS seconds, folder.oldest AS oldest,
      folder.over_age_messages AS over_age_messages, folder.over_age_bytes AS over_age_bytes,
      folder.over_age_seconds AS over_age_seconds
    FROM folder JOIN mailbox ON mailbox.id = folder.mailbox JOIN site ON site.id = folder.site;

    CREATE VIEW v_recipient AS
    SELECT site.name AS site, mailbox.context AS context, mailbox.mailbox AS mailbox,
      recipient.position AS position, recipient.address AS address,
      CASE WHEN instr(recipient.address, '@') = 0 THEN ''
        ELSE lower(replace(recipient.address,
          rtrim(recipient.address, replace(recipient.address, '@', '')), '')) END AS domain,
      recipient.class AS class, recipient.channel AS channel, recipient.audio AS audio,
      recipient.first_seen AS first_seen, recipient.from_run AS from_run,
      \(time(of: "recipient.from_run")) AS from_time, recipient.until_run AS until_run,
      \(time(of: "recipient.until_run")) AS until_time, recipient.current AS current
    FROM recipient JOIN mailbox ON mailbox.id = recipient.mailbox
    JOIN site ON site.id = recipient.site;

    CREATE VIEW v_recipient_history AS
    SELECT site, context, mailbox, address, class, channel, audio, first, last, current
    FROM (
      SELECT site.name AS site, mailbox.context AS context, mailbox.mailbox AS mailbox,
        recipient.address AS address, recipient.class AS class, recipient.channel AS channel,
        recipient.audio AS audio, recipient.current AS current,
        min(recipient.first_seen) OVER same AS first,
        coalesce((SELECT now FROM run WHERE run.site = recipient.site
          AND (recipient.until_run IS NULL OR run.id < recipient.until_run)
          ORDER BY run.id DESC LIMIT 1), recipient.first_seen) AS last,
        row_number() OVER (same ORDER BY recipient.current DESC, recipient.until_run DESC,
          recipient.position) AS place
      FROM recipient JOIN mailbox ON mailbox.id = recipient.mailbox
      JOIN site ON site.id = recipient.site
      WINDOW same AS (PARTITION BY recipient.site, recipient.mailbox, recipient.channel,
        lower(recipient.address)))
    WHERE place = 1;
    """
    .replacing(
      "audio, first, last, current", with: "audio, first AS first_seen, last AS last_seen, current")

  private static func findings(_ say: (String, String) -> String) -> String {
    """
    CREATE VIEW v_finding AS
    SELECT site.name AS site, CASE typeof(finding.fingerprint) WHEN 'blob'
        THEN lower(hex(finding.fingerprint)) ELSE finding.fingerprint END AS fingerprint,
      rule.name AS rule, \(severity(of: "finding.severity")) AS severity, finding.severity AS severity_rank,
      CASE WHEN finding.current = 0 THEN
          CASE finding.ending WHEN 'gone' THEN 'solved' ELSE finding.ending END
        WHEN finding.accepted THEN 'accepted'
        WHEN finding.opened_run =
          (SELECT max(id) FROM run WHERE run.site = finding.site) THEN 'new'
        ELSE 'open' END AS status,
      CASE WHEN finding.mailbox IS NOT NULL THEN mailbox.mailbox || '@' || mailbox.context
        WHEN finding.context IS NOT NULL THEN 'context ' || finding.context
        WHEN finding.path IS NOT NULL THEN 'file ' || finding.path
        WHEN finding.device IS NOT NULL THEN 'device ' || finding.device
        ELSE 'system' END AS subject,
      coalesce(mailbox.context, finding.context) AS context, mailbox.mailbox AS mailbox,
      finding.path AS path, finding.device AS device,
      \(say("said.template", "finding.arguments")) AS message,
      \(say("remedy.template", "remedy.arguments")) AS remedy,
      (SELECT group_concat(json_extract(value, '$[1]') || coalesce(':' || json_extract(value,
        '$[2]'), ''), ', ') FROM json_each(nullif(finding.places, ''))) AS places,
      said.template AS template, finding.arguments AS arguments, finding.accepted AS accepted,
      finding.first_seen AS first_seen, finding.opened AS opened,
      CASE finding.ending WHEN 'gone' THEN \(time(of: "finding.until_run")) END AS solved,
      finding.from_run AS from_run, finding.until_run AS until_run, finding.current AS current
    FROM finding JOIN site ON site.id = finding.site JOIN rule ON rule.id = finding.rule
    JOIN sentence AS said ON said.id = finding.sentence
    JOIN sentence AS remedy ON remedy.id = finding.remedy
    LEFT JOIN mailbox ON mailbox.id = finding.mailbox;

    CREATE VIEW v_gap AS
    SELECT site.name AS site, gap.kind AS kind, gap.path AS path, gap.line AS line,
      \(say("gap.template", "gap.arguments")) AS detail,
      gap.context AS context, gap.mailbox AS mailbox, gap.hides_data AS hides_data,
      gap.from_run AS from_run, gap.until_run AS until_run, gap.until_run IS NULL AS current
    FROM gap JOIN site ON site.id = gap.site;
    """
  }

  private static func severity(of column: String) -> String {
    """
    CASE \(column) WHEN 4 THEN 'critical' WHEN 3 THEN 'high' WHEN 2 THEN 'medium'
        WHEN 1 THEN 'low' WHEN 0 THEN 'informational' END
    """
  }

  /// An action is of a site when its first record names the site's spool or configuration, or when
  /// there is one site; its records share the run.
  private static let register = """
    CREATE VIEW v_action AS
    SELECT (SELECT site.name FROM site
        WHERE (SELECT count(*) FROM site) = 1 OR site.id = (SELECT max(known.id)
          FROM action AS first JOIN site AS known
            ON first.subject IN (known.spool, known.etc)
          WHERE first.run = action.run AND first.phase = 'begin')) AS site,
      action.sequence AS sequence, action.time AS time, action.run AS run, action.phase AS phase,
      action.kind AS kind, action.actor AS actor, action.host AS host, action.command AS command,
      action.subject AS subject, action.detail AS detail
    FROM action;

    CREATE VIEW v_hold AS
    SELECT hold.id AS hold, hold.matter AS matter, hold.owner AS owner, hold.note AS note,
      (SELECT group_concat(json_extract(value, '$.mailbox') || '@' || json_extract(value,
        '$.context'), ', ') FROM json_each(hold.scope, '$.mailboxes')) AS mailboxes,
      (SELECT group_concat(value, ', ') FROM json_each(hold.scope, '$.contexts')) AS contexts,
      json_array_length(hold.scope, '$.callers') AS callers,
      json_extract(hold.scope, '$.from') AS recorded_from,
      json_extract(hold.scope, '$.to') AS recorded_before, hold.placed AS placed,
      hold.until AS until, hold.released AS released, hold.releasedBy AS released_by
    FROM hold;

    CREATE VIEW v_acceptance AS
    SELECT acceptance.id AS acceptance, acceptance.owner AS owner, acceptance.reason AS reason,
      json_extract(acceptance.scope, '$.rule') AS rule,
      json_extract(acceptance.scope, '$.fingerprint') AS fingerprint,
      json_extract(acceptance.scope, '$.mailbox.mailbox') || '@'
        || json_extract(acceptance.scope, '$.mailbox.context') AS mailbox,
      json_extract(acceptance.scope, '$.context') AS context,
      json_extract(acceptance.scope, '$.destination') AS destination,
      acceptance.created AS created, acceptance.expires AS expires,
      acceptance.removed AS removed
    FROM acceptance;
    """

  /// A login of a device or an account; whether its password is weak, not how.
  private static let credentials = """
    CREATE VIEW v_device AS
    SELECT site.name AS site, device.kind AS kind, device.name AS device,
      device.from_run AS from_run, device.until_run AS until_run, device.current AS current,
      device.fault IS NULL AS loaded, device.fault AS fault, device.form AS form,
      device.open AS open, device.open_register AS open_register, device.trunk AS trunk,
      \(severity(of: "device.severity")) AS severity, device.context AS context,
      (SELECT group_concat(json_extract(value, '$[1]') || '@' || json_extract(value, '$[2]'), ', ')
        FROM json_each(nullif(device.mailboxes, ''))) AS mailboxes,
      device.file AS file, device.line AS line, used.last_used AS last_used,
      CASE WHEN device.current THEN used.since END AS idle_since,
      CASE WHEN device.current THEN used.observations END AS idle_observations
    FROM device JOIN site ON site.id = device.site
    LEFT JOIN device_use AS used ON used.site = device.site AND used.kind = device.kind
      AND used.name = device.name;

    CREATE VIEW v_credential AS
    SELECT site, owner, kind, name, from_run, until_run, current, loaded,
      CASE WHEN form IN ('none', 'broken', 'oauth') THEN 'none'
        WHEN form IN ('empty', 'plain-list+empty') THEN 'empty'
        WHEN form IN ('plain', 'plain-list', 'dbsecret') THEN 'plain'
        ELSE 'digest' END AS credential, form, open, weak, off_host, powers, context, file, line,
      CASE WHEN current THEN (SELECT since FROM credential_tag AS same WHERE same.site = id
        AND same.kind = login.kind AND same.name = login.name) END AS unchanged_since
    FROM (
      SELECT site.id AS id, site.name AS site, 'device' AS owner, device.kind AS kind, device.name AS name,
        device.from_run AS from_run, device.until_run AS until_run, device.current AS current,
        device.fault IS NULL AS loaded, device.form AS form, device.open AS open,
        device.weak AS weak, NULL AS off_host, NULL AS powers, device.context AS context,
        device.file AS file, device.line AS line
      FROM device JOIN site ON site.id = device.site
      UNION ALL
      SELECT site.id, site.name, 'account', account.kind, account.name, account.from_run,
        account.until_run, account.current, account.fault IS NULL, account.form, account.open,
        account.weak, account.off_host, account.powers, account.context, account.file, account.line
      FROM account JOIN site ON site.id = account.site) AS login;

    CREATE VIEW v_listener AS
    SELECT site.name AS site, listener.service AS service, listener.transport AS transport,
      listener.address AS address, listener.port AS port, listener.from_run AS from_run,
      listener.until_run AS until_run, listener.current AS current, listener.tls AS tls,
      listener.reach AS reach, listener.serves AS serves, listener.file AS file,
      listener.line AS line
    FROM listener JOIN site ON site.id = listener.site;
    """
}
