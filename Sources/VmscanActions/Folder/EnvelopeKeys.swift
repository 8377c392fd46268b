package import VmscanModel

/// The raw fields of an envelope that tell one message from another, and its caller for holds.
///
/// Only lines as Asterisk writes them are looked at, `key=value` or `key = value`; the first of a
/// name counts. The full reading of envelopes is the scanner's.
package struct EnvelopeKeys: Sendable, Hashable {
  package var messageID: ByteText = ""
  package var origtime: Timestamp?
  package var callerID: ByteText?

  package init(_ envelope: [UInt8]) {
    var hasID = false
    var hasTime = false
    for line in envelope.split(separator: 0x0A) {
      // Keys that begin with m, o or c; no text is made of other lines.
      guard let first = line.first(where: { $0 > 32 || $0 == 0 }),
        first == 0x6D || first == 0x6F || first == 0x63,
        let equals = line.firstIndex(of: 0x3D)
      else { continue }
      let key = ByteText(bytes: line[..<equals]).stripped
      let value = ByteText(bytes: line[line.index(after: equals)...]).stripped
      if key == "msg_id", !hasID {
        messageID = value
        hasID = true
      } else if key == "origtime", !hasTime {
        origtime = value.utf8String.flatMap { Int64($0) }.flatMap { $0 > 0 ? Timestamp($0) : nil }
        hasTime = true
      } else if key == "callerid", callerID == nil {
        callerID = value
      }
    }
  }
}
