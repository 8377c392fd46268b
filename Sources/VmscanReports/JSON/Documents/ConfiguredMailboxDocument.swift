import VmscanModel

/// The JSON form of `vmscan mailboxes`.
struct ConfiguredMailboxesDocument: Encodable {
  var schema: Int
  var mailboxes: [ConfiguredMailboxDocument]
}

/// A mailbox's effective configuration; holds no part of the PIN.
struct ConfiguredMailboxDocument: Encodable {
  var context: String
  var mailbox: String
  var fullName: String
  var email: [String]
  @Nullable var pager: String?
  var attach: Bool
  var deleteAfterEmail: Bool
  var maxMessages: Int
  var serverEmail: String
  var source: SourceDocument

  init(_ box: ConfiguredMailbox, redaction: Redaction) {
    context = TerminalText.escape(box.id.context)
    mailbox = TerminalText.escape(box.id.mailbox)
    fullName = TerminalText.escape(redaction.name(box.fullName))
    email = box.emailAddresses.map { TerminalText.escape(redaction.address($0)) }
    pager = box.pagerAddress.map { TerminalText.escape(redaction.address($0)) }
    attach = box.attach.value
    deleteAfterEmail = box.deleteAfterEmail.value
    maxMessages = box.maxMessages.value
    serverEmail = TerminalText.escape(redaction.address(box.serverEmail.value))
    source = SourceDocument(file: TerminalText.escape(box.origin.file), line: box.origin.line)
  }
}

/// A place in a configuration.
struct SourceDocument: Encodable {
  var file: String
  var line: Int
}
