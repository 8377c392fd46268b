import VmscanModel

extension ReportTotals {
  var packed: [UInt8] {
    var packer = Packer()
    packer.put(mailboxes)
    packer.put(configuredMailboxes)
    packer.put(orphanedMailboxes)
    for totals in [messages, retainedEmailed, overAge] { totals.pack(into: &packer) }
    packer.put(grades: byGrade)
    packer.put(list: DestinationClass.allCases.filter { byDestinationClass[$0] != nil }) {
      packer, destination in
      packer.put(destination)
      (byDestinationClass[destination] ?? DestinationTotals()).pack(into: &packer)
    }
    packer.put(list: ageHistogram) { $1.pack(into: &$0) }
    packer.put(oldest)
    outsideSpool.pack(into: &packer)
    quarantined.amount.pack(into: &packer)
    packer.put(oldestRetainedEmailed)
    pins.pack(into: &packer)
    quarantined.packCircumstances(into: &packer)
    return packer.bytes
  }

  init(packed: [UInt8]) throws {
    self.init()
    var unpacker = Unpacker(packed, of: "the totals of a run")
    mailboxes = try unpacker.int()
    configuredMailboxes = try unpacker.int()
    orphanedMailboxes = try unpacker.int()
    messages = try MessageTotals(from: &unpacker)
    retainedEmailed = try MessageTotals(from: &unpacker)
    overAge = try MessageTotals(from: &unpacker)
    byGrade = try unpacker.grades()
    let classes = try unpacker.list {
      (try $0.choice(DestinationClass.self), try DestinationTotals(from: &$0))
    }
    byDestinationClass = Dictionary(classes, uniquingKeysWith: { first, _ in first })
    ageHistogram = try unpacker.list { try MessageTotals(from: &$0) }
    oldest = try unpacker.optional { try $0.time() }
    outsideSpool = try MessageTotals(from: &unpacker)
    quarantined.amount = try MessageTotals(from: &unpacker)
    oldestRetainedEmailed = try unpacker.optional { try $0.time() }
    pins = try PINTotals(from: &unpacker)
    try quarantined.readCircumstances(from: &unpacker)
  }
}

extension DestinationTotals {
  fileprivate func pack(into packer: inout Packer) {
    packer.put(mailboxes)
    packer.put(withAudio)
    packer.put(addresses)
    messages.pack(into: &packer)
  }

  fileprivate init(from unpacker: inout Unpacker) throws {
    self.init(
      mailboxes: try unpacker.int(), withAudio: try unpacker.int(),
      addresses: try unpacker.int(), messages: try MessageTotals(from: &unpacker))
  }
}

extension QuarantineTotals {
  /// Everything but the amount, which stood in the row before the rest was known.
  fileprivate func packCircumstances(into packer: inout Packer) {
    packer.put(reading)
    packer.put(oldest)
    packer.put(firstEnd)
    packer.put(lastEnd)
  }

  /// A run of a version that did not look into the quarantine ends before this.
  fileprivate mutating func readCircumstances(from unpacker: inout Unpacker) throws {
    guard !unpacker.isAtEnd else {
      reading = .notRead
      return
    }
    reading = try unpacker.choice()
    oldest = try unpacker.optional { try $0.time() }
    firstEnd = try unpacker.optional { try $0.time() }
    lastEnd = try unpacker.optional { try $0.time() }
  }
}

extension PINTotals {
  fileprivate func pack(into packer: inout Packer) {
    packer.put(list: PINStrength.allCases.filter { byStrength[$0] != nil }) { packer, strength in
      packer.put(strength)
      packer.put(byStrength[strength] ?? 0)
    }
    packer.put(list: PINLengthBand.allCases.filter { byLength[$0] != nil }) { packer, band in
      packer.put(band)
      packer.put(byLength[band] ?? 0)
    }
    packer.put(shared)
  }

  fileprivate init(from unpacker: inout Unpacker) throws {
    let strengths = try unpacker.list { (try $0.choice(PINStrength.self), try $0.int()) }
    let bands = try unpacker.list { (try $0.choice(PINLengthBand.self), try $0.int()) }
    self.init(
      byStrength: Dictionary(strengths, uniquingKeysWith: { first, _ in first }),
      byLength: Dictionary(bands, uniquingKeysWith: { first, _ in first }),
      shared: try unpacker.int())
  }
}

extension FindingCounts {
  var packed: [UInt8] {
    var packer = Packer()
    for severity in Severity.allCases {
      for status in ReportedFinding.Status.allCases { packer.put(self[severity, status]) }
    }
    return packer.bytes
  }

  init(packed: [UInt8]) throws {
    self.init()
    var unpacker = Unpacker(packed, of: "the findings of a run")
    for severity in Severity.allCases {
      for status in ReportedFinding.Status.allCases {
        self[severity, status] = try unpacker.int()
      }
    }
  }
}
