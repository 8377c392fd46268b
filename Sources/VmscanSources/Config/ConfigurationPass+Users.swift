import VmscanFormats
import VmscanModel

/// Mailboxes of `users.conf`.
extension ConfigurationPass {
  /// `users.conf`: read before `voicemail.conf` by releases before 23, and so winning over it.
  mutating func readUsers(into builder: inout MailboxBuilder, context: ByteText) {
    let conf = load("users.conf")
    // A release that reads the file loads no mailbox at all when it is broken.
    if noteInvalid(conf, usersPath, hidesData: rules.mayReadUsersConf), rules.readsUsersConf {
      configuration.status = .invalid
    }
    guard conf.outcome == .loaded else { return }
    let origins = ConfigOrigins(conf)
    var unsure = 0
    for section in conf.visibleSections where !section.isNamed("general") {
      let own = conf.value("hasvoicemail", in: section)
      guard let flag = own ?? conf.value("hasvoicemail", in: "general"),
        AsteriskWords.isTrue(flag.value)
      else { continue }
      let origin = origins.origin(section.place)
      guard rules.readsUsersConf else {
        if rules.mayReadUsersConf {
          unsure += 1
          configuration.notices.append(
            ConfigNotice(
              .usersConf, at: origin,
              detail: "Releases before 23 have a mailbox for this section; newer ones do not."))
        }
        continue
      }
      let mailbox = MailboxID(context: context, mailbox: ByteText(bytes: section.name))
      configuration.notices.append(
        ConfigNotice(
          .usersConf, at: origin, mailbox: mailbox,
          detail: "The mailbox comes from users.conf and wins over one in voicemail.conf."))
      OwnerNumberReader.read(user: section, mailbox: mailbox, into: &configuration.ownerNumbers)
      builder.append(user: section, context: context, origins: origins)
      if !configuration.contexts.contains(context) { configuration.contexts.append(context) }
    }
    noteUnsureUsers(unsure)
  }

  /// Mailboxes that exist or not, by a release that is not known: an unread part, never none.
  private mutating func noteUnsureUsers(_ count: Int) {
    guard count > 0 else { return }
    configuration.coverage.problems.append(
      SourceProblem(
        .partial, path: usersPath,
        detail: """
          \(count, "mailbox") not judged, for releases before 23 read users.conf and newer ones do \
          not; name the release with --asterisk-version
          """))
  }

  /// Whether Asterisk refuses a file whole; what it would set is then not in force, and that is reported.
  @discardableResult
  private mutating func noteInvalid(
    _ conf: LoadedConf, _ path: ByteText, hidesData: Bool
  ) -> Bool {
    guard conf.outcome == .invalid else { return false }
    let fault = conf.diagnostics.last { $0.kind.failsLoad }
    configuration.coverage.problems.append(
      SourceProblem(
        .invalid, path: fault.map { ByteText(bytes: $0.file) } ?? path, line: fault?.line,
        detail:
          "Asterisk refuses the file: \(word: fault.map { "\($0.text)" } ?? "the load fails")",
        hidesData: hidesData))
    configuration.notices += conf.diagnostics.filter(\.kind.failsLoad).compactMap {
      ConfigNotice($0, execIncludes: configuration.asterisk.execIncludes.value)
    }
    return true
  }
}
