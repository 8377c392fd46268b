import Foundation
import Testing

/// A real Asterisk, brought up by `scripts/test`; `VMSCAN_LAB` names its Debian suite.
struct Lab: Sendable {
  static let suite = ProcessInfo.processInfo.environment["VMSCAN_LAB"] ?? ""
  static let isUp = !suite.isEmpty
  static let whyNot: Comment = Comment(
    rawValue: ProcessInfo.processInfo.environment["VMSCAN_LAB_REASON"]
      ?? "no real Asterisk: run scripts/test as root on Debian or Ubuntu")

  let etc: String
  let spool: String
  let version: String

  init() throws {
    func line(_ words: String...) throws -> String {
      try Self.ask(words).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    etc = try line("path", "etc")
    spool = try line("path", "spool")
    version = try line("version").replacing("Asterisk ", with: "")
  }

  @discardableResult
  static func ask(_ arguments: String...) throws -> String {
    try ask(arguments)
  }

  @discardableResult
  static func ask(_ arguments: [String]) throws -> String {
    let script = Program.root.appending(path: "scripts/asterisk-lab").path
    let done = try Program.run("/bin/bash", [script, "--suite", suite] + arguments)
    guard done.status == 0 else {
      throw LabError(text: "asterisk-lab \(arguments): status \(done.status)\n\(done.errors)")
    }
    return done.latin
  }

  /// Lays a configuration over the lab's and has Asterisk read it; `body` runs with it in force.
  func withConfiguration(_ directory: URL, _ body: () throws -> Void) throws {
    let files = FileManager.default
    let kept = try Scratch()
    let names = try files.contentsOfDirectory(atPath: directory.path)
      .filter { !["asterisk.conf", "modules.conf", "manager.conf"].contains($0) }
    let present = names.filter { files.fileExists(atPath: etc + "/" + $0) }
    for name in present {
      try files.moveItem(atPath: etc + "/" + name, toPath: kept.path + "/" + name)
    }
    defer {
      for name in names { try? files.removeItem(atPath: etc + "/" + name) }
      for name in present {
        try? files.moveItem(atPath: kept.path + "/" + name, toPath: etc + "/" + name)
      }
      _ = try? Self.ask("cli", "voicemail", "reload")
    }
    for name in names {
      try files.copyItem(atPath: directory.path + "/" + name, toPath: etc + "/" + name)
    }
    try Self.ask("exec", "chown", "-R", "asterisk:asterisk", "/etc/asterisk")
    try Self.ask("cli", "voicemail", "reload")
    try body()
  }

  /// Every mailbox as Asterisk lists it (AMI VoicemailUsersList).
  func users() throws -> [LabUser] {
    try Self.ask("ami", "VoicemailUsersList").replacing("\r\n", with: "\n")
      .components(separatedBy: "\n\n")
      .filter { $0.hasPrefix("Event: VoicemailUserEntry\n") }
      .map(LabUser.init(event:))
  }
}

/// One VoicemailUserEntry event.
struct LabUser: Hashable, Sendable {
  var fields: [String: String] = [:]

  init(event: String) {
    for line in event.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...]
      fields[String(line[..<colon])] = String(value.hasPrefix(" ") ? value.dropFirst() : value)
    }
  }

  subscript(name: String) -> String { fields[name] ?? "" }

  var id: String { self["VoiceMailbox"] + "@" + self["VMContext"] }
}

struct LabError: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}
