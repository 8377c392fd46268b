import VmscanFormats
import VmscanModel

extension ConfigurationPass {
  /// What stands for another storage than files: the module that runs, as far as the files show it.
  ///
  /// Before 17 there is one module, and what it stores into was chosen when it was built; later
  /// there is a module for each storage. The module itself says which it is. Where it is not at
  /// hand, options only make the storage doubtful, which messages in files or rows can settle.
  mutating func noteStorage(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    if configuration.asterisk.storage.value == .odbc {
      if tables != nil { forgetStorage() }
      return useTable(conf, origins)
    }
    guard configuration.asterisk.storage.value != .imap else { return }
    let found = ModuleSearch(
      etcDirectory: configuration.asterisk.etcDirectory, named: named, plan: modules,
      version: configuration.asterisk.version
    ).storage()
    // Several modules, or one that does not say, leave it to modules.conf and the options.
    if let (storage, origin) = found, storage != .unknown {
      forgetStorage()
      take(storage, origin, conf, origins)
    } else if configuration.asterisk.storage.value == .file {
      noteSigns(conf, origins)
    }
  }

  private mutating func take(
    _ storage: AsteriskSettings.Storage, _ origin: Origin, _ conf: LoadedConf,
    _ origins: ConfigOrigins
  ) {
    configuration.asterisk.storage = Setting(storage, origin: origin)
    switch storage {
    case .file, .unknown: break
    case .odbc:
      useTable(conf, origins)
      if tables == nil { noteUnread("in a database (ODBC storage)", origin) }
    case .imap: noteUnread("on an IMAP server", origin)
    }
  }

  private mutating func noteUnread(_ place: Sentence, _ origin: Origin) {
    configuration.notices.append(
      ConfigNotice(
        .otherStorage, at: origin,
        detail: "Messages are stored \(place), as the module that runs says; they are not read."))
    configuration.coverage.problems.append(
      SourceProblem(
        .elsewhere, path: origin.file, line: origin.line == 0 ? nil : origin.line,
        detail: "messages are stored \(place), which is not read"))
  }

  /// What only options stand for.
  ///
  /// Before 17 messages may then always be missed; later, messages in
  /// files say which module runs.
  private mutating func noteSigns(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    let version = configuration.asterisk.version
    let signs = StorageSigns(conf, origins, configuration.mailboxes).signs.filter {
      !modules.keepsOut($0.module, version: version)
    }
    guard let first = signs.first else { return }
    let hasFiles = hasMessageInFiles
    let isBuiltIn = version.map { $0.major < 17 } ?? true
    let hides = isBuiltIn || !hasFiles
    configuration.asterisk.storage = Setting(.unknown, origin: first.origin)
    if first.module == .odbc, !hasFiles, hasRows(conf, origins) {
      configuration.asterisk.storage = Setting(.odbc, origin: first.origin)
      return
    }
    for sign in signs { note(sign, hidesData: hides) }
  }

  /// Whether the table that the options name holds messages of this spool, which it then is that
  /// Asterisk uses: a module for files would never have written them.
  private mutating func hasRows(_ conf: LoadedConf, _ origins: ConfigOrigins) -> Bool {
    guard let tables else { return false }
    useTable(conf, origins)
    let roots: Set = [
      configuration.asterisk.spoolAsWritten, configuration.asterisk.spoolDirectory,
    ]
    let count = configuration.asterisk.messageTable.flatMap {
      try? tables.messages(in: $0, below: roots)
    }
    if count ?? 0 == 0 { configuration.asterisk.messageTable = nil }
    return count ?? 0 > 0
  }

  /// Notes which table ODBC storage uses (`load_config_vm`: `odbcstorage`, `odbctable`).
  private mutating func useTable(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    let storage = conf.value("odbcstorage", in: "general")
    let table = conf.value("odbctable", in: "general")
    let connection = storage.map { ByteText(bytes: $0.value) } ?? "asterisk"
    let origin = (table ?? storage).map { origins.origin($0) }
    configuration.asterisk.messageTable = DatabaseTable(
      name: table.map { ByteText(bytes: $0.value) } ?? "voicemessages",
      connectionName: connection, connection: self.connection(named: connection),
      origin: origin ?? Origin(file: voicemailPath, line: 0))
  }

  /// What was noted of the storage before it was known for certain.
  private mutating func forgetStorage() {
    guard let origin = configuration.asterisk.storage.origin else { return }
    configuration.notices.removeAll { $0.kind == .otherStorage && $0.origin == origin }
    configuration.coverage.problems.removeAll {
      $0.kind == .elsewhere && $0.path == origin.file && $0.line == origin.line
    }
  }

  /// Whether a configured mailbox is seen to have a message in files; looks no further than the first.
  private var hasMessageInFiles: Bool {
    let walker = SpoolWalker(root: configuration.asterisk.spoolDirectory, now: Timestamp(0))
    return configuration.mailboxes.contains { mailbox in
      Folder.allCases.contains { folder in
        (try? walker.listFolder(folder, of: mailbox.id))??.hasEnvelope ?? false
      }
    }
  }

  private mutating func note(_ sign: StorageSigns.Sign, hidesData: Bool) {
    let place: Sentence =
      sign.module == .odbc ? "in a database (ODBC storage)" : "on an IMAP server"
    var text: Sentence = "Messages may be kept \(place): the option \(setting: sign.option) is set"
    if sign.module == .odbc, connection(named: sign.connection)?.isEnabled ?? false {
      text = "\(text) and res_odbc.conf enables [\(setting: sign.connection)]"
    }
    configuration.notices.append(
      ConfigNotice(.otherStorage, at: sign.origin, detail: "\(text); they are not read."))
    configuration.coverage.problems.append(
      SourceProblem(
        .elsewhere, path: sign.origin.file, line: sign.origin.line,
        detail: "messages may be kept \(place), which is not read", hidesData: hidesData))
  }
}
