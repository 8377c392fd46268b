import ArgumentParser
import VmscanModel
import VmscanReports

/// Completes the commands that a message proposes with the places that were named.
///
/// Who names a spool or a history means the same one when following a hint: `'vmscan scan' names the
/// line` becomes `'vmscan scan --spool /srv/pbx' names the line`. A command gets only the flags that
/// it takes, as they were given.
struct Hints: Sendable {
  private static let flags = ["--asterisk-etc", "--spool", "--db", "--config"]

  private var given: [(flag: String, value: ByteText)] = []

  init(in context: RunContext) {
    let words = context.arguments.prefix { $0 != "--" }
    for flag in Self.flags {
      var value: String?
      for (index, word) in words.enumerated() {
        if word == flag, index + 1 < words.count { value = words[index + 1] }
        if word.hasPrefix("\(flag)=") { value = String(word.dropFirst(flag.count + 1)) }
      }
      if let value { given.append((flag, context.rawArguments.path(value))) }
    }
  }

  /// The text with every command in it completed: those in quotes, and one that ends a line behind a
  /// colon.
  func completed(_ text: String) -> String {
    guard !given.isEmpty, text.contains("vmscan ") else { return text }
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
    return ([String(command)] + SiteFlags.words(missing)).joined(separator: " ")
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
