import VmscanFormats
package import VmscanModel

/// What of an envelope tells one message from another, and its caller for holds: read by the
/// scanner's own parser.
package struct EnvelopeKeys: Sendable, Hashable {
  package var messageID: ByteText = ""
  package var origtime: Timestamp?
  package var callerID: ByteText?

  package init(_ bytes: [UInt8]) {
    var parser = EnvelopeParser()
    let envelope = parser.parse(bytes.span)
    messageID = ByteText(bytes: parser.bytes(of: envelope.messageID, in: bytes.span))
    origtime = envelope.origtime.map { Timestamp($0) }
    guard envelope.callerID.isPresent else { return }
    callerID = ByteText(bytes: parser.bytes(of: envelope.callerID, in: bytes.span))
  }
}
