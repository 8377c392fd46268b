import VmscanFormats
package import VmscanModel

/// What of an envelope distinguishes one message from another, and its callers for holds: read by the
/// scanner's own parser.
///
/// Of two values of one key Asterisk 23 takes the last and earlier releases the first. Which release
/// will read the envelope next is not known here, so both values count.
package struct EnvelopeKeys: Sendable, Hashable {
  /// The id by Asterisk 23, then by an earlier release if that is another one.
  package private(set) var messageIDs: [ByteText] = []
  package private(set) var origtime: Timestamp?
  /// The callers in the same order; `nil` where none is written.
  package private(set) var callers: [ByteText?] = []

  package init(_ bytes: [UInt8]) {
    for lastValueWins in [true, false] {
      var parser = EnvelopeParser(lastValueWins: lastValueWins)
      let envelope = parser.parse(bytes.span)
      let id = ByteText(bytes: parser.bytes(of: envelope.messageID, in: bytes.span))
      if !messageIDs.contains(id) { messageIDs.append(id) }
      let caller = ByteText(bytes: parser.bytes(of: envelope.callerID, in: bytes.span))
      let known = caller.isEmpty ? nil : caller
      if !callers.contains(known) { callers.append(known) }
      if lastValueWins { origtime = envelope.origtime.map { Timestamp($0) } }
    }
  }

  /// The id by the newest release; empty without one.
  package var messageID: ByteText { messageIDs.first ?? "" }
}
