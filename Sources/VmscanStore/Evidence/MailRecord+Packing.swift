import VmscanModel

extension MailRecord {
  /// Which parts a packed mail has.
  private struct Parts: OptionSet {
    let rawValue: UInt8
    static let size = Parts(rawValue: 1)
    static let uncertainty = Parts(rawValue: 2)
    static let exitStatus = Parts(rawValue: 4)
    static let expectedRecipients = Parts(rawValue: 8)
    static let knowsAudio = Parts(rawValue: 16)
    static let hasAudio = Parts(rawValue: 32)
    /// The Message-ID is `Asterisk-`, what is stored, `@` and the host.
    static let shortID = Parts(rawValue: 64)
    static let leftQueue = Parts(rawValue: 128)
  }

  private static let idStart = Array("Asterisk-".utf8)

  /// Bytes that `pack` writes at most: ten for a number or a text's length.
  var mostPacked: Int {
    var bytes = 160 + messageID.count + queueID.count
    // By place: a recipient that is handed out must be counted as used.
    for place in recipients.indices {
      bytes += 52 + recipients[place].address.count + recipients[place].detail.count
      bytes += recipients[place].originalAddress?.count ?? 0
    }
    return bytes
  }

  /// Everything but the mailbox, which is the chunk's.
  func pack(into packer: inout PackCursor, words: inout some WordNumbers) throws {
    let isShort = hasShortID
    packer.put(byte: parts(isShort).rawValue)
    packer.put(byte: source.code)
    packer.put(try words.id(of: logHost))
    packer.put(try words.id(of: host))
    packer.put(try words.id(of: origin))
    if isShort {
      packer.put(raw: messageID.bytes, Self.idStart.count..<messageID.count - host.count - 1)
    } else {
      packer.put(messageID)
    }
    packer.put(accepted.epochSeconds)
    packer.put(Int64(messageNumber))
    packer.put(Int64(pid))
    packer.put(queueID)
    if let size { packer.put(size) }
    if let uncertainty { packer.put(Int64(uncertainty)) }
    if let exitStatus { packer.put(Int64(exitStatus)) }
    if let expectedRecipients { packer.put(Int64(expectedRecipients)) }
    packer.put(Int64(recipients.count))
    for recipient in recipients {
      packer.put(recipient.address)
      packer.put(byte: recipient.originalAddress == nil ? 0 : 1)
      if let original = recipient.originalAddress { packer.put(original) }
      packer.put(byte: recipient.status.code)
      packer.put(recipient.time.epochSeconds - accepted.epochSeconds)
      packer.put(recipient.detail)
    }
  }

  private var hasShortID: Bool {
    let id = messageID.bytes
    guard id.count > Self.idStart.count + host.count, id[id.count - host.count - 1] == 0x40 else {
      return false
    }
    return id.withUnsafeBytes { id in
      host.bytes.withUnsafeBytes { host in
        Self.idStart.withUnsafeBytes { start in
          ByteOrder.compare(UnsafeRawBufferPointer(rebasing: id.prefix(start.count)), start) == 0
            && ByteOrder.compare(UnsafeRawBufferPointer(rebasing: id.suffix(host.count)), host) == 0
        }
      }
    }
  }

  private func parts(_ isShort: Bool) -> Parts {
    var parts: Parts = isShort ? .shortID : []
    if leftQueue { parts.insert(.leftQueue) }
    if size != nil { parts.insert(.size) }
    if uncertainty != nil { parts.insert(.uncertainty) }
    if exitStatus != nil { parts.insert(.exitStatus) }
    if expectedRecipients != nil { parts.insert(.expectedRecipients) }
    if let hasAudio { parts.formUnion(hasAudio ? [.knowsAudio, .hasAudio] : .knowsAudio) }
    return parts
  }

  /// Reads what `pack` wrote; the mailbox is the chunk's, `word` finds the text behind a number.
  init(
    from unpacker: inout Unpacker, mailbox: ByteText, word: (Int64) throws -> ByteText
  ) throws {
    let parts = Parts(rawValue: try unpacker.byte())
    let source: Source = try unpacker.choice()
    let (logHost, host) = (try word(try unpacker.number()), try word(try unpacker.number()))
    let origin = try word(try unpacker.number())
    var id = try unpacker.text()
    if parts.contains(.shortID) {
      id = ByteText(bytes: Self.idStart + id.bytes + [0x40] + host.bytes)
    }
    self.init(
      source: source, origin: origin, logHost: logHost, messageID: id, messageNumber: 0,
      mailbox: mailbox, pid: 0, host: host, accepted: try unpacker.time())
    leftQueue = parts.contains(.leftQueue)
    messageNumber = try unpacker.int32()
    pid = try unpacker.int32()
    queueID = try unpacker.text()
    if parts.contains(.size) { size = try unpacker.number() }
    if parts.contains(.uncertainty) { uncertainty = try unpacker.int32() }
    if parts.contains(.exitStatus) { exitStatus = try unpacker.int32() }
    if parts.contains(.expectedRecipients) { expectedRecipients = try unpacker.int32() }
    if parts.contains(.knowsAudio) { hasAudio = parts.contains(.hasAudio) }
    let start = accepted.epochSeconds
    recipients = try unpacker.list { unpacker in
      MailRecipient(
        address: try unpacker.text(), originalAddress: try unpacker.optional { try $0.text() },
        status: try unpacker.choice(), time: Timestamp(start &+ (try unpacker.number())),
        detail: try unpacker.text())
    }
  }
}
