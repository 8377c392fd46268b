/// Why history could not be read or written.
package enum StoreError: Error, Equatable {
  /// Another process holds the write lock and kept it for the whole waiting time.
  case locked(path: String, holder: String?)
  /// Written by a later version of the program.
  case newer(path: String)
  /// Written by an earlier version; reading alone cannot bring it up to date.
  case older(path: String)
  /// A database of another program.
  case foreign(path: String)
  /// No database, or one whose pages do not fit together.
  case damaged(path: String, detail: String)
  /// Opening or creating failed; `error` names the system error.
  case unopenable(path: String, error: String)
  case notWritable(path: String, error: String)
  case full(path: String)
  /// The file system keeps no locks, as cifs without nobrl, 9p and fusefat.
  case withoutLocks(path: String)
  /// Any other failure, in SQLite's words.
  case failed(path: String, detail: String)
  /// A backup must not replace a file.
  case exists(path: String)
  case noSuchRun(Int64)
  /// A stored value cannot be decoded.
  case unreadableValue(String)
  /// A report names something twice that must be there once.
  case ambiguousReport(String)
  /// A journal record names a caller or a PIN.
  case privateDetail(String)
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .locked(let path, let holder):
      """
      cannot write history '\(path)': locked by \(holder ?? "another process")
      wait for it to finish and run again
      """
    case .newer(let path):
      """
      cannot use history '\(path)': written by a newer version of vmscan
      install that version, or name another file with --db
      """
    case .older(let path):
      """
      cannot read history '\(path)': written by an earlier version of vmscan
      run 'vmscan scan' once to bring it up to date
      """
    case .foreign(let path):
      """
      cannot use history '\(path)': it is a database of another program
      name another file with --db
      """
    case .damaged(let path, let detail):
      """
      cannot use history '\(path)': damaged or not a database: \(detail)
      restore a backup, or move the file away to begin a new history
      """
    case .unopenable(let path, let error):
      """
      cannot open history '\(path)': \(error)
      check the path and its permissions, or name another file with --db
      """
    case .notWritable(let path, let error):
      """
      cannot write history '\(path)': \(error)
      its file and its directory must be writable for this user
      """
    case .full(let path):
      """
      cannot write history '\(path)': no space left on its file system
      free some space; nothing was recorded
      """
    case .withoutLocks(let path):
      """
      cannot use history '\(path)': this file system keeps no locks
      name a file on a local file system with --db (cifs keeps locks when mounted with nobrl)
      """
    case .failed(let path, let detail):
      """
      cannot use history '\(path)': \(detail)
      run 'vmscan doctor' to check the database
      """
    case .exists(let path):
      """
      cannot write backup '\(path)': the file exists
      remove it or choose another name
      """
    case .noSuchRun(let run):
      """
      cannot find run '\(run)' in history
      'vmscan history runs' lists the runs that are kept
      """
    case .unreadableValue(let what):
      """
      cannot decode \(what) in history: the stored value is damaged
      restore a backup, or move the file away to begin a new history
      """
    case .ambiguousReport(let what):
      """
      cannot record the run: the report names \(what) twice
      nothing was recorded; please report this with the output of 'vmscan scan --format json'
      """
    case .privateDetail(let name):
      """
      cannot record an action with detail '\(name)': callers and PINs are not stored
      nothing was changed
      """
    }
  }
}
