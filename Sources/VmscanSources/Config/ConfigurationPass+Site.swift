import VmscanFormats
import VmscanModel

extension ConfigurationPass {
  /// Whether what is read is the directory Asterisk names, also as seen from outside of its root.
  func isHome(to named: ByteText) -> Bool {
    let here = configuration.asterisk.etcDirectory
    if let one = ConfigFileReader.identity(path: here.bytes),
      let other = ConfigFileReader.identity(path: named.bytes), one.device == other.device,
      one.inode == other.inode
    {
      return true
    }
    return Self.path(here).reversed().starts(with: Self.path(named).reversed())
  }

  /// Without slashes at its end.
  private static func path(_ text: ByteText) -> ArraySlice<UInt8> {
    let end = text.bytes.lastIndex { $0 != 0x2F }.map { $0 + 1 } ?? 0
    return text.bytes[..<end]
  }

  /// Files that this program reads and Asterisk cannot.
  mutating func noteClosed(_ conf: LoadedConf) {
    guard let user = configuration.asterisk.user else { return }
    var access = AsteriskAccess(user: user, etcDirectory: configuration.asterisk.etcDirectory)
    let users = usersPath
    let read = files.files.dropFirst(readAsRoot).filter {
      $0.path != users || rules.readsUsersConf
    }
    configuration.notices += access.notices(of: read, conf)
  }

  /// Aliases that stand before a mailbox of the same name where counts are asked for.
  mutating func noteAliases(
    _ conf: LoadedConf, _ section: [UInt8], _ origins: ConfigOrigins
  ) {
    let mailboxes = configuration.index()
    for variable in conf.visibleSections.filter({ $0.isNamed(section) }).flatMap(\.variables) {
      guard let at = variable.name.lastIndex(of: UInt8(ascii: "@")) else { continue }
      let id = MailboxID(
        context: ByteText(bytes: variable.name[(at + 1)...]),
        mailbox: ByteText(bytes: variable.name[..<at]))
      guard let position = mailboxes[id.folded] else { continue }
      let target = ByteText(bytes: ConfCarriageReturn.hidingRest(of: variable.value))
      configuration.notices.append(
        ConfigNotice(
          .aliasHidesMailbox, at: origins.origin(variable),
          mailbox: configuration.mailboxes[position].id,
          detail: """
            Asterisk shows the message counts of \(setting: target) for it, because an alias has its \
            name.
            """))
    }
  }

  /// Messages of a mailbox whose name holds a slash lie where this program does not look.
  mutating func noteUnsafeNames() {
    configuration.coverage.problems += configuration.mailboxes.filter { !$0.id.isSafePath }.map {
      SourceProblem(
        .unsafeName, path: $0.origin.file, line: $0.origin.line,
        detail: "no path is built of the name of mailbox \($0.id), so its messages are not read",
        mailbox: $0.id)
    }
  }
}
