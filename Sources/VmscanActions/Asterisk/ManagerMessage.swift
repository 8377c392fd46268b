/// One block of `Name: value` lines of the manager interface (AMI).
package struct ManagerMessage: Sendable, Hashable {
  package var fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// The first value of a name, compared without case; empty when there is none.
  package subscript(_ name: String) -> String {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value ?? ""
  }

  package var isSuccess: Bool { self["Response"] == "Success" }

  /// The last event of a list; its name stands before anything that a caller controls.
  package var endsList: Bool {
    self["EventList"].lowercased() == "complete" && self["Event"].hasSuffix("Complete")
  }

  /// The rest of an event that a caller's name divided: no events but those of a list are asked
  /// for, and each of these carries the request's id.
  package var isFragment: Bool {
    self["ActionID"].isEmpty && self["Response"].isEmpty && !values("Application").isEmpty
  }

  package static func == (left: ManagerMessage, right: ManagerMessage) -> Bool {
    left.fields.elementsEqual(right.fields) { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) {
    for field in fields {
      hasher.combine(field.name)
      hasher.combine(field.value)
    }
  }

  /// The bytes of a request; line ends in a value would begin another field and are dropped.
  package var bytes: [UInt8] {
    Array(
      (fields.map { field in
        let value = field.value.filter { !$0.isNewline && $0 != "\0" }
        return "\(field.name): \(value)\r\n"
      }.joined() + "\r\n").utf8)
  }

  /// Reads one block without its end; `nil` when it has no line with a colon.
  ///
  /// A line ends with CR LF and with nothing else: a caller's name may hold a line feed of its
  /// own, or U+2028, and must not begin another field.
  package init?(parsing block: some Collection<UInt8>) {
    let bytes = Array(block)
    var fields: [(name: String, value: String)] = []
    var start = 0
    while start < bytes.count {
      let end = Self.lineEnd(in: bytes, from: start)
      if let field = Self.field(bytes[start..<end]) { fields.append(field) }
      start = end + 2
    }
    guard !fields.isEmpty else { return nil }
    self.init(fields)
  }

  /// Where the next CR LF stands, or the end.
  private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
    var at = start
    while at < bytes.count {
      if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { return at }
      at += 1
    }
    return bytes.count
  }

  private static func field(_ line: ArraySlice<UInt8>) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
    return (
      name: String(decoding: line[..<colon], as: UTF8.self),
      value: String(decoding: value, as: UTF8.self)
    )
  }

  /// Every value of a name, in order.
  package func values(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// Takes every complete block from the front of what was received.
  package static func take(from received: inout [UInt8]) -> [ManagerMessage] {
    var messages: [ManagerMessage] = []
    var start = 0
    var at = 0
    while at + 4 <= received.count {
      guard received[at..<at + 4].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) else {
        at += 1
        continue
      }
      if let message = ManagerMessage(parsing: received[start..<at]) { messages.append(message) }
      at += 4
      start = at
    }
    received.removeFirst(start)
    return messages
  }
}
