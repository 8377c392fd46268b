import VmscanFormats
import VmscanModel

/// Reads `[general]` of `voicemail.conf` (`actual_load_config`).
struct GeneralReader {
  let conf: LoadedConf
  let origins: ConfigOrigins
  let rules: ConfigVersionRules
  private let section: ConfSection?

  init(_ conf: LoadedConf, _ origins: ConfigOrigins, _ rules: ConfigVersionRules) {
    self.conf = conf
    self.origins = origins
    self.rules = rules
    section = conf.section("general")
  }

  var options: GeneralOptions {
    var options = GeneralOptions()
    if let format = variable("format") {
      let formats = RecordingFormats.reduced(format.value).formats
      options.formats = Setting(formats, origin: origins.origin(format))
    }
    options.mailCommand = text("mailcmd", limit: 159, default: "/usr/sbin/sendmail -t")
    options.fromString = text("fromstring", limit: 99)
    options.externNotify = text("externnotify", limit: 159)
    options.externPass = text("externpass", limit: 127)
    if options.externPass.origin == nil {
      options.externPassNotify = text("externpassnotify", limit: 127)
    }
    options.externPassCheck = text("externpasscheck", limit: 127)
    options.minPassword = number("minpassword", default: 0)
    options.maxLogins = number("maxlogins", default: 3)
    options.pollMailboxes = flag("pollmailboxes", default: false)
    options.searchContexts = flag("searchcontexts", default: false)
    if rules.hasAliases { options.aliasesContext = text("aliasescontext", limit: 79) }
    return options
  }

  var defaults: MailboxDefaults {
    var defaults = MailboxDefaults()
    defaults.attach = flag("attach", default: true)
    defaults.moveHeard = flag("moveheard", default: true)
    defaults.forceName = flag("forcename", default: false)
    defaults.forceGreetings = flag("forcegreetings", default: false)
    if let variable = variable("maxmsg") {
      defaults.maxMessages = Setting(
        MailboxNumbers.maxMessages(variable.value), origin: origins.origin(variable))
    }
    if let variable = variable("backupdeleted") {
      defaults.backupDeleted = Setting(
        MailboxNumbers.backupDeleted(variable.value), origin: origins.origin(variable))
    }
    defaults.minSeconds = number("minsecs", default: 0)
    if variable("minsecs") == nil, rules.hasMinMessage {
      defaults.minSeconds = number("minmessage", default: 0)
    }
    defaults.serverEmail = text("serveremail", limit: 79, default: "asterisk")
    defaults.timeZone = text("tz", limit: 79)
    defaults.volumeGain = text("volgain", limit: 79)
    return defaults
  }

  /// `passwordlocation`, whose word `spooldir` is compared with case here and without in a
  /// mailbox.
  var keepsPasswordsInSpool: Bool {
    variable("passwordlocation")?.value == Array("spooldir".utf8)
  }

  /// Context of the mailboxes in `users.conf`.
  var usersContext: ByteText { text("userscontext", limit: 79, default: "default").value }

  private func variable(_ name: StaticString) -> ConfVariable? {
    guard var variable = section.flatMap({ conf.value(name, in: $0) }) else { return nil }
    variable.value = ConfCarriageReturn.hidingRest(of: variable.value)
    return variable
  }

  private func text(
    _ name: StaticString, limit: Int, default value: ByteText = ""
  ) -> Setting<ByteText> {
    guard let variable = variable(name) else { return Setting(value) }
    return Setting(
      ByteText(bytes: variable.value.prefix(limit)), origin: origins.origin(variable))
  }

  private func flag(_ name: StaticString, default value: Bool) -> Setting<Bool> {
    guard let variable = variable(name) else { return Setting(value) }
    return Setting(AsteriskWords.isTrue(variable.value), origin: origins.origin(variable))
  }

  /// A value without digits leaves the default (`sscanf`).
  private func number(_ name: StaticString, default value: Int) -> Setting<Int> {
    guard let variable = variable(name) else { return Setting(value) }
    return Setting(
      AsteriskWords.scanned(variable.value) ?? value, origin: origins.origin(variable))
  }
}
