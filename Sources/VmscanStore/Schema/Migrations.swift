/// The migrations in order of release, as text that depends on no type of the program.
///
/// Views hold nothing, so that the newest step of that name makes all of them anew.
enum Migrations {
  static let all: [(name: String, sql: String)] = [
    ("1", first), ("2-mail", mail), ("3-folder", folderMemory), ("4-site", siteOfHost),
    ("5-evidence", evidence), ("6-tables", tables), ("7-views", ""),
    ("8-credentials", credentials), ("8-reasons", ""), ("9-views", ""), ("10-views", Views.renewed),
    ("11-claims", MailClaims.table), ("12-hosts", MailHosts.tables),
  ]

  /// Tables are singular; times are epoch seconds; names and paths are bytes.
  ///
  /// `fact` holds what the latest run of a site knows, `pastFact` what earlier runs knew from run
  /// `fromRun` up to and without `untilRun`: a run that changes nothing adds one row to `run`.
  /// Kinds: 1 mailbox, 2 recipients of a mailbox, 3 context, 4 source problem, 5 finding, 6 data
  /// lists and own domains. Endings: 0 another value followed, 1 gone, 2 its rule was not run.
  private static let first = """
    PRAGMA application_id = 1986884451;

    CREATE TABLE site (
      id INTEGER PRIMARY KEY,
      spool BLOB NOT NULL,
      etc BLOB NOT NULL,
      UNIQUE (spool, etc)
    );
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      site INTEGER NOT NULL REFERENCES site (id),
      previous INTEGER,
      started INTEGER NOT NULL,
      finished INTEGER NOT NULL,
      now INTEGER NOT NULL,
      version TEXT NOT NULL,
      host TEXT NOT NULL,
      asteriskVersion TEXT,
      complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
      mailboxes INTEGER NOT NULL,
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      retainedEmailed INTEGER NOT NULL,
      totals BLOB NOT NULL,
      findings BLOB NOT NULL
    );
    CREATE INDEX runBySite ON run (site, id);
    CREATE TABLE fact (
      site INTEGER NOT NULL REFERENCES site (id),
      kind INTEGER NOT NULL CHECK (kind > 0),
      key BLOB NOT NULL,
      fromRun INTEGER NOT NULL,
      value BLOB NOT NULL,
      since BLOB NOT NULL,
      PRIMARY KEY (site, kind, key)
    ) WITHOUT ROWID;
    CREATE TABLE pastFact (
      site INTEGER NOT NULL REFERENCES site (id),
      kind INTEGER NOT NULL CHECK (kind > 0),
      key BLOB NOT NULL,
      fromRun INTEGER NOT NULL,
      untilRun INTEGER NOT NULL CHECK (untilRun > fromRun),
      ending INTEGER NOT NULL CHECK (ending IN (0, 1, 2)),
      value BLOB NOT NULL,
      since BLOB NOT NULL,
      PRIMARY KEY (site, kind, key, fromRun)
    ) WITHOUT ROWID;
    CREATE TABLE word (
      id INTEGER PRIMARY KEY,
      value BLOB NOT NULL UNIQUE
    );
    CREATE TABLE destination (
      site INTEGER NOT NULL REFERENCES site (id),
      context BLOB NOT NULL,
      mailbox BLOB NOT NULL,
      firstSeen INTEGER NOT NULL,
      addressSince INTEGER,
      audioSince INTEGER,
      lastSeen INTEGER,
      addresses BLOB NOT NULL,
      PRIMARY KEY (site, context, mailbox)
    ) WITHOUT ROWID;

    CREATE TABLE mailNumber (
      id INTEGER PRIMARY KEY,
      mailbox BLOB NOT NULL UNIQUE
    );
    CREATE TABLE mail (
      number INTEGER NOT NULL REFERENCES mailNumber (id),
      messageID BLOB NOT NULL,
      source TEXT NOT NULL,
      logHost INTEGER NOT NULL REFERENCES word (id),
      host INTEGER NOT NULL REFERENCES word (id),
      origin INTEGER NOT NULL REFERENCES word (id),
      accepted INTEGER NOT NULL,
      uncertainty INTEGER,
      messageNumber INTEGER NOT NULL,
      pid INTEGER NOT NULL,
      queueID BLOB NOT NULL,
      size INTEGER,
      hasAudio INTEGER CHECK (hasAudio IN (0, 1)),
      exitStatus INTEGER,
      expectedRecipients INTEGER,
      recipients BLOB NOT NULL,
      PRIMARY KEY (number, messageID, source, logHost)
    ) WITHOUT ROWID;
    CREATE TABLE logCursor (
      log BLOB PRIMARY KEY,
      cursor BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE logCoverage (
      log BLOB NOT NULL,
      fromTime INTEGER NOT NULL,
      toTime INTEGER NOT NULL CHECK (toTime >= fromTime),
      PRIMARY KEY (log, fromTime)
    ) WITHOUT ROWID;

    CREATE TABLE hold (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scope TEXT NOT NULL,
      matter TEXT NOT NULL,
      owner TEXT NOT NULL,
      note TEXT NOT NULL,
      placed INTEGER NOT NULL,
      until INTEGER,
      released INTEGER,
      releasedBy TEXT
    );
    CREATE TABLE acceptance (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scope TEXT NOT NULL,
      owner TEXT NOT NULL,
      reason TEXT NOT NULL,
      created INTEGER NOT NULL,
      expires INTEGER,
      removed INTEGER
    );

    CREATE TABLE action (
      sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
      time INTEGER NOT NULL,
      run TEXT NOT NULL,
      phase TEXT NOT NULL,
      kind TEXT NOT NULL,
      actor TEXT NOT NULL,
      host TEXT NOT NULL,
      command TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous BLOB NOT NULL CHECK (length(previous) = 32),
      digest BLOB NOT NULL CHECK (length(digest) = 32)
    );
    CREATE INDEX actionByRun ON action (run, sequence);
    CREATE TABLE actionHead (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      count INTEGER NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32)
    );
    INSERT INTO actionHead VALUES (1, 0, zeroblob(32));
    CREATE TABLE unfinishedAction (
      run TEXT NOT NULL,
      subject TEXT NOT NULL,
      sequence INTEGER NOT NULL REFERENCES action (sequence),
      PRIMARY KEY (run, subject, sequence)
    ) WITHOUT ROWID;
    CREATE TRIGGER actionIsNotChanged BEFORE UPDATE ON action
      BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER actionIsNotRemoved BEFORE DELETE ON action
      BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
    """

