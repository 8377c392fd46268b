extension Migrations {
  /// Devices, accounts and listeners as states, and findings about a device, known by `KIND/NAME`.
  ///
  /// `occurrence` counts those that have the same name, in the order of the files. `mailboxes` are
  /// stored as arguments of a sentence are; `powers` and `serves` are words with commas between.
  static let credentials = """
    ALTER TABLE finding ADD COLUMN device TEXT;
    -- Devices and accounts in all; null where a run did not count them.
    ALTER TABLE run ADD COLUMN logins INTEGER;
    CREATE TABLE run_login (
      run INTEGER NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      logins INTEGER NOT NULL,
      PRIMARY KEY (run, kind, state)
    ) WITHOUT ROWID;
    CREATE TABLE device (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      occurrence INTEGER NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      fault TEXT,
      form TEXT NOT NULL,
      open INTEGER NOT NULL CHECK (open IN (0, 1)),
      open_register INTEGER NOT NULL CHECK (open_register IN (0, 1)),
      trunk INTEGER NOT NULL CHECK (trunk IN (0, 1)),
      context TEXT NOT NULL,
      mailboxes TEXT NOT NULL,
      severity INTEGER CHECK (severity BETWEEN 0 AND 4),
      weak INTEGER NOT NULL CHECK (weak IN (0, 1)),
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      PRIMARY KEY (current, site, kind, name, occurrence, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE account (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      occurrence INTEGER NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      fault TEXT,
      form TEXT NOT NULL,
      open INTEGER NOT NULL CHECK (open IN (0, 1)),
      weak INTEGER NOT NULL CHECK (weak IN (0, 1)),
      off_host INTEGER NOT NULL CHECK (off_host IN (0, 1)),
      powers TEXT NOT NULL,
      context TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      PRIMARY KEY (current, site, kind, name, occurrence, from_run)
    ) WITHOUT ROWID;
    CREATE TABLE listener (
      current INTEGER NOT NULL CHECK (current = (until_run IS NULL)),
      site INTEGER NOT NULL REFERENCES site (id),
      service TEXT NOT NULL,
      transport TEXT NOT NULL,
      address TEXT NOT NULL,
      port INTEGER NOT NULL,
      occurrence INTEGER NOT NULL,
      from_run INTEGER NOT NULL,
      until_run INTEGER CHECK (until_run > from_run),
      tls INTEGER NOT NULL CHECK (tls IN (0, 1)),
      reach TEXT NOT NULL,
      serves TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      PRIMARY KEY (current, site, service, transport, address, port, occurrence, from_run)
    ) WITHOUT ROWID;
    -- Since when a device was not seen in use, with the looks that did not find it; hours of the day
    -- are bits. `seen` is the clock of the run that wrote the row.
    CREATE TABLE device_use (
      site INTEGER NOT NULL REFERENCES site (id),
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      since INTEGER NOT NULL,
      last_used INTEGER,
      observations INTEGER NOT NULL,
      hours INTEGER NOT NULL,
      seen INTEGER NOT NULL,
      PRIMARY KEY (site, kind, name)
    ) WITHOUT ROWID;
    -- Keyed digests of passwords; the key is in a file apart, and no view has them.
    CREATE TABLE credential_tag (
      site INTEGER NOT NULL REFERENCES site (id),
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      tag BLOB NOT NULL,
      epoch BLOB NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (site, kind, name)
    ) WITHOUT ROWID;
    """
}
