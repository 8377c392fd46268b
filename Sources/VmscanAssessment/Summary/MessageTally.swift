import VmscanModel

/// The running sums over one mailbox's messages; arrays are made once per mailbox.
struct MessageTally {
  /// Seconds a message may stay, by raw folder.
  private let limits: [Int64?]
  private let bandEnds: [Int64]
  private let now: Int64

  private var folders = [FolderSum](repeating: FolderSum(), count: Folder.allCases.count)
  private var grades = [MessageTotals](repeating: MessageTotals(), count: EmailGrade.allCases.count)
  private var bands: [MessageTotals]
  /// Messages by folder, and by age band within it.
  private var ages: [Int32]
  private var retained = MessageTotals()
  private var looseAudio = ByteCount.zero
  private var problems = [ProblemSum](repeating: ProblemSum(), count: MessageProblems.named.count)
  private var newest = Int64.min
  private var oldestRetained = Int64.max
  private var newestMoved = Int64.min

  init(limits: [Int64?], bandEnds: [Int64], now: Int64) {
    self.limits = limits
    self.bandEnds = bandEnds
    self.now = now
    bands = [MessageTotals](repeating: MessageTotals(), count: bandEnds.count + 2)
    ages = [Int32](repeating: 0, count: Folder.allCases.count * bands.count)
  }

  /// Counts a message; audio without envelope is no message, only its bytes and problems count.
  mutating func add(_ message: MessageRecord, grade: EmailGrade) {
    if !message.problems.isEmpty { note(message) }
    guard message.marks.contains(.hasEnvelope) else {
      looseAudio += ByteCount(message.bytes)
      return
    }
    let one = MessageTotals(
      messages: 1, bytes: ByteCount(message.bytes), seconds: Int64(max(0, message.duration ?? 0)))
    let folder = Int(message.folder.rawValue)
    folders[folder].totals += one
    grades[grade.position] += one
    if grade.countsAsEmailed { retained += one }
    // A row has no time of its own.
    if !message.folder.isUnheard, message.envelopeModified != 0 {
      newestMoved = max(newestMoved, message.envelopeModified)
    }
    guard let origtime = message.origtime?.epochSeconds, origtime <= now else {
      count(one, folder: folder, band: bands.count - 1)
      return
    }
    addDated(one, origtime: origtime, folder: folder)
    if grade.countsAsEmailed { oldestRetained = min(oldestRetained, origtime) }
  }

  private mutating func addDated(_ one: MessageTotals, origtime: Int64, folder: Int) {
    let age = now - origtime
    var band = 0
    while band < bandEnds.count, age >= bandEnds[band] { band += 1 }
    count(one, folder: folder, band: band)
    if let limit = limits[folder], age > limit { folders[folder].overAge += one }
    folders[folder].oldest = min(folders[folder].oldest, origtime)
    newest = max(newest, origtime)
  }

  private mutating func count(_ one: MessageTotals, folder: Int, band: Int) {
    bands[band] += one
    ages[folder * bands.count + band] += 1
  }

  /// `MessageProblems.named` is in bit order without a hole, so a bit's number is its index.
  private mutating func note(_ message: MessageRecord) {
    var bits = message.problems.rawValue
    while bits != 0 {
      let bit = bits.trailingZeroBitCount
      bits &= bits - 1
      guard bit < problems.count else { return }
      if problems[bit].count == 0 { problems[bit].example = (message.folder, message.number) }
      problems[bit].count += 1
    }
  }

  /// Newest change of an envelope outside INBOX and Urgent: moving there is copying, so it is the
  /// time of the move (`save_to_folder`).
  var newestMove: Timestamp? { newestMoved == .min ? nil : Timestamp(newestMoved) }

  private func ages(of folder: Folder) -> AgeCounts {
    var counts = AgeCounts()
    let start = Int(folder.rawValue) * bands.count
    for band in bands.indices { counts[band] = Int(ages[start + band]) }
    return counts
  }

  func write(to facts: inout MailboxFacts) {
    for folder in Folder.allCases {
      let sum = folders[Int(folder.rawValue)]
      guard sum.totals.messages > 0 else { continue }
      var entry = FolderFacts(
        folder: folder, totals: sum.totals,
        oldest: sum.oldest == .max ? nil : Timestamp(sum.oldest))
      entry.overAge = sum.overAge
      entry.ages = ages(of: folder)
      facts.folders.append(entry)
      facts.overAge += sum.overAge
    }
    for grade in EmailGrade.allCases where grades[grade.position].messages > 0 {
      facts.grades[grade] = grades[grade.position]
    }
    facts.retainedEmailed = retained
    facts.oldestRetainedEmailed = oldestRetained == .max ? nil : Timestamp(oldestRetained)
    facts.ageHistogram = bands
    facts.looseAudio = looseAudio
    facts.newestMessage = newest == .min ? nil : Timestamp(newest)
    facts.problems = zip(MessageProblems.named, problems).compactMap { named, sum in
      sum.count == 0
        ? nil
        : ProblemCount(
          problem: named.problem, count: sum.count, folder: sum.example.folder,
          number: sum.example.number)
    }
  }
}

private struct FolderSum {
  var totals = MessageTotals()
  var overAge = MessageTotals()
  var oldest = Int64.max
}

private struct ProblemSum {
  var count = 0
  var example: (folder: Folder, number: Int32) = (.inbox, 0)
}

extension EmailGrade {
  /// Index in `allCases`.
  fileprivate var position: Int {
    switch self {
    case .delivered: 0
    case .handedOver: 1
    case .inferred: 2
    case .failed: 3
    case .absent: 4
    case .noticeOnly: 5
    case .none: 6
    }
  }
}
