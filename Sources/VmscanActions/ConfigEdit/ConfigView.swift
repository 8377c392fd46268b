package import VmscanFormats
package import VmscanModel

/// One reading of the voicemail configuration: the lines and what Asterisk makes of them.
package struct ConfigView: Sendable {
  package var conf: LoadedConf
  package var configuration: VoicemailConfiguration

  package init(conf: LoadedConf, configuration: VoicemailConfiguration) {
    self.conf = conf
    self.configuration = configuration
  }

  /// The mailbox under the name as Asterisk compares names.
  func mailbox(_ id: MailboxID) -> ConfiguredMailbox? {
    configuration.mailboxes.first { $0.id.folded == id.folded }
  }

  /// The variable a mailbox comes from, of those its context has by that name.
  func variable(of mailbox: ConfiguredMailbox) -> ConfVariable? {
    for section in conf.visibleSections where section.name == mailbox.id.context.bytes {
      for variable in section.variables where origin(variable) == mailbox.origin {
        if variable.isNamed(mailbox.id.mailbox.bytes) { return variable }
      }
    }
    return nil
  }

  func origin(_ variable: ConfVariable) -> Origin {
    Origin(
      file: ByteText(bytes: conf.path(of: variable.place)), line: Int(variable.place.line))
  }
}

/// Reads the configuration with the project's reader, files replaced by bytes in memory.
package protocol ConfigReading: Sendable {
  /// Reads everything, with other contents for the files named as Asterisk names them.
  func read(overlay: [ByteText: [UInt8]]) throws -> ConfigView
}
