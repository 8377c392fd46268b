import VmscanFormats
import VmscanModel

extension ConfigurationPass {
  /// What stands for another storage than files, unless `modules.conf` keeps its module out.
  ///
  /// Before 17 there is one module, and what it stores into was chosen when it was built. Messages
  /// may then always be missed; later, messages in files tell which module runs.
  mutating func noteStorage(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    guard configuration.asterisk.storage.value == .file else { return }
    let version = configuration.asterisk.version
    let signs = StorageSigns(conf, origins, configuration.mailboxes).signs.filter {
      !modules.keepsOut($0.module, version: version)
    }
    guard let first = signs.first else { return }
    let isBuiltIn = version.map { $0.major < 17 } ?? true
    let hides = isBuiltIn || !hasMessageInFiles
    configuration.asterisk.storage = Setting(.unknown, origin: first.origin)
    for sign in signs { note(sign, hidesData: hides) }
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
    if sign.module == .odbc, isEnabled(sign.connection) {
      text = "\(text) and res_odbc.conf enables [\(setting: sign.connection)]"
    }
    configuration.notices.append(
      ConfigNotice(.otherStorage, at: sign.origin, detail: "\(text); they are not read."))
    configuration.coverage.problems.append(
      SourceProblem(
        .elsewhere, path: sign.origin.file, line: sign.origin.line,
        detail: "messages may be kept \(place), which is not read", hidesData: hidesData))
  }

  /// `res_odbc.conf`, where a connection without `enabled` is one (`load_odbc_config`).
  private mutating func isEnabled(_ connection: ByteText) -> Bool {
    let conf = load("res_odbc.conf")
    guard let section = conf.visibleSections.first(where: { $0.isNamed(connection.bytes) }) else {
      return false
    }
    return conf.value("enabled", in: section).map { AsteriskWords.isTrue($0.value) } ?? true
  }
}