  /// Mails lie packed in chunks, one or more per mailbox number, which follow each other in time.
  ///
  /// The step of the same name in `Schema` moves the rows of table `mail` into them and drops it.
  private static let mail = """
    CREATE TABLE mailChunk (
      id INTEGER PRIMARY KEY,
      number INTEGER NOT NULL REFERENCES mailNumber (id),
      fromTime INTEGER NOT NULL,
      toTime INTEGER NOT NULL CHECK (toTime >= fromTime),
      mails INTEGER NOT NULL CHECK (mails > 0),
      packed BLOB NOT NULL
    );
    CREATE INDEX mailChunkByTime ON mailChunk (number, toTime);
    """

  /// What scans remember of mailbox directories; `content` is the form of the spool's reader and
  /// holds counts, sizes and times of messages, but no caller and no PIN.
  private static let folderMemory = """
    CREATE TABLE mailboxMemory (
      id INTEGER PRIMARY KEY,
      site INTEGER NOT NULL REFERENCES site (id),
      context BLOB NOT NULL,
      mailbox BLOB NOT NULL,
      content BLOB NOT NULL,
      UNIQUE (site, context, mailbox)
    );
    """

  /// A site is of a host, too, and has a name; its directories are text where they are UTF-8.
  ///
  /// The step of the same name gives the sites their names. The host is that of the latest run: what
  /// a machine was called before is left to its runs.
  private static let siteOfHost = """
    CREATE TABLE newSite (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      host TEXT NOT NULL,
      spool TEXT NOT NULL,
      etc TEXT NOT NULL,
      UNIQUE (host, spool, etc)
    );
    INSERT INTO newSite (id, name, host, spool, etc)
    SELECT id, '#' || id,
      coalesce((SELECT host FROM run WHERE run.site = site.id ORDER BY run.id DESC LIMIT 1),
        (SELECT host FROM run ORDER BY id DESC LIMIT 1), 'localhost'),
      spool, etc
    FROM site;
    DROP TABLE site;
    ALTER TABLE newSite RENAME TO site;
    """

  /// What mailboxes had before their present destinations, and coverage apart for agents whose mails
  /// name no mailbox.
  private static let evidence = """
    CREATE TABLE pastDestination (
      context BLOB NOT NULL,
      mailbox BLOB NOT NULL,
      until INTEGER NOT NULL,
      site INTEGER NOT NULL REFERENCES site (id),
      attach INTEGER NOT NULL CHECK (attach IN (0, 1)),
      addresses BLOB NOT NULL,
      PRIMARY KEY (context, mailbox, until, site)
    ) WITHOUT ROWID;
    CREATE TABLE coverageByAgent (
      log BLOB NOT NULL,
      naming INTEGER NOT NULL CHECK (naming IN (0, 1, 2)),
      fromTime INTEGER NOT NULL,
      toTime INTEGER NOT NULL CHECK (toTime >= fromTime),
      PRIMARY KEY (log, naming, fromTime)
    ) WITHOUT ROWID;
    INSERT INTO coverageByAgent SELECT log, 1, fromTime, toTime FROM logCoverage;
    DROP TABLE logCoverage;
    ALTER TABLE coverageByAgent RENAME TO logCoverage;
    -- Mails without a mailbox, which lay where nobody looked.
    DELETE FROM mailChunk WHERE number IN (SELECT id FROM mailNumber WHERE mailbox = x'');
    DELETE FROM mailNumber WHERE mailbox = x'';
    """
}
