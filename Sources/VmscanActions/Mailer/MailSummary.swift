package import VmscanModel

/// What is kept of a mail that passes: header facts, never text or audio.
///
/// Fed in pieces of any size; memory is bounded whatever the mail holds.
package struct MailSummary: Sendable {
  private static let longestLine = 4096
  private static let mostRecipients = 64

  package private(set) var messageID = ByteText("")
  package private(set) var recipients: [ByteText] = []
  package private(set) var hasAudio = false
  package private(set) var size: Int64 = 0

  private var line: [UInt8] = []
  private var header: [UInt8] = []
  private var isInHeaders = true
  /// Lines of a part's headers in a multipart mail, where the audio's type stands.
  private var isInPartHeaders = false
  private var isInAudio = false

  package init() {}

  package mutating func add(_ bytes: some Collection<UInt8>) {
    size += Int64(bytes.count)
    // Everything that is kept is known by now.
    if hasAudio { return }
    for byte in bytes {
      if byte == 0x0A {
        endLine()
      } else if line.count < Self.longestLine {
        line.append(byte)
      }
    }
  }

  /// Takes the last line when it lacks its end.
  package mutating func finish() {
    if !line.isEmpty { endLine() }
    if isInHeaders { take(header) }
    header = []
  }

  private mutating func endLine() {
    defer { line.removeAll(keepingCapacity: true) }
    if line.last == 0x0D { line.removeLast() }
    guard isInHeaders else {
      body()
      return
    }
    if let first = line.first, first == 0x20 || first == 0x09 {
      if header.count < Self.longestLine { header += line }
      return
    }
    take(header)
    header = line
    if line.isEmpty { isInHeaders = false }
  }

  /// `add_email_attachment` writes `Content-Type: audio/x-…`; an empty part holds no recording.
  private mutating func body() {
    if line.starts(with: [0x2D, 0x2D]) {
      isInPartHeaders = true
      isInAudio = false
    } else if isInPartHeaders {
      if line.isEmpty { isInPartHeaders = false }
      let lower = ByteText(bytes: line).lowercased.bytes
      if lower.starts(with: "content-type: audio/".utf8)
        || lower.starts(with: "content-type: application/ogg".utf8)
      {
        isInAudio = true
      }
    } else if isInAudio, line.count > 1 {
      hasAudio = true
    }
  }

  private mutating func take(_ header: [UInt8]) {
    guard let colon = header.firstIndex(of: 0x3A) else { return }
    let name = ByteText(bytes: header[..<colon]).lowercased
    let value = ByteText(bytes: header[(colon + 1)...]).stripped
    if name == "message-id", messageID.isEmpty {
      let isBracketed = value.bytes.first == 0x3C && value.bytes.last == 0x3E
      messageID = isBracketed ? ByteText(bytes: value.bytes.dropFirst().dropLast()) : value
    } else if name == "to" {
      addRecipients(value.bytes)
    }
  }

  /// `"Name" <a@x>, "Other" <b@y>`: what stands in angle brackets outside quotes, or the bare word.
  private mutating func addRecipients(_ bytes: [UInt8]) {
    var isQuoted = false
    var isBracketed = false
    var current: [UInt8] = []
    var bracketed: [UInt8]?
    for byte in bytes + [0x2C] {
      switch byte {
      case 0x22: isQuoted.toggle()
      case 0x3C where !isQuoted:
        isBracketed = true
        current = []
      case 0x3E where !isQuoted && isBracketed:
        isBracketed = false
        bracketed = current
      case 0x2C where !isQuoted && !isBracketed:
        let address = ByteText(bytes: bracketed ?? current).stripped
        if !address.isEmpty, recipients.count < Self.mostRecipients { recipients.append(address) }
        current = []
        bracketed = nil
      default: current.append(byte)
      }
    }
  }
}
