import VmscanFormats
import VmscanModel

/// Options of `voicemail.conf` that only a build for ODBC or IMAP storage reads.
///
/// The sample that Asterisk ships has them all commented out, so one that is set is meant.
struct StorageSigns {
  struct Sign {
    var module: VoicemailModulePlan.Module
    var option: ByteText
    var origin: Origin
    /// The connection of `res_odbc.conf` that ODBC storage would use, empty for IMAP.
    var connection: ByteText = ""
  }

  /// The first sign of each storage.
  private(set) var signs: [Sign] = []

  init(_ conf: LoadedConf, _ origins: ConfigOrigins, _ mailboxes: [ConfiguredMailbox]) {
    if let variable = Self.first(["odbcstorage", "odbctable"], of: conf) {
      let connection = conf.value("odbcstorage", in: "general")?.value ?? []
      signs.append(
        Sign(
          module: .odbc, option: ByteText(bytes: variable.name), origin: origins.origin(variable),
          connection: connection.isEmpty ? "asterisk" : ByteText(bytes: connection)))
    }
    if let variable = Self.first(["imapserver", "authuser"], of: conf) {
      signs.append(
        Sign(
          module: .imap, option: ByteText(bytes: variable.name), origin: origins.origin(variable)))
    } else if let option = Self.imapOption(of: mailboxes) {
      signs.append(Sign(module: .imap, option: option.name, origin: option.origin))
    }
  }

  private static func first(_ names: [StaticString], of conf: LoadedConf) -> ConfVariable? {
    for name in names {
      if let variable = conf.value(name, in: "general"), !variable.value.isEmpty {
        return variable
      }
    }
    return nil
  }

  private static func imapOption(of mailboxes: [ConfiguredMailbox]) -> MailboxOption? {
    let prefix = Array("imap".utf8)
    for mailbox in mailboxes {
      for option in mailbox.options
      where !option.value.isEmpty && option.name.bytes.count > prefix.count
        && zip(option.name.bytes, prefix).allSatisfy({ $0 | 0x20 == $1 })
      {
        return option
      }
    }
    return nil
  }
}
