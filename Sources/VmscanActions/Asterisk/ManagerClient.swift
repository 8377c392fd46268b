import Glibc
package import VmscanModel
import VmscanSystem

/// Where and as whom the manager interface (AMI) is reached; the secret is never printed.
package struct ManagerSettings: Sendable {
  package var host: String
  package var port: UInt16
  package var user: String
  package var secret: String
  package var timeout: Duration

  package init(
    host: String = "127.0.0.1", port: UInt16 = 5038, user: String, secret: String,
    timeout: Duration = .seconds(8)
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.secret = secret
    self.timeout = timeout
  }
}

/// What the manager interface refused or did not understand.
package struct ManagerError: Error, Sendable, Hashable, CustomStringConvertible {
  package var action: String
  package var message: String

  package var description: String { "Asterisk's manager refused '\(action)': \(message)" }
}

/// A logged-in connection to Asterisk's manager interface.
///
/// Used by one thread; every wait is bounded.
package final class ManagerClient {
  private let connection: StreamSocket
  private let timeout: Duration
  private var received: [UInt8] = []
  private var waiting: [ManagerMessage] = []
  private var lastID = 0

  /// Connects and logs in without events.
  package init(_ settings: ManagerSettings) throws {
    connection = try StreamSocket(
      host: settings.host, port: settings.port, timeout: settings.timeout)
    timeout = settings.timeout
    try skipGreeting()
    let answer = try response(
      to: "Login",
      [("Username", settings.user), ("Secret", settings.secret), ("Events", "off")])
    guard answer.isSuccess else {
      throw ManagerError(action: "Login", message: answer["Message"])
    }
  }

  deinit { try? connection.send(ManagerMessage([(name: "Action", value: "Logoff")]).bytes) }

  /// The greeting is one line, `Asterisk Call Manager/x.y.z`.
  private func skipGreeting() throws {
    let deadline = ContinuousClock.now + timeout
    while true {
      if let end = received.firstIndex(of: 0x0A) {
        received.removeFirst(end + 1)
        return
      }
      try fill(deadline)
    }
  }

  private func fill(_ deadline: ContinuousClock.Instant) throws {
    let piece = try connection.receive()
    guard !piece.isEmpty, ContinuousClock.now < deadline else {
      throw SystemError(code: ETIMEDOUT, attempt: "hear from", path: "Asterisk's manager")
    }
    received += piece
  }

  private func next(_ deadline: ContinuousClock.Instant) throws -> ManagerMessage {
    while true {
      waiting += ManagerMessage.take(from: &received)
      if !waiting.isEmpty { return waiting.removeFirst() }
      try fill(deadline)
    }
  }

  /// Sends an action and returns its response.
  package func response(
    to action: String, _ fields: [(String, String)] = []
  ) throws -> ManagerMessage {
    try exchange(action, fields, isList: false).first
      ?? ManagerMessage([(name: "Response", value: "Error")])
  }

  /// Sends an action and returns its response and the events of its list.
  package func list(_ action: String, _ fields: [(String, String)] = []) throws
    -> [ManagerMessage]
  {
    try exchange(action, fields, isList: true)
  }

  private func exchange(
    _ action: String, _ fields: [(String, String)], isList: Bool
  ) throws -> [ManagerMessage] {
    lastID += 1
    let id = "vmscan-\(lastID)"
    let all = [("Action", action), ("ActionID", id)] + fields
    try connection.send(ManagerMessage(all.map { (name: $0.0, value: $0.1) }).bytes)
    let deadline = ContinuousClock.now + timeout
    var answers: [ManagerMessage] = []
    while true {
      let message = try next(deadline)
      guard message["ActionID"] == id || isList && message.isFragment else { continue }
      answers.append(message)
      if !message["Response"].isEmpty, !isList || !message.isSuccess { return answers }
      if message.endsList { return answers }
    }
  }
}

extension ManagerClient {
  /// Who is in a mailbox, from `CoreShowChannels`.
  package func sessions(usesAliases: Bool) throws -> LiveSessions {
    let messages = try list("CoreShowChannels")
    guard messages.first?.isSuccess == true else {
      throw ManagerError(
        action: "CoreShowChannels", message: messages.first?["Message"] ?? "no answer")
    }
    var sessions = LiveSessions()
    for event in messages where event["Event"] == "CoreShowChannel" || event.isFragment {
      sessions.add(event, usesAliases: usesAliases)
    }
    return sessions
  }

  /// Makes Asterisk count a mailbox anew and tell its phones.
  ///
  /// Up to release 16 it answers success but reaches only mailboxes that a phone subscribes to.
  package func refresh(_ mailbox: MailboxID) throws {
    let answer = try response(
      to: "VoicemailRefresh",
      [("Context", text(mailbox.context)), ("Mailbox", text(mailbox.mailbox))])
    guard answer.isSuccess else {
      throw ManagerError(action: "VoicemailRefresh", message: answer["Message"])
    }
  }

  /// Asks Asterisk to remove a message; its success is no proof, so the folder must be read again.
  ///
  /// A failure comes as `Response: Success` with `Message: Message remove failed`.
  package func remove(messageID: ByteText, in folder: Folder, of mailbox: MailboxID) throws {
    let answer = try response(
      to: "VoicemailRemove",
      [
        ("Context", text(mailbox.context)), ("Mailbox", text(mailbox.mailbox)),
        ("Folder", folder.name), ("ID", text(messageID)),
      ])
    guard answer.isSuccess, answer["Message"].lowercased().contains("successful") else {
      throw ManagerError(action: "VoicemailRemove", message: answer["Message"])
    }
  }

  /// Whether Asterisk has an action and this user may ask for it.
  package func offers(_ action: String) throws -> Bool {
    let answer = try response(to: "ListCommands")
    guard answer.isSuccess else {
      throw ManagerError(action: "ListCommands", message: answer["Message"])
    }
    return answer.fields.contains { $0.name.lowercased() == action.lowercased() }
  }

  /// Lists a mailbox, which also makes Asterisk close gaps and add missing message ids.
  package func boxSummary(_ mailbox: MailboxID) throws -> [ManagerMessage] {
    let messages = try list(
      "VoicemailBoxSummary",
      [("Context", text(mailbox.context)), ("Mailbox", text(mailbox.mailbox))])
    guard messages.first?.isSuccess == true else {
      throw ManagerError(
        action: "VoicemailBoxSummary", message: messages.first?["Message"] ?? "no answer")
    }
    return messages.filter { $0["Event"] == "VoicemailBoxDetail" }
  }

  private func text(_ bytes: ByteText) -> String { String(decoding: bytes.bytes, as: UTF8.self) }
}

extension LiveSessions {
  /// Adds a `CoreShowChannel` event.
  ///
  /// Old releases do not escape a caller's name, which stands before the application, and a name
  /// with a line end can bring an `Application` of its own. Each is believed, so that none hides
  /// the true one, and with more than one the session may be in any mailbox.
  package mutating func add(_ event: ManagerMessage, usesAliases: Bool) {
    let applications = event.values("Application")
    let data = event.values("ApplicationData")
    for application in applications {
      for argument in data.isEmpty ? [""] : data {
        add(
          application: Array(application.utf8)[...], data: Array(argument.utf8)[...],
          usesAliases: usesAliases)
      }
    }
    if applications.count > 1 || data.count > 1 || event.isFragment { mayBeAny = true }
  }
}
