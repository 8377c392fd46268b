import VmscanModel

/// One mailbox of a scan.
struct MailboxDocument: Encodable {
  var context: String
  var mailbox: String
  var fullName: String
  var configured: Bool
  var directory: Bool
  var partial: Bool
  var folders: [String: FolderDocument]
  var counts: AsteriskCounts
  var recipients: [RecipientDocument]
  var attach: Bool
  var deleteAfterEmail: Bool
  var retainedEmailed: Int
  var overAge: Int
  var byGrade: [String: Int]
  @Nullable var newestMessage: String?
  @Nullable var ownerActivity: String?

  init(_ box: MailboxReport) {
    context = TerminalText.escape(box.id.context)
    mailbox = TerminalText.escape(box.id.mailbox)
    fullName = TerminalText.escape(box.fullName)
    configured = box.isConfigured
    directory = box.hasDirectory
    partial = box.isPartial
    folders = Dictionary(box.folders.map { ($0.folder.name, FolderDocument($0)) }) { $1 }
    counts = box.counts
    recipients = box.recipients.map { RecipientDocument($0) }
    attach = box.attach
    deleteAfterEmail = box.deleteAfterEmail
    retainedEmailed = box.retainedEmailed.messages
    overAge = box.overAge.messages
    byGrade = gradeCounts(box.grades)
    newestMessage = box.newestMessage?.description
    ownerActivity = box.ownerActivity?.description
  }
}

/// One folder's totals.
struct FolderDocument: Encodable {
  var messages: Int
  var bytes: Int64
  @Nullable var oldest: String?

  init(_ facts: FolderFacts) {
    messages = facts.totals.messages
    bytes = facts.totals.bytes.bytes
    oldest = facts.oldest?.description
  }
}

/// One recipient.
struct RecipientDocument: Encodable {
  var address: String
  var `class`: String
  var audio: Bool
  var channel: String

  init(_ facts: RecipientFacts) {
    address = TerminalText.escape(facts.address)
    `class` = facts.destinationClass.rawValue
    audio = facts.audio
    channel = facts.channel.rawValue
  }
}

/// One context's sums.
struct ContextDocument: Encodable {
  var name: String
  var mailboxes: Int
  var messages: Int
  var bytes: Int64
  var retainedEmailed: Int
  var overAge: Int
  @Nullable var oldest: String?

  init(_ context: ContextReport) {
    name = TerminalText.escape(context.name)
    mailboxes = context.mailboxes
    messages = context.messages.messages
    bytes = context.messages.bytes.bytes
    retainedEmailed = context.retainedEmailed.messages
    overAge = context.overAge.messages
    oldest = context.oldest?.description
  }
}
