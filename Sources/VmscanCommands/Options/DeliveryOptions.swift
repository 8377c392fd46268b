import ArgumentParser

/// Whom else a report reaches.
struct DeliveryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Mail what changed to this address through the local mailer; repeatable.",
      valueName: "address"),
    transform: parsed({ MailAddress($0) }, "one plain mail address such as records@example.com"))
  var mailTo: [MailAddress] = []

  @Flag(help: "With --mail-to: only when something changed or was not read.")
  var onChange = false

  @Option(
    help: ArgumentHelp(
      "Also write one line an event, to syslog or to stderr as journald reads it.",
      valueName: "syslog|stderr"))
  var logEvents: EventSink?

  func validate() throws {
    guard !onChange || !mailTo.isEmpty else {
      throw ValidationError("--on-change needs --mail-to ADDRESS")
    }
  }
}

/// Where events go.
enum EventSink: String, CaseIterable, ExpressibleByArgument {
  case syslog, stderr
}

/// A mail address that can stand in a header as it is: no comment, list, quote or control.
struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  let description: String

  init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let allowed = Array("!#$%&'*+/=?^_`{|}~.-".utf8)
    func isPlain(_ part: Substring, _ marks: [UInt8]) -> Bool {
      !part.isEmpty && part.utf8.first != 0x2D
        && part.utf8.allSatisfy {
          ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A)
            || marks.contains($0)
        }
    }
    guard text.utf8.count <= 254, parts.count <= 2, isPlain(parts[0], allowed),
      parts.count == 1 || isPlain(parts[1], Array(".-".utf8))
    else { return nil }
    description = text
  }
}
