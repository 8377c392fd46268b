import VmscanModel

/// One finding.
struct FindingDocument: Encodable {
  var rule: String
  /// Every rule and reason that it tells of, that of `rule` included.
  var rules: [String]
  var severity: String
  var fingerprint: String
  var subject: String
  var subjectKind: String
  var message: String
  /// The message with numbered places instead of its values.
  var template: String
  /// The values, in the order of their numbers.
  var arguments: [ArgumentDocument]
  var remedy: String
  var evidence: [String]
  var status: String
  var firstSeen: String

  init(_ reported: ReportedFinding) {
    let finding = reported.finding
    rule = TerminalText.escape(finding.rule.description)
    rules = Set(([finding.rule] + finding.message.reasons).map(\.description)).sorted()
      .map { TerminalText.escape($0) }
    severity = finding.severity.rawValue
    fingerprint = finding.fingerprint.description
    subject = finding.subject.title
    subjectKind = finding.subject.kind
    message = TerminalText.escape(finding.message.unmasked)
    template = TerminalText.escape(finding.message.template)
    arguments = finding.message.arguments.map { ArgumentDocument($0) }
    remedy = TerminalText.escape(finding.remedy.unmasked)
    evidence = finding.evidence.map { TerminalText.escape($0.description) }
    status = reported.status.rawValue
    firstSeen = reported.firstSeen.description
  }
}

/// One value of a sentence: its type, how it reads, and the bare number or the parts it has.
struct ArgumentDocument: Encodable {
  var type: String
  var text: String
  /// Bytes, seconds, epoch seconds or a count, by the type.
  var value: Int64?
  /// Of a list, the first of them.
  var items: [ArgumentDocument]?
  /// How many a list has.
  var count: Int?

  init(_ argument: Sentence.Argument) {
    type = argument.tag
    text = TerminalText.escape(Sentence(argument).unmasked)
    switch argument {
    case .count(let count, _): value = Int64(count)
    case .number(let number): value = Int64(number)
    case .bytes(let bytes): value = bytes.bytes
    case .seconds(let seconds): value = seconds
    case .time(let time), .day(let time): value = time.epochSeconds
    case .age(let age): value = age.seconds
    case .list(let values, let number, _):
      items = values.map { ArgumentDocument($0) }
      count = number
    default: break
    }
  }
}
