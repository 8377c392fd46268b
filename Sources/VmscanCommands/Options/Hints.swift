import ArgumentParser
import VmscanFleet
import VmscanModel
import VmscanReports

/// Completes the commands that a message proposes with the places that were named.
///
/// Who names a spool or a history means the same one when following a hint: `'vmscan scan' names the
/// line` becomes `'vmscan scan --spool /srv/pbx' names the line`. A command gets only the flags that
/// it takes, as they were given.
struct Hints: Sendable {
  private static let flags = ["--asterisk-etc", "--spool", "--db", "--config"]

  /// The flag that names the fleet's database, by command: elsewhere it has another meaning.
  private static let fleetFlags = ["publish": "--to", "fleet": "--from"]

  private var given: [(flag: String, value: ByteText)] = []
  /// The fleet's database, as a word for a shell.
  private var fleet: String?

  init(in context: RunContext) {
    let words = context.arguments.prefix { $0 != "--" }
    for flag in Self.flags {
      guard let value = Self.value(of: flag, in: words) else { continue }
      given.append((flag, context.rawArguments.path(value)))
    }
    let command = words.dropFirst().first { Self.fleetFlags[$0] != nil }
    guard let flag = command.flatMap({ Self.fleetFlags[$0] }),
      let address = Self.value(of: flag, in: words)
    else { return }
    let value = context.rawArguments.path(address)
    fleet = PostgresAddress(address).hasPassword ? "URL" : SiteFlags.words([("--url", value)]).last
  }

  private static func value(of flag: String, in words: ArraySlice<String>) -> String? {
    var value: String?
    for (index, word) in words.enumerated() {
      if word == flag, index + 1 < words.count { value = words[index + 1] }
      if word.hasPrefix("\(flag)=") { value = String(word.dropFirst(flag.count + 1)) }
    }
    return value
  }

  /// The text with every command in it completed: those in quotes, and one that ends a line behind a
  /// colon.
  func completed(_ text: String) -> String {
    guard !given.isEmpty || fleet != nil, text.contains("vmscan ") else { return text }
    let quoted = text.replacing(
      /(?<open>['`])(?<command>vmscan [a-z][^'`\n]*)(?<close>['`])(?! has no)/
    ) {
      "\($0.open)\(completed(command: $0.command))\($0.close)"
    }
    return quoted.replacing(/: (?<command>vmscan [a-z][^;\n]*)(?<end>;|\n|$)/) {
      ": \(completed(command: $0.command))\($0.end)"
    }
  }

  private func completed(command: Substring) -> String {
    let words = command.split(separator: " ").map(String.init)
    guard !words.contains("--help") else { return String(command) }
    let help = Self.help(of: words.dropFirst())
    let missing = given.filter { flag, _ in
      help.contains("\(flag) <") && !words.contains(flag)
    }
    return ([String(command)] + SiteFlags.words(missing) + fleetWords(words))
      .joined(separator: " ")
  }

  private func fleetWords(_ command: [String]) -> [String] {
    guard let fleet, command.count > 1, let flag = Self.fleetFlags[command[1]],
      !command.contains(flag)
    else { return [] }
    return [flag, fleet]
  }

  /// The help of the command that the words begin with; empty for a group of commands.
  private static func help(of words: ArraySlice<String>) -> String {
    var command: any ParsableCommand.Type = RootCommand.self
    for word in words {
      let next = command.configuration.subcommands.first {
        $0.configuration.commandName == word
      }
      guard let next else { break }
      command = next
    }
    return command.configuration.subcommands.isEmpty ? RootCommand.helpMessage(for: command) : ""
  }
}

/// Standard error, where every command that is proposed names the places that were given.
struct HintingSink: ByteSink {
  let sink: any ByteSink
  let hints: Hints

  func write(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let completed = hints.completed(text)
    try sink.write(completed == text ? bytes : Array(completed.utf8))
  }
}

extension RunContext {
  /// A text for standard output, with the commands that it proposes completed.
  func hinting(_ text: String) -> String { Hints(in: self).completed(text) }
}
