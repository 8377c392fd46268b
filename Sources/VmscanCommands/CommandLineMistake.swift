import ArgumentParser

/// Says what is wrong with a command line, and what was probably meant.
///
/// The parser answers a misspelt command with `--help` behind it by the help of what stands before
/// it and success, and knows nothing of single hyphens before long names.
struct CommandLineMistake {
  private let arguments: [String]
  /// The commands named, such as `["history", "runs"]`.
  private var path: [String] = []
  /// The commands that may follow them.
  private var known: [String] = []
  private var unknownWord: String?

  init(_ arguments: [String]) {
    self.arguments = arguments
    var subcommands = RootCommand.configuration.subcommands
    let words = arguments.prefix { !$0.hasPrefix("-") }
    for word in words where word != "help" {
      guard !subcommands.isEmpty else { return }
      guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
        unknownWord = word
        known = subcommands.compactMap { $0.configuration.commandName }
        return
      }
      path.append(word)
      subcommands = next.configuration.subcommands
    }
  }

  /// The complaint about a word that should name a command; `nil` when all do.
  var unknownCommand: String? {
    guard let unknownWord else { return nil }
    let meant = Self.synonyms[unknownWord] ?? Nearest.word(to: unknownWord, among: known)
    let suggestion = meant.map { "; did you mean '\($0)'?" } ?? ""
    guard !path.isEmpty else {
      return "vmscan: there is no command '\(unknownWord)'\(suggestion)\n"
        + "'vmscan help' lists the commands"
    }
    return "vmscan: '\(name)' has no command '\(unknownWord)'\(suggestion)\n"
      + "'\(name) --help' lists its commands"
  }

  /// What people type who know other programs.
  private static let synonyms: [String: String] = [
    "delete": "purge", "remove": "purge", "clean": "purge", "undo": "restore",
    "undelete": "restore", "status": "report", "show": "explain", "why": "explain",
    "list": "messages", "setup": "init", "version": "--version",
  ]

  private var name: String { (["vmscan"] + path).joined(separator: " ") }

  /// The complaint of the parser in plain words, with a remedy on the second line.
  func complaint(about error: any Error) -> String {
    let text = RootCommand.message(for: error)
    let isUnknown =
      Self.unknownStarts.contains { text.hasPrefix($0) } || text.contains(" unexpected arguments")
    let reason = (isUnknown ? unknownOption : nil) ?? Self.shortened(text)
    return "vmscan: \(reason)\nsee '\(name) --help'"
  }

  private static let unknownStarts = ["Unknown option", "Unexpected argument", "Missing value"]

  // MARK: - Options

  /// The first word that looks like an option and is none of this command.
  private var unknownOption: String? {
    let options = CommandOptions.all[path] ?? CommandOptions()
    for word in arguments.dropFirst(path.count).prefix(while: { $0 != "--" }) {
      let bare = word.drop { Self.dashes.contains($0) }
      let typed = String(bare.prefix { $0 != "=" })
      guard !typed.isEmpty else { continue }
      let dashes = word.prefix(word.count - bare.count)
      switch dashes {
      case "--":
        guard !options.long.contains(typed) else { continue }
        return "'\(name)' has no option '--\(typed)'" + suggestion(for: typed, among: options)
      case "-":
        guard typed.count > 1, !typed.allSatisfy({ options.short.contains($0) }) else { continue }
        let meant =
          options.long.contains(typed) ? typed : Nearest.word(to: typed, among: options.long)
        return "'\(name)' has no option '-\(typed)'"
          + (meant.map { "; did you mean '--\($0)', with two hyphens?" } ?? "")
      case "":
        guard options.long.contains(typed), isUnexpected(word) else { continue }
        return "unexpected argument '\(word)'; did you mean '--\(typed)'?"
      default:
        guard options.long.contains(typed) else { continue }
        return "'\(word)' begins with a dash that is no hyphen; write '--\(typed)'"
      }
    }
    return nil
  }

  /// Hyphens and what word processors make of them.
  private static let dashes = "-\u{2013}\u{2014}\u{2212}"

  /// A bare word that no option before it takes as its value.
  private func isUnexpected(_ word: String) -> Bool {
    guard let index = arguments.firstIndex(of: word), index > 0 else { return true }
    return !arguments[index - 1].hasPrefix("-")
  }

  private func suggestion(for typed: String, among options: CommandOptions) -> String {
    if let meant = Nearest.word(to: typed, among: options.long) {
      return "; did you mean '--\(meant)'?"
    }
    let others = CommandOptions.all.filter { $0.value.shown.contains(typed) }.map(\.key)
      .filter { !$0.isEmpty }.map { $0.joined(separator: " ") }.sorted()
    guard !others.isEmpty else { return "" }
    return "; \(others.prefix(4).joined(separator: ", ")) \(others.count == 1 ? "has" : "have") it"
  }

  // MARK: - Values

  /// `--older: '30' is not an age` of `The value '30' is invalid for '--older <age>': '30' is …`.
  private static func shortened(_ text: String) -> String {
    let lower = text.prefix(1).lowercased() + text.dropFirst()
    guard let range = text.firstRange(of: " is invalid for '"), text.hasPrefix("The value '") else {
      return lower
    }
    let value = text[text.index(text.startIndex, offsetBy: 10)..<range.lowerBound]
    let rest = text[range.upperBound...]
    let option = rest.prefix { $0 != "'" && $0 != " " }
    guard let quote = rest.firstIndex(of: "'") else { return lower }
    let reason = rest[rest.index(after: quote)...]
    if reason.hasPrefix(": ") { return "\(option): \(reason.dropFirst(2))" }
    let choices = reason.split(separator: "\n").filter { $0.hasPrefix("  - ") }
      .map { String($0.dropFirst(4)) }
    guard !choices.isEmpty else { return "\(option): \(value) is not a valid value" }
    let meant = Nearest.word(to: value.filter { $0 != "'" }, among: choices)
    return "\(option): \(value) is not one of \(choices.joined(separator: ", "))"
      + (meant.map { "; did you mean '\($0)'?" } ?? "")
  }
}
