/// What one scan knows of one mailbox once its messages have been counted and dropped.
package struct MailboxFacts: Sendable {
  package var id: MailboxID
  package var isConfigured: Bool
  package var hasDirectory: Bool
  /// Non-empty folders in folder order.
  package var folders: [FolderFacts] = []
  /// Counts as Asterisk gives them: INBOX, Old, Urgent entries counted by name.
  package var counts = AsteriskCounts()
  package var grades: [EmailGrade: MessageTotals] = [:]
  /// Messages that were e-mailed (grade counts) and are still kept.
  package var retainedEmailed = MessageTotals()
  /// Oldest of them by `origtime`.
  package var oldestRetainedEmailed: Timestamp?
  /// Messages older than the policy's age for their folder.
  package var overAge = MessageTotals()
  /// Messages per age band, youngest first; see `AgeBand`.
  package var ageHistogram = [MessageTotals](repeating: MessageTotals(), count: AgeBand.all.count)
  /// Messages with each problem, in `MessageProblems.named` order, only those that occur.
  package var problems: [ProblemCount] = []
  package var folderProblems: [FolderProblemNote] = []
  package var recipients: [RecipientFacts] = []
  /// Effective recipients from logs that are not configured ones, with their class.
  package var effectiveRecipients: [RecipientFacts] = []
  package var greetings: Greetings = []
  /// Newest sign of the owner: a greeting, a message moved out of INBOX; `nil` without any.
  package var ownerActivity: Timestamp?
  /// Newest message by `origtime`, in any folder.
  package var newestMessage: Timestamp?
  /// Bytes lying in `tmp/` longer than a day.
  package var leftoverRecordings: [StrayFile] = []
  /// Messages in INBOX as `count_messages` counts them, which maxmsg limits.
  package var inboxFill = 0
  /// Last number in Old plus one, which maxmsg limits (`save_to_folder`).
  package var oldFill = 0
  package var hasSecretFile = false
  /// `secret.conf` may be read by everybody.
  package var secretFileIsWorldReadable = false
  /// Audio without envelope: no message to Asterisk, retained all the same.
  package var looseAudio = ByteCount.zero
  /// Newest change of the INBOX or Urgent directory: a sign that messages come and go, for
  /// mailboxes that keep none; `nil` without such a folder.
  package var lastDelivery: Timestamp?
  package var unknownEntries: [ByteText] = []
  /// Something in this mailbox could not be read: its numbers are lower bounds.
  package var isPartial = false

  package init(id: MailboxID, isConfigured: Bool, hasDirectory: Bool) {
    self.id = id
    self.isConfigured = isConfigured
    self.hasDirectory = hasDirectory
  }

  /// Every message in every folder, `Deleted` included.
  package var totals: MessageTotals {
    folders.reduce(into: MessageTotals()) { $0 += $1.totals }
  }

  /// Oldest message of any folder.
  package var oldest: Timestamp? { folders.compactMap(\.oldest).min() }

  /// Messages per age band; `nil` when they were not counted.
  package var ages: AgeCounts? { folders.ages }
}

/// Number, size and length of a set of messages.
package struct MessageTotals: Sendable, Hashable, Codable {
  package var messages: Int
  package var bytes: ByteCount
  /// Seconds of audio as the envelopes say.
  package var seconds: Int64

  package init(messages: Int = 0, bytes: ByteCount = .zero, seconds: Int64 = 0) {
    self.messages = messages
    self.bytes = bytes
    self.seconds = seconds
  }

  package static func += (left: inout MessageTotals, right: MessageTotals) {
    left.messages += right.messages
    left.bytes += right.bytes
    left.seconds &+= right.seconds
  }

  /// Whole minutes of audio, rounded up.
  package var minutes: Int64 { (seconds + 59) / 60 }
}

