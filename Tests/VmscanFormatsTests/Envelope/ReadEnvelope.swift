import VmscanFormats

/// An envelope with its text taken out, for comparing.
struct ReadEnvelope: Hashable {
  var origtime: Int64?
  var duration: Int32?
  var callerID: String?
  var messageID: String?
  var origMailbox: String?
  var rdnis: String?
  var flag: String?
  var faults: Envelope.Faults = []
  var isDamaged = false

  init() {}

  init(_ text: String, lastValueWins: Bool = true) {
    self.init(bytes: Array(text.utf8), lastValueWins: lastValueWins)
  }

  init(bytes: [UInt8], lastValueWins: Bool = true) {
    var parser = EnvelopeParser(lastValueWins: lastValueWins)
    let envelope = parser.parse(bytes.span)
    func text(_ field: Envelope.Field) -> String? {
      guard field.isPresent else { return nil }
      return String(decoding: parser.bytes(of: field, in: bytes.span), as: UTF8.self)
    }
    origtime = envelope.origtime
    duration = envelope.duration
    callerID = text(envelope.callerID)
    messageID = text(envelope.messageID)
    origMailbox = text(envelope.origMailbox)
    rdnis = text(envelope.rdnis)
    flag = text(envelope.flag)
    faults = envelope.faults
    isDamaged = envelope.isDamaged
  }
}
