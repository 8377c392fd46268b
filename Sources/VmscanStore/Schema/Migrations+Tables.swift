extension Migrations {
  /// History as plain tables; docs/history.md documents the views over them.
  ///
  /// A state holds from run `from_run` up to and without run `until_run`, which is null while it still
  /// holds; `current` says the same as the first part of the key, so that what holds now lies together.
  /// `ending` of a finding: replaced (other words or figures), gone, withdrawn (its rule was not run).
  /// Names, addresses and paths are text where they are UTF-8 without a zero byte, and blobs
  /// otherwise. Times are epoch seconds, sizes bytes, lengths of audio seconds.
  ///
  /// The step of the same name fills the tables from `fact` and `pastFact` and drops those.
  static let tables = """
    CREATE TABLE mailbox (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      context TEXT NOT NULL,
      mailbox TEXT NOT NULL
    );
    CREATE UNIQUE INDEX mailboxByName
      ON mailbox (site, CAST(context AS BLOB), CAST(mailbox AS BLOB));
    CREATE TABLE rule (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE sentence (
      id INTEGER PRIMARY KEY,
      template TEXT NOT NULL,
      arguments TEXT NOT NULL,
      UNIQUE (template, arguments)
    );

    CREATE TABLE mailbox_setting (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      mailbox INTEGER NOT NULL REFERENCES mailbox (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      full_name TEXT NOT NULL,
      configured INTEGER NOT NULL CHECK (configured IN (0, 1)),
      directory INTEGER NOT NULL CHECK (directory IN (0, 1)),
      partial INTEGER NOT NULL CHECK (partial IN (0, 1)),
      attach INTEGER NOT NULL CHECK (attach IN (0, 1)),
      delete_after_email INTEGER NOT NULL CHECK (delete_after_email IN (0, 1)),
      PRIMARY KEY (current, site, mailbox, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE mailbox_count (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      mailbox INTEGER NOT NULL REFERENCES mailbox (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      new INTEGER NOT NULL,
      old INTEGER NOT NULL,
      urgent INTEGER NOT NULL,
      retained_messages INTEGER NOT NULL,
      retained_bytes INTEGER NOT NULL,
      retained_seconds INTEGER NOT NULL,
      over_age_messages INTEGER NOT NULL,
      over_age_bytes INTEGER NOT NULL,
      over_age_seconds INTEGER NOT NULL,
      newest_message INTEGER,
      owner_activity INTEGER,
      PRIMARY KEY (current, site, mailbox, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE folder (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      mailbox INTEGER NOT NULL REFERENCES mailbox (id),
      folder TEXT NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      oldest INTEGER,
      over_age_messages INTEGER NOT NULL,
      over_age_bytes INTEGER NOT NULL,
      over_age_seconds INTEGER NOT NULL,
      PRIMARY KEY (current, site, mailbox, folder, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE grade (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      mailbox INTEGER NOT NULL REFERENCES mailbox (id),
      grade TEXT NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      PRIMARY KEY (current, site, mailbox, grade, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE recipient (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      mailbox INTEGER NOT NULL REFERENCES mailbox (id),
      position INTEGER NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      address TEXT NOT NULL,
      class TEXT NOT NULL,
      channel TEXT NOT NULL,
      audio INTEGER NOT NULL CHECK (audio IN (0, 1)),
      first_seen INTEGER NOT NULL,
      PRIMARY KEY (current, site, mailbox, position, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE finding (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      fingerprint BLOB NOT NULL,
      occurrence INTEGER NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      ending TEXT CHECK (ending IN ('replaced', 'gone', 'withdrawn')),
      rule INTEGER NOT NULL REFERENCES rule (id),
      severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
      accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
      mailbox INTEGER REFERENCES mailbox (id),
      context TEXT,
      path TEXT,
      sentence INTEGER NOT NULL REFERENCES sentence (id),
      arguments TEXT NOT NULL,
      remedy INTEGER NOT NULL REFERENCES sentence (id),
      places TEXT NOT NULL,
      opened_run INTEGER NOT NULL,
      opened INTEGER NOT NULL,
      first_seen INTEGER NOT NULL,
      PRIMARY KEY (current, site, fingerprint, occurrence, from_run)
    ) WITHOUT ROWID;

    CREATE TABLE context_count (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      context TEXT NOT NULL,
      mailboxes INTEGER NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      retained_messages INTEGER NOT NULL,
      retained_bytes INTEGER NOT NULL,
      retained_seconds INTEGER NOT NULL,
      oldest INTEGER
    );
    CREATE INDEX contextNow ON context_count (site) WHERE until_run IS NULL;
    -- Apart, for in most nights only these change. Messages per age band, youngest first, as JSON.
    CREATE TABLE context_age (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      context TEXT NOT NULL,
      over_age_messages INTEGER NOT NULL,
      over_age_bytes INTEGER NOT NULL,
      over_age_seconds INTEGER NOT NULL,
      ages TEXT
    );
    CREATE INDEX contextAgeNow ON context_age (site) WHERE until_run IS NULL;
    CREATE TABLE gap (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      kind TEXT NOT NULL,
      path TEXT NOT NULL,
      line INTEGER,
      template TEXT NOT NULL,
      arguments TEXT NOT NULL,
      context TEXT,
      mailbox TEXT,
      hides_data INTEGER NOT NULL CHECK (hides_data IN (0, 1))
    );
    CREATE INDEX gapNow ON gap (site) WHERE until_run IS NULL;
    CREATE TABLE own_domain (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      domain TEXT NOT NULL
    );
    CREATE INDEX ownDomainNow ON own_domain (site) WHERE until_run IS NULL;
    CREATE TABLE data_list (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      date TEXT NOT NULL,
      entries INTEGER NOT NULL
    );
    CREATE INDEX dataListNow ON data_list (site) WHERE until_run IS NULL;

    CREATE TABLE new_run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      site INTEGER NOT NULL REFERENCES site (id),
      previous INTEGER,
      started INTEGER NOT NULL,
      finished INTEGER NOT NULL,
      now INTEGER NOT NULL,
      version TEXT NOT NULL,
      host TEXT NOT NULL,
      asterisk_version TEXT,
      complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
      mailboxes INTEGER NOT NULL DEFAULT 0,
      configured_mailboxes INTEGER NOT NULL DEFAULT 0,
      orphaned_mailboxes INTEGER NOT NULL DEFAULT 0,
      messages INTEGER NOT NULL DEFAULT 0,
      bytes INTEGER NOT NULL DEFAULT 0,
      seconds INTEGER NOT NULL DEFAULT 0,
      oldest INTEGER,
      retained_messages INTEGER NOT NULL DEFAULT 0,
      retained_bytes INTEGER NOT NULL DEFAULT 0,
      retained_seconds INTEGER NOT NULL DEFAULT 0,
      oldest_retained INTEGER,
      over_age_messages INTEGER NOT NULL DEFAULT 0,
      over_age_bytes INTEGER NOT NULL DEFAULT 0,
      over_age_seconds INTEGER NOT NULL DEFAULT 0,
      outside_messages INTEGER NOT NULL DEFAULT 0,
      outside_bytes INTEGER NOT NULL DEFAULT 0,
      outside_seconds INTEGER NOT NULL DEFAULT 0,
      quarantine_reading TEXT NOT NULL DEFAULT 'notRead'
        CHECK (quarantine_reading IN ('complete', 'partial', 'notRead')),
      quarantine_messages INTEGER NOT NULL DEFAULT 0,
      quarantine_bytes INTEGER NOT NULL DEFAULT 0,
      quarantine_seconds INTEGER NOT NULL DEFAULT 0,
      quarantine_oldest INTEGER,
      quarantine_first_end INTEGER,
      quarantine_last_end INTEGER,
      shared_pins INTEGER NOT NULL DEFAULT 0,
      own_domains_inferred INTEGER NOT NULL DEFAULT 0 CHECK (own_domains_inferred IN (0, 1))
    );
    CREATE TABLE run_grade (
      run INTEGER NOT NULL,
      grade TEXT NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      PRIMARY KEY (run, grade)
    ) WITHOUT ROWID;
    CREATE TABLE run_class (
      run INTEGER NOT NULL,
      class TEXT NOT NULL,
      mailboxes INTEGER NOT NULL,
      mailboxes_with_audio INTEGER NOT NULL,
      addresses INTEGER NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      PRIMARY KEY (run, class)
    ) WITHOUT ROWID;
    CREATE TABLE run_age (
      run INTEGER NOT NULL,
      band INTEGER NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      PRIMARY KEY (run, band)
    ) WITHOUT ROWID;
    CREATE TABLE run_pin (
      run INTEGER NOT NULL,
      measure TEXT NOT NULL CHECK (measure IN ('strength', 'length')),
      value TEXT NOT NULL,
      mailboxes INTEGER NOT NULL,
      PRIMARY KEY (run, measure, value)
    ) WITHOUT ROWID;
    CREATE TABLE run_finding (
      run INTEGER NOT NULL,
      severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
      status TEXT NOT NULL CHECK (status IN ('new', 'open', 'accepted', 'solved')),
      findings INTEGER NOT NULL,
      PRIMARY KEY (run, severity, status)
    ) WITHOUT ROWID;
    """
}
