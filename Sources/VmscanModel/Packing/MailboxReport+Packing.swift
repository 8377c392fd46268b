extension MessageTotals {
  package func pack(into packer: inout Packer) {
    packer.put(messages)
    packer.put(bytes.bytes)
    packer.put(seconds)
  }

  package init(from unpacker: inout Unpacker) throws {
    self.init(
      messages: try unpacker.int(), bytes: ByteCount(try unpacker.number()),
      seconds: try unpacker.number())
  }
}

extension MailboxReport {
  /// Everything but the identifier, which is the key, and the recipients, which have a row of
  /// their own because they change at another pace.
  package var packed: [UInt8] {
    var packer = Packer()
    packer.put(fullName)
    packer.put(byte: flags)
    packer.put(list: folders) { packer, folder in
      packer.put(folder.folder)
      folder.totals.pack(into: &packer)
      packer.put(folder.oldest)
      folder.overAge.pack(into: &packer)
    }
    packer.put(counts.new)
    packer.put(counts.old)
    packer.put(counts.urgent)
    retainedEmailed.pack(into: &packer)
    overAge.pack(into: &packer)
    packer.put(grades: grades)
    packer.put(newestMessage)
    packer.put(ownerActivity)
    return packer.bytes
  }

  package init(id: MailboxID, packed: [UInt8], recipients: [RecipientFacts]) throws {
    var unpacker = Unpacker(packed, of: "the facts of a mailbox")
    let fullName = try unpacker.text()
    let flags = try unpacker.byte()
    let folders = try unpacker.list { unpacker in
      var folder = FolderFacts(
        folder: try unpacker.choice(), totals: try MessageTotals(from: &unpacker),
        oldest: try unpacker.optional { try $0.time() })
      folder.overAge = try MessageTotals(from: &unpacker)
      return folder
    }
    let counts = AsteriskCounts(
      new: try unpacker.int(), old: try unpacker.int(), urgent: try unpacker.int())
    self.init(
      id: id, fullName: fullName, isConfigured: flags & 1 != 0, hasDirectory: flags & 2 != 0,
      isPartial: flags & 4 != 0, folders: folders, counts: counts, recipients: recipients,
      attach: flags & 8 != 0, deleteAfterEmail: flags & 16 != 0,
      retainedEmailed: try MessageTotals(from: &unpacker),
      overAge: try MessageTotals(from: &unpacker), grades: try unpacker.grades(),
      newestMessage: try unpacker.optional { try $0.time() },
      ownerActivity: try unpacker.optional { try $0.time() })
  }

  private var flags: UInt8 {
    (isConfigured ? 1 : 0) | (hasDirectory ? 2 : 0) | (isPartial ? 4 : 0) | (attach ? 8 : 0)
      | (deleteAfterEmail ? 16 : 0)
  }
}

extension Packer {
  package mutating func put(grades: [EmailGrade: MessageTotals]) {
    put(list: EmailGrade.allCases.filter { grades[$0] != nil }) { packer, grade in
      packer.put(grade)
      (grades[grade] ?? MessageTotals()).pack(into: &packer)
    }
  }
}

extension Unpacker {
  package mutating func grades() throws -> [EmailGrade: MessageTotals] {
    let pairs = try list { (try $0.choice(EmailGrade.self), try MessageTotals(from: &$0)) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}

extension RecipientFacts {
  package static func pack(_ recipients: [RecipientFacts]) -> [UInt8] {
    var packer = Packer()
    packer.put(list: recipients) { packer, recipient in
      packer.put(recipient.address)
      packer.put(recipient.destinationClass)
      packer.put(recipient.audio)
      packer.put(recipient.channel)
    }
    return packer.bytes
  }

  package static func unpack(_ bytes: [UInt8]) throws -> [RecipientFacts] {
    var unpacker = Unpacker(bytes, of: "the recipients of a mailbox")
    return try unpacker.list { unpacker in
      RecipientFacts(
        address: try unpacker.text(), destinationClass: try unpacker.choice(),
        audio: try unpacker.flag(), channel: try unpacker.choice())
    }
  }
}
