import ArgumentParser
import FoundationEssentials

/// The names of a command's options, hidden ones too.
struct CommandOptions {
  var long: Set<String> = ["help", "version", "generate-completion-script"]
  var short: Set<Character> = ["h"]
  /// Of the long ones, those that help shows.
  var shown: Set<String> = []

  /// Of every command, by its words.
  static let all: [[String]: CommandOptions] = read()

  private static func read() -> [[String]: CommandOptions] {
    let text = Data(RootCommand._dumpHelp().utf8)
    guard let dump = try? JSONDecoder().decode(Dump.self, from: text) else { return [:] }
    var all: [[String]: CommandOptions] = [:]
    collect(dump.command, at: [], into: &all)
    return all
  }

  private struct Dump: Decodable {
    struct Name: Decodable { var name: String }
    struct Argument: Decodable {
      var names: [Name]?
      var shouldDisplay: Bool
    }
    struct Command: Decodable {
      var commandName: String
      var arguments: [Argument]?
      var subcommands: [Command]?
    }
    var command: Command
  }

  private static func collect(
    _ command: Dump.Command, at path: [String], into all: inout [[String]: CommandOptions]
  ) {
    var options = CommandOptions()
    for argument in command.arguments ?? [] {
      for name in (argument.names ?? []).map(\.name) {
        guard name.count > 1 else {
          options.short.formUnion(name)
          continue
        }
        options.long.insert(name)
        if argument.shouldDisplay { options.shown.insert(name) }
      }
    }
    all[path] = options
    for next in command.subcommands ?? [] {
      collect(next, at: path + [next.commandName], into: &all)
    }
  }
}
