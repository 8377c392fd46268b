/// The findings of a run in packed form.
///
/// A site of 20,000 mailboxes has more than 100,000 findings: what every report asks of all of them
/// (severity, status, rule) lies open in `headers`, the words are unpacked element by element.
package struct FindingList: Sendable {
  /// What of a finding can be read without unpacking its words.
  package struct Header: Sendable {
    package var fingerprint: Fingerprint
    package var rule: RuleID
    package var severity: Severity
    package var status: ReportedFinding.Status
    package var firstSeen: Timestamp
  }

  struct Entry: Sendable {
    /// Halves of the fingerprint, unless `hasText` is set.
    var high: UInt64
    var low: UInt64
    var firstSeen: Timestamp
    var place: ByteArena.Place
    fileprivate var remedyAndForm: UInt32
    /// Number of the message's template.
    var template: UInt32
    var rule: UInt16
    var severity: Severity
    var status: ReportedFinding.Status

    var remedy: UInt32 {
      get { remedyAndForm >> 1 }
      set { remedyAndForm = newValue << 1 | remedyAndForm & 1 }
    }

    /// The fingerprint is text, which stands among the words.
    var hasText: Bool { remedyAndForm & 1 != 0 }
  }

  var entries: [Entry] = [] {
    didSet { isWorstFirst = false }
  }
  /// Whether the list is known to be in the order of every report.
  var isWorstFirst = false
  private(set) var words = FindingWords()
  private(set) var rules = SharedValues<RuleID>()
  private(set) var templates = SharedValues<String>()
  private(set) var remedies = SharedValues<Sentence>()
  /// Template and remedy of the last finding of each rule, by number.
  private var recent: [(template: UInt32, remedy: UInt32)?] = []

  package init() {}

  /// Adds a finding without making an element of it first.
  package mutating func append(
    _ finding: Finding, status: ReportedFinding.Status, firstSeen: Timestamp
  ) {
    entries.append(entry(of: finding, status: status, firstSeen: firstSeen))
  }

  /// Takes over all of another list.
  package mutating func append(_ other: FindingList) {
    guard !isEmpty else { return self = other }
    let shift = words.append(other.words)
    let ruleNumbers = other.rules.values.map { UInt16(rules.number(of: $0)) }
    let templateNumbers = other.templates.values.map { templates.number(of: $0) }
    let remedyNumbers = other.remedies.values.map { remedies.number(of: $0) }
    // With room for the few findings on the site, so that these do not double it.
    entries.reserveCapacity(entries.count + other.entries.count + 1024)
    for var entry in other.entries {
      entry.place.block += shift
      entry.rule = ruleNumbers[Int(entry.rule)]
      entry.template = templateNumbers[Int(entry.template)]
      entry.remedy = remedyNumbers[Int(entry.remedy)]
      entries.append(entry)
    }
  }

  package func header(at index: Int) -> Header {
    let entry = entries[index]
    return Header(
      fingerprint: fingerprint(of: entry), rule: rules.values[Int(entry.rule)],
      severity: entry.severity, status: entry.status, firstSeen: entry.firstSeen)
  }

  /// The headers in the order of the list.
  package var headers: Headers { Headers(list: self) }

  package struct Headers: RandomAccessCollection {
    fileprivate let list: FindingList

    package var startIndex: Int { 0 }
    package var endIndex: Int { list.entries.count }
    package subscript(index: Int) -> Header { list.header(at: index) }
  }

  /// The findings whose headers fit; the words are shared, not copied.
  package func selection(_ isIncluded: (Header) throws -> Bool) rethrows -> FindingList {
    try subset(entries.indices.lazy.filter { try isIncluded(header(at: $0)) }.map { entries[$0] })
  }

  /// Some of the entries, in the order they have here; the words are shared, not copied.
  func subset(_ some: [Entry]) -> FindingList {
    var list = self
    list.entries = some
    list.isWorstFirst = isWorstFirst
    return list
  }

  package func status(at index: Int) -> ReportedFinding.Status { entries[index].status }
  package func severity(at index: Int) -> Severity { entries[index].severity }

  package mutating func set(
    _ status: ReportedFinding.Status, firstSeen: Timestamp, at index: Int
  ) {
    let isWorstFirst = isWorstFirst
    entries[index].status = status
    entries[index].firstSeen = firstSeen
    self.isWorstFirst = isWorstFirst
  }

  /// The rules, templates and remedies of the list, each once, and their numbers in a finding.
  package var ruleValues: [RuleID] { rules.values }
  package var templateValues: [String] { templates.values }
  package var remedyValues: [Sentence] { remedies.values }
  package func templateNumber(at index: Int) -> Int { Int(entries[index].template) }
  package func ruleNumber(at index: Int) -> Int { Int(entries[index].rule) }
  package func remedyNumber(at index: Int) -> Int { Int(entries[index].remedy) }

  func fingerprint(of entry: Entry) -> Fingerprint {
    guard entry.hasText else { return Fingerprint(entry.high, entry.low) }
    return element(entry).finding.fingerprint
  }

  private mutating func entry(
    of finding: Finding, status: ReportedFinding.Status, firstSeen: Timestamp
  ) -> Entry {
    let digits = finding.fingerprint.digits
    let rule = rules.number(of: finding.rule)
    let (template, remedy) = shared(of: finding, rule: Int(rule))
    let place = words.append(
      finding, fingerprint: digits == nil ? finding.fingerprint.description : nil)
    return Entry(
      high: digits?.high ?? 0, low: digits?.low ?? 0, firstSeen: firstSeen, place: place,
      remedyAndForm: remedy << 1 | (digits == nil ? 1 : 0), template: template,
      rule: UInt16(truncatingIfNeeded: rule), severity: finding.severity, status: status)
  }

  /// The numbers of template and remedy, which are mostly those of the rule's last finding.
  private mutating func shared(of finding: Finding, rule: Int) -> (UInt32, UInt32) {
    if rule < recent.count, let last = recent[rule],
      templates.values[Int(last.template)] == finding.message.template,
      remedies.values[Int(last.remedy)] == finding.remedy
    {
      return last
    }
    let numbers = (
      template: templates.number(of: finding.message.template),
      remedy: remedies.number(of: finding.remedy)
    )
    while recent.count <= rule { recent.append(nil) }
    recent[rule] = numbers
    return numbers
  }

  private func element(_ entry: Entry) -> ReportedFinding {
    let packed = unpacked(entry)
    let template = templates.values[Int(entry.template)]
    return ReportedFinding(
      finding: Finding(
        rule: rules.values[Int(entry.rule)], severity: entry.severity, subject: packed.subject,
        message: Sentence(template: template, storedArguments: packed.arguments)
          ?? Sentence(template: template, arguments: []),
        remedy: remedies.values[Int(entry.remedy)], evidence: packed.evidence,
        fingerprint: packed.fingerprint.map { Fingerprint($0) }
          ?? Fingerprint(entry.high, entry.low)), status: entry.status,
      firstSeen: entry.firstSeen)
  }

  private func unpacked(_ entry: Entry) -> FindingWords.Unpacked {
    packedHere { try words.unpacked(at: entry.place, hasText: entry.hasText) }
  }

  private func packedHere<Value>(_ body: () throws -> Value) -> Value {
    do { return try body() } catch {
      preconditionFailure("a list cannot hold what it did not pack: \(error)")
    }
  }

  package func subject(at index: Int) -> FindingSubject { unpacked(entries[index]).subject }

  /// What history keeps of a finding besides its header, template and remedy: arguments and places
  /// as JSON in UTF-8.
  package func stored(at index: Int) -> (
    subject: FindingSubject, arguments: [UInt8], evidence: [UInt8]
  ) {
    let entry = entries[index]
    return packedHere { try words.stored(at: entry.place, hasText: entry.hasText) }
  }

  /// Whether several rules may speak in a finding; see `Finding.parts`.
  package func mayHaveParts(at index: Int) -> Bool {
    let entry = entries[index]
    return packedHere { try words.beginsWithReason(at: entry.place, hasText: entry.hasText) }
  }
}

extension FindingList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }

  package subscript(index: Int) -> ReportedFinding {
    get { element(entries[index]) }
    set {
      entries[index] = entry(
        of: newValue.finding, status: newValue.status, firstSeen: newValue.firstSeen)
    }
  }

  package mutating func replaceSubrange(
    _ range: Range<Int>, with elements: some Collection<ReportedFinding>
  ) {
    var added: [Entry] = []
    for element in elements {
      added.append(
        entry(of: element.finding, status: element.status, firstSeen: element.firstSeen))
    }
    entries.replaceSubrange(range, with: added)
  }
}

extension FindingList: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: ReportedFinding...) { self.init(elements) }
}

extension FindingList: Equatable {
  package static func == (left: FindingList, right: FindingList) -> Bool {
    left.elementsEqual(right)
  }
}
