import Glibc
package import VmscanModel
import VmscanSystem

/// Has a running Asterisk read its voicemail configuration again, and asks it what it made of it.
package struct VoicemailReload: Sendable {
  package var console: AsteriskConsole
  /// Only the manager interface says whether a mailbox deletes.
  package var manager: ManagerSettings?

  package init(console: AsteriskConsole, manager: ManagerSettings? = nil) {
    self.console = console
    self.manager = manager
  }

  /// What Asterisk tells after the reload.
  package enum Outcome: Sendable, Hashable {
    /// Asked for every planned mailbox, and it has what was planned.
    case confirmed
    /// The number of mailboxes is right; whether they delete could not be asked.
    case counted(Int)
    /// It has something else, such as the mailboxes of before because a file is broken.
    case differs(String)
  }

  /// Reloads and asks.
  ///
  /// - Throws: `SystemError` or `ManagerError` when Asterisk cannot be asked.
  package func run(
    expecting mailboxes: [ConfigEditMailbox], count: Int
  ) throws -> Outcome {
    let answer = try console.run(["voicemail reload", "voicemail show users"])
    if let manager { return try ask(manager, mailboxes, count: count) }
    let listed = Self.count(answer.lines.map { String(decoding: $0, as: UTF8.self) })
    guard let listed else { return .differs("it did not list its mailboxes") }
    guard listed == count else {
      return .differs("it has \(listed) mailboxes where the files define \(count)")
    }
    return .counted(listed)
  }

  /// The number of mailboxes that the list ends with.
  static func count(_ lines: [String]) -> Int? {
    for line in lines where line.contains("voicemail users configured") {
      return Int(line.drop { !$0.isNumber }.prefix { $0.isNumber })
    }
    return lines.contains { $0.contains("no voicemail users") } ? 0 : nil
  }

  private func ask(
    _ manager: ManagerSettings, _ mailboxes: [ConfigEditMailbox], count: Int
  ) throws -> Outcome {
    let messages = try ManagerClient(manager).list("VoicemailUsersList")
    let users = messages.filter { $0["Event"] == "VoicemailUserEntry" }
    guard users.count == count else {
      return .differs("it has \(users.count) mailboxes where the files define \(count)")
    }
    for mailbox in mailboxes {
      let user = users.first {
        ByteText($0["VoiceMailbox"]) == mailbox.id.mailbox
          && ByteText($0["VMContext"]) == mailbox.id.context
      }
      guard let user else { return .differs("it does not have \(mailbox.id)") }
      for option in mailbox.options {
        let field = option.option == .delete ? "DeleteMessage" : "AttachMessage"
        guard (user[field] == "Yes") == option.isOn else {
          return .differs("\(option.option.rawValue) of \(mailbox.id) is \(user[field])")
        }
      }
    }
    return .confirmed
  }

  /// Whether a caller is in VoiceMailMain, where a PIN may be changed.
  ///
  /// - Throws: `SystemError` when Asterisk cannot be asked.
  package func isCallerInMenu() throws -> Bool {
    try console.sessions(usesAliases: false).isInMenu
  }
}
