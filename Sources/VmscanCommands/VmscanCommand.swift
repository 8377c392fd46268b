import ArgumentParser
import VmscanModel

/// A command that runs in a given context instead of on the process's globals.
protocol VmscanCommand: ParsableCommand {
  func run(in context: RunContext) throws -> ExitStatus
}

extension VmscanCommand {
  mutating func run() throws {
    preconditionFailure("EntryPoint runs commands with a context")
  }
}
