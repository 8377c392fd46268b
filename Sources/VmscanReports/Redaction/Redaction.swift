package import VmscanModel

/// What a reader may see of persons: names, addresses and callers.
///
/// | level | owner's name | address | caller |
/// |---|---|---|---|
/// | `admin` | whole | whole | last two digits |
/// | `auditor` | initials | first letter and domain | last two digits |
/// | `officer` | hidden | domain | hidden |
///
/// Mailbox numbers and contexts stay, since nothing could be acted on without them. A caller's
/// number shows whole only to an `admin` who asks for it.
package struct Redaction: Sendable, Hashable {
  package enum Level: String, Sendable, Codable, CaseIterable { case officer, auditor, admin }

  package var level: Level
  package var showsCallers: Bool
  /// Owners' names by their first word, longest first, to find them in sentences.
  private var names: [String: [String]] = [:]
  /// Addresses without a dot in the domain, which look like mailboxes.
  private var plainAddresses: Set<String> = []
  /// Mailboxes whose context has a dot, which look like addresses.
  private var dottedMailboxes: Set<String> = []

  package init(_ level: Level, showsCallers: Bool = false) {
    self.level = level
    self.showsCallers = showsCallers && level == .admin
  }

  /// Whole names and addresses, callers shortened.
  package static let standard = Redaction(.admin)

  static let hidden = "(hidden)"

  /// The owner's name as this reader may see it; empty stays empty.
  package func name(_ name: ByteText) -> ByteText {
    guard level != .admin, !name.isEmpty else { return name }
    return ByteText(shortened(name: name.description))
  }

  /// An e-mail address as this reader may see it.
  package func address(_ address: ByteText) -> ByteText {
    guard level != .admin, !address.isEmpty else { return address }
    return ByteText(shortened(address: address.description))
  }

  /// A caller, `"Name" <number>` as in the envelope, as this reader may see it.
  package func caller(_ caller: ByteText) -> ByteText {
    if showsCallers || caller.isEmpty { return caller }
    guard level != .officer else { return ByteText(Self.hidden) }
    var number = caller.bytes[...]
    if let open = number.lastIndex(of: 0x3C) { number = number[open...] }
    let digits = number.filter { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count >= 7 else { return ByteText(Self.hidden) }
    return ByteText(bytes: Array("***".utf8) + digits.suffix(2))
  }

  /// A sentence with names and addresses in it as this reader may see them.
  package func text(_ text: String) -> String {
    guard level != .admin else { return text }
    return replacingNames(in: replacingAddresses(in: text))
  }

  /// The same reader, able to find in sentences the names and addresses that `report` holds.
  package func knowing(_ report: ScanReport) -> Redaction {
    knowing { known in
      for mailbox in report.mailboxes {
        known.learn(id: mailbox.id)
        known.learn(name: mailbox.fullName.description)
        for recipient in mailbox.recipients { known.learn(address: recipient.address.description) }
      }
    }
  }

  /// The same reader, able to find in sentences the names and addresses of `mailboxes`.
  ///
  /// `id` is a mailbox that need not be among them, such as an orphaned directory.
  package func knowing(_ mailboxes: [ConfiguredMailbox], and id: MailboxID) -> Redaction {
    knowing { known in
      known.learn(id: id)
      for mailbox in mailboxes {
        known.learn(id: mailbox.id)
        known.learn(name: mailbox.fullName.description)
        for address in mailbox.emailAddresses { known.learn(address: address.description) }
        if let pager = mailbox.pagerAddress { known.learn(address: pager.description) }
      }
    }
  }

  private func knowing(_ teach: (inout Redaction) -> Void) -> Redaction {
    guard level != .admin else { return self }
    var known = self
    teach(&known)
    for (first, list) in known.names {
      known.names[first] = Set(list).sorted { ($0.count, $0) > ($1.count, $1) }
    }
    return known
  }

  private mutating func learn(id: MailboxID) {
    if id.context.bytes.contains(0x2E) { dottedMailboxes.insert(id.description) }
  }

  private mutating func learn(name: String) {
    let name = Self.bare(name)
    guard name.count >= 3, name.contains(where: \.isLetter),
      let first = name.split(separator: " ").first
    else { return }
    names[String(first), default: []].append(String(name))
  }

  private mutating func learn(address: String) {
    let address = Self.bare(address)
    guard let at = address.lastIndex(of: "@"), !address[at...].contains(".") else { return }
    plainAddresses.insert(String(address))
  }

  /// Without the blanks around it, which a configuration may keep and a sentence leaves out.
  private static func bare(_ text: String) -> Substring {
    let start = text.firstIndex { $0 != " " } ?? text.endIndex
    let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? start
    return text[start..<end]
  }
}

extension Redaction {
  private func shortened(name: String) -> String {
    guard level == .auditor else { return Self.hidden }
    let initials = name.split(separator: " ").prefix(3).compactMap(\.first).map { "\($0)." }
    return initials.joined(separator: " ")
  }

  private func shortened(address: String) -> String {
    guard let at = address.lastIndex(of: "@") else { return "***" }
    let first = level == .auditor ? String(address[..<at].prefix(1)) : ""
    return first + "***" + address[at...]
  }

  private func replacingAddresses(in text: String) -> String {
    guard text.utf8.contains(0x40) else { return text }
    var output = ""
    var start = text.startIndex
    for index in text.utf8.indices where Self.endsAddress(text.utf8[index]) {
      output += shortenedIfAddress(text[start..<index])
      output.unicodeScalars.append(text.unicodeScalars[index])
      start = text.utf8.index(after: index)
    }
    return output + shortenedIfAddress(text[start...])
  }

  private static func endsAddress(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "<>()[],;|\"'".utf8.contains(byte)
  }

  private func shortenedIfAddress(_ word: Substring) -> Substring {
    guard word.utf8.contains(0x40), let at = word.lastIndex(of: "@") else { return word }
    let end = word.lastIndex { !".:!?".contains($0) }.map { word.index(after: $0) } ?? word.endIndex
    let (core, tail) = (String(word[..<end]), word[end...])
    let isDotted = at < end && word[at..<end].contains(".")
    guard plainAddresses.contains(core) || (isDotted && !dottedMailboxes.contains(core)) else {
      return word
    }
    return shortened(address: core) + tail
  }

  private func replacingNames(in text: String) -> String {
    guard !names.isEmpty else { return text }
    var output = ""
    var copied = text.startIndex
    var index = text.startIndex
    var atWordStart = true
    while index < text.endIndex {
      if atWordStart, let name = knownName(startingAt: text[index...]) {
        output += text[copied..<index] + shortened(name: name)
        index = text.utf8.index(index, offsetBy: name.utf8.count)
        copied = index
        atWordStart = false
        continue
      }
      atWordStart = !Self.isWordByte(text.utf8[index])
      index = text.utf8.index(after: index)
    }
    return copied == text.startIndex ? text : output + text[copied...]
  }

  /// Letters and digits; every byte of a character beyond ASCII counts as a letter.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte >= 0x80
  }

  private func knownName(startingAt text: Substring) -> String? {
    guard let first = text.utf8.first, first != 0x20 else { return nil }
    let end = text.utf8.firstIndex(of: 0x20) ?? text.endIndex
    let bareEnd = text.utf8.firstIndex { !Self.isWordByte($0) && $0 != 0x2D } ?? text.endIndex
    var candidates = names[String(text[..<end])] ?? []
    if bareEnd < end { candidates += names[String(text[..<bareEnd])] ?? [] }
    return candidates.first { name in
      guard text.utf8.starts(with: name.utf8) else { return false }
      return !(text.utf8.dropFirst(name.utf8.count).first.map(Self.isWordByte) ?? false)
    }
  }
}
