import GRDB
import VmscanModel

/// Reads findings from rows of table `finding`.
struct FindingReader {
  /// What is read, in this order.
  static let columns = oldColumns + ", device"

  /// What the table had when it was made.
  static let oldColumns = """
    fingerprint, occurrence, rule, severity, accepted, mailbox, context, path, sentence, arguments,
    remedy, places, opened_run, opened, first_seen
    """

  private let rules: [Int64: RuleID]
  private let sentences: [Int64: (template: String, arguments: String)]
  private var remedies: [Int64: Sentence] = [:]
  private var mailboxes: [Int64: MailboxID] = [:]
  private let mailbox: RawStatement

  init(_ db: Database) throws {
    var rules: [Int64: RuleID] = [:]
    try RawStatement("SELECT id, name FROM rule", in: db).forEachRow([]) {
      rules[$0.number(at: 0)] = RuleID($0.string(at: 1))
    }
    self.rules = rules
    var sentences: [Int64: (template: String, arguments: String)] = [:]
    try RawStatement("SELECT id, template, arguments FROM sentence", in: db).forEachRow([]) {
      sentences[$0.number(at: 0)] = ($0.string(at: 1), $0.string(at: 2))
    }
    self.sentences = sentences
    mailbox = try RawStatement("SELECT context, mailbox FROM mailbox WHERE id = ?", in: db)
  }

  /// - Throws: `StoreError.unreadableValue`.
  mutating func finding(_ row: RawRow) throws -> (Finding, isAccepted: Bool) {
    guard let rule = rules[row.number(at: 2)], let template = sentences[row.number(at: 8)],
      let severity = Severity(rank: Int(row.number(at: 3))),
      let message = Sentence(
        template: template.template, storedArguments: row.string(at: 9)),
      let evidence = [Place](stored: row.string(at: 11))
    else { throw StoreError.unreadableValue("a finding") }
    let finding = Finding(
      rule: rule, severity: severity, subject: try subject(row), message: message,
      remedy: try remedy(row.number(at: 10)), evidence: evidence,
      fingerprint: fingerprint(row))
    return (finding, row.number(at: 4) != 0)
  }

  private func fingerprint(_ row: RawRow) -> Fingerprint {
    row.withBytes(at: 0) { bytes in
      guard !row.isText(at: 0), bytes.count == 16 else {
        return Fingerprint(String(decoding: bytes, as: UTF8.self))
      }
      return Fingerprint(
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
  }

  private mutating func subject(_ row: RawRow) throws -> FindingSubject {
    if let id = row.optionalNumber(at: 5) {
      if let known = mailboxes[id] { return .mailbox(known) }
      try mailbox.forEachRow([.number(id)]) {
        mailboxes[id] = MailboxID(context: $0.text(at: 0), mailbox: $0.text(at: 1))
      }
      guard let found = mailboxes[id] else {
        throw StoreError.unreadableValue("the mailbox of a finding")
      }
      return .mailbox(found)
    }
    if let context = row.optionalText(at: 6) { return .context(context) }
    if let path = row.optionalText(at: 7) { return .file(path) }
    guard let device = row.optionalText(at: 15) else { return .system }
    guard let id = DeviceID(parsing: device) else {
      throw StoreError.unreadableValue("the device of a finding")
    }
    return .device(id)
  }

  private mutating func remedy(_ id: Int64) throws -> Sentence {
    if let known = remedies[id] { return known }
    guard let stored = sentences[id],
      let sentence = Sentence(template: stored.template, storedArguments: stored.arguments)
    else { throw StoreError.unreadableValue("the remedy of a finding") }
    remedies[id] = sentence
    return sentence
  }
}

extension Severity {
  init?(rank: Int) {
    guard let severity = Severity.allCases.first(where: { $0.rank == rank }) else { return nil }
    self = severity
  }
}
