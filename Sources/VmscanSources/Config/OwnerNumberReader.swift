import VmscanFormats
import VmscanModel

/// Takes the owners' telephone numbers from the files of the channel drivers.
///
/// `pjsip.conf`: `callerid` and `mailboxes` of an endpoint; `sip.conf`: `callerid` or `cid_number`
/// and `mailbox` of a peer. The last line of a name counts, and a template's come first.
struct OwnerNumberReader {
  private(set) var numbers = OwnerNumbers()

  mutating func readPJSIP(_ conf: LoadedConf) {
    for section in conf.visibleSections
    where Self.last("type", in: section)?.elementsEqual("endpoint".utf8) ?? false {
      guard let boxes = Self.last("mailboxes", in: section) else { continue }
      take(Self.last("callerid", in: section), of: boxes)
    }
  }

  mutating func readSIP(_ conf: LoadedConf) {
    for section in conf.visibleSections where !section.isNamed("general") {
      for line in section.variables where line.isNamed("mailbox") {
        take(Self.last("callerid", in: section), of: line.value)
        take(Self.last("cid_number", in: section), of: line.value)
      }
    }
  }

  /// A section of `users.conf`, whose name is the mailbox.
  static func read(
    user section: ConfSection, mailbox: MailboxID, into numbers: inout OwnerNumbers
  ) {
    for name in ["callerid", "cid_number"] as [StaticString] {
      if let value = last(name, in: section), let number = Self.number(value) {
        numbers.add(number, of: mailbox)
      }
    }
  }

  /// `boxes`: `6001@default,6002@default`; without a context it is `default`.
  private mutating func take(_ callerID: [UInt8]?, of boxes: [UInt8]) {
    guard let callerID, let number = Self.number(callerID) else { return }
    for box in boxes.split(separator: UInt8(ascii: ",")) {
      let parts = ByteText(bytes: box).stripped.bytes
        .split(separator: UInt8(ascii: "@"), maxSplits: 1)
      guard let name = parts.first else { continue }
      numbers.add(
        number,
        of: MailboxID(
          context: parts.count > 1 ? ByteText(bytes: parts[1]) : "default",
          mailbox: ByteText(bytes: name)))
    }
  }

  /// What stands in `<>`, or the whole when it is nothing but a number (`ast_callerid_parse`).
  private static func number(_ callerID: [UInt8]) -> ArraySlice<UInt8>? {
    if let start = callerID.lastIndex(of: UInt8(ascii: "<")) {
      let rest = callerID[(start + 1)...]
      return rest.firstIndex(of: UInt8(ascii: ">")).map { rest[..<$0] }
    }
    let punctuation = Array("+-(). \"".utf8)
    let isNumber = callerID.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || punctuation.contains($0) }
    return isNumber ? callerID[...] : nil
  }

  private static func last(_ name: StaticString, in section: ConfSection) -> [UInt8]? {
    section.variables.last { $0.isNamed(name) }?.value
  }
}