/// One folder's totals.
package struct FolderFacts: Sendable, Hashable {
  package var folder: Folder
  package var totals: MessageTotals
  package var oldest: Timestamp?
  /// Messages older than the policy's age for the folder.
  package var overAge = MessageTotals()
  /// As they were when it was scanned; `nil` for what history gives, which keeps none.
  package var ages: AgeCounts?

  package init(folder: Folder, totals: MessageTotals, oldest: Timestamp?) {
    self.folder = folder
    self.totals = totals
    self.oldest = oldest
  }
}

extension [FolderFacts] {
  /// The sums of all folders; `nil` when those of one are not known.
  var ages: AgeCounts? {
    var sum = AgeCounts()
    for folder in self {
      guard let ages = folder.ages else { return nil }
      sum += ages
    }
    return sum
  }
}

/// Message counts as `voicemail show users` and `MailboxCount` show them.
package struct AsteriskCounts: Sendable, Hashable, Codable {
  /// INBOX plus Urgent.
  package var new: Int
  package var old: Int
  package var urgent: Int

  package init(new: Int = 0, old: Int = 0, urgent: Int = 0) {
    self.new = new
    self.old = old
    self.urgent = urgent
  }
}

/// How many messages of a mailbox have one problem, with an example.
package struct ProblemCount: Sendable, Hashable {
  package var problem: MessageProblems
  package var count: Int
  package var folder: Folder
  package var number: Int32

  package init(problem: MessageProblems, count: Int, folder: Folder, number: Int32) {
    self.problem = problem
    self.count = count
    self.folder = folder
    self.number = number
  }
}

/// The problems of one folder.
package struct FolderProblemNote: Sendable, Hashable {
  package var folder: Folder
  package var problems: FolderProblems
  package var strayNames: [ByteText]
  package var highestNumber: Int32
  package var lockAge: Int64?

  package init(
    folder: Folder, problems: FolderProblems, strayNames: [ByteText], highestNumber: Int32,
    lockAge: Int64?
  ) {
    self.folder = folder
    self.problems = problems
    self.strayNames = strayNames
    self.highestNumber = highestNumber
    self.lockAge = lockAge
  }
}

/// One address a mailbox's voicemail goes to.
package struct RecipientFacts: Sendable, Hashable, Codable {
  package enum Channel: String, Sendable, Codable { case email, pager, effective }

  package var address: ByteText
  package var destinationClass: DestinationClass
  /// Whether recordings go there, not only notices.
  package var audio: Bool
  package var channel: Channel

  package init(
    address: ByteText, destinationClass: DestinationClass, audio: Bool, channel: Channel
  ) {
    self.address = address
    self.destinationClass = destinationClass
    self.audio = audio
    self.channel = channel
  }
}

/// The age bands of the histogram, lower bound inclusive.
package struct AgeBand: Sendable, Hashable {
  package var label: String
  /// Age at which the band ends, exclusive; `nil` for the last two.
  package var below: Age?

  /// Youngest first; the last band holds messages whose age is not known.
  package static let all: [AgeBand] = [
    AgeBand(label: "under 7 days", below: .days(7)),
    AgeBand(label: "7 to 29 days", below: .days(30)),
    AgeBand(label: "30 to 89 days", below: .days(90)),
    AgeBand(label: "90 to 179 days", below: .days(180)),
    AgeBand(label: "180 to 364 days", below: .days(365)),
    AgeBand(label: "1 to 2 years", below: .days(730)),
    AgeBand(label: "2 to 5 years", below: .days(1825)),
    AgeBand(label: "5 years and more", below: nil),
    AgeBand(label: "age unknown", below: nil),
  ]

  /// Index of the band for a message; unknown and future times fall into the last.
  package static func index(origtime: Timestamp?, now: Timestamp) -> Int {
    guard let origtime, origtime <= now else { return all.count - 1 }
    let age = Age(seconds: now.epochSeconds - origtime.epochSeconds)
    return all.firstIndex { band in band.below.map { age < $0 } ?? false } ?? all.count - 2
  }
}
