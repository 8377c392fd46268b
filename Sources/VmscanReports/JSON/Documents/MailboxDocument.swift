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
  /// Seconds of audio in all folders.
  var seconds: Int64
  /// Bands that hold messages; absent when a recorded run does not say.
  var ages: [AgeDocument]?
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
    seconds = box.totals.seconds
    ages = box.ages.map { AgeDocument.all($0, leavesOutEmpty: true) }
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
  var seconds: Int64
  @Nullable var oldest: String?
  /// As for the mailbox.
  var ages: [AgeDocument]?

  init(_ facts: FolderFacts) {
    messages = facts.totals.messages
    bytes = facts.totals.bytes.bytes
    seconds = facts.totals.seconds
    oldest = facts.oldest?.description
    ages = facts.ages.map { AgeDocument.all($0, leavesOutEmpty: true) }
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
  var seconds: Int64
  var retainedEmailed: Int
  var overAge: Int
  @Nullable var oldest: String?
  /// Every band; absent for a run of a version that did not count them.
  var ages: [AgeDocument]?

  init(_ context: ContextReport) {
    name = TerminalText.escape(context.name)
    mailboxes = context.mailboxes
    messages = context.messages.messages
    bytes = context.messages.bytes.bytes
    seconds = context.messages.seconds
    retainedEmailed = context.retainedEmailed.messages
    overAge = context.overAge.messages
    oldest = context.oldest?.description
    ages = context.ages.map { AgeDocument.all($0) }
  }
}
