/// One block of `Name: value` lines of the manager interface (AMI).
package struct ManagerMessage: Sendable, Hashable {
  package var fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// The first value of a name, compared without case; empty when there is none.
  package subscript(_ name: String) -> String {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value ?? ""
  }

  package var isSuccess: Bool { self["Response"] == "Success" }

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
  package init?(parsing block: some Sequence<UInt8>) {
    let lines = String(decoding: Array(block), as: UTF8.self).split(whereSeparator: \.isNewline)
    let fields = lines.compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return (name: String(line[..<colon]), value: String(value))
    }
    guard !fields.isEmpty else { return nil }
    self.init(fields)
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
