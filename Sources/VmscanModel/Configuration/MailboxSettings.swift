/// What decides how a mailbox is treated, each value with the place that gives it.
package struct MailboxSettings: Sendable {
  package var attach: Setting<Bool>
  package var deleteAfterEmail: Setting<Bool>
  /// Attachment format, empty when the first of the global list is used.
  package var attachFormat: Setting<ByteText>
  package var attachExternalRecordings: Setting<Bool>
  package var maxMessages: Setting<Int>
  package var backupDeleted: Setting<Int>
  package var minSeconds: Setting<Int>
  package var moveHeard: Setting<Bool>
  package var forceName: Setting<Bool>
  package var forceGreetings: Setting<Bool>
  package var serverEmail: Setting<ByteText>
  package var timeZone: Setting<ByteText>
  package var volumeGain: Setting<ByteText>

  /// What a mailbox has without options of its own.
  package init(_ defaults: MailboxDefaults) {
    attach = defaults.attach
    deleteAfterEmail = Setting(false)
    attachFormat = Setting("")
    attachExternalRecordings = Setting(false)
    maxMessages = defaults.maxMessages
    backupDeleted = defaults.backupDeleted
    minSeconds = defaults.minSeconds
    moveHeard = defaults.moveHeard
    forceName = defaults.forceName
    forceGreetings = defaults.forceGreetings
    serverEmail = defaults.serverEmail
    timeZone = defaults.timeZone
    volumeGain = defaults.volumeGain
  }
}

/// Settings that many mailboxes have in common; a site has 20,000 mailboxes and few with options.
package final class SharedMailboxSettings: Sendable {
  package let values: MailboxSettings

  package init(_ values: MailboxSettings) { self.values = values }

  package convenience init(_ defaults: MailboxDefaults) {
    self.init(MailboxSettings(defaults))
  }
}

extension ConfiguredMailbox {
  package var attach: Setting<Bool> {
    get { settings.attach }
    set { settings.attach = newValue }
  }

  package var deleteAfterEmail: Setting<Bool> {
    get { settings.deleteAfterEmail }
    set { settings.deleteAfterEmail = newValue }
  }

  package var attachFormat: Setting<ByteText> {
    get { settings.attachFormat }
    set { settings.attachFormat = newValue }
  }

  package var attachExternalRecordings: Setting<Bool> {
    get { settings.attachExternalRecordings }
    set { settings.attachExternalRecordings = newValue }
  }

  package var maxMessages: Setting<Int> {
    get { settings.maxMessages }
    set { settings.maxMessages = newValue }
  }

  package var backupDeleted: Setting<Int> {
    get { settings.backupDeleted }
    set { settings.backupDeleted = newValue }
  }

  package var minSeconds: Setting<Int> {
    get { settings.minSeconds }
    set { settings.minSeconds = newValue }
  }

  package var moveHeard: Setting<Bool> {
    get { settings.moveHeard }
    set { settings.moveHeard = newValue }
  }

  package var forceName: Setting<Bool> {
    get { settings.forceName }
    set { settings.forceName = newValue }
  }

  package var forceGreetings: Setting<Bool> {
    get { settings.forceGreetings }
    set { settings.forceGreetings = newValue }
  }

  package var serverEmail: Setting<ByteText> {
    get { settings.serverEmail }
    set { settings.serverEmail = newValue }
  }

  package var timeZone: Setting<ByteText> {
    get { settings.timeZone }
    set { settings.timeZone = newValue }
  }

  package var volumeGain: Setting<ByteText> {
    get { settings.volumeGain }
    set { settings.volumeGain = newValue }
  }
}
