import ArgumentParser

/// What `vmscan help WORD...` asks for.
enum HelpRequest {
  /// The first word that names no command; `nil` when all do, or when no help is asked for.
  ///
  /// The parser answers an unknown word with the help of what stands before it and success.
  static func unknownCommand(in arguments: [String]) -> String? {
    guard arguments.first == "help" else { return nil }
    var commands = RootCommand.configuration.subcommands
    for word in arguments.dropFirst().prefix(while: { !$0.hasPrefix("-") && $0 != "help" }) {
      guard let next = commands.first(where: { $0.configuration.commandName == word }) else {
        return word
      }
      commands = next.configuration.subcommands
    }
    return nil
  }
}
