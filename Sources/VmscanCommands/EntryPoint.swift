import ArgumentParser
import CLinuxShims
import Glibc
import VmscanModel

/// Parses the command line, runs the command and turns its end into an exit status.
package enum EntryPoint {
  /// Runs on the real machine and ends the process.
  package static func main() -> Never {
    signal(SIGPIPE, SIG_IGN)
    clinux_return_large_memory()
    var context = RunContext.system(
      arguments: CommandLine.arguments, environment: environmentVariables())
    context.rawArguments = RawArguments(argumentBytes())
    // The mail command gets the mask and the signals that Asterisk gave.
    if CommandLine.arguments.dropFirst().first != MailerCommand.configuration.commandName {
      umask(0o077)
      SignalWatch.start(context.interruption)
    }
    exit(run(Array(CommandLine.arguments.dropFirst()), in: context).rawValue)
  }

  /// Runs one command line; every outcome is a status, nothing is thrown.
  package static func run(_ arguments: [String], in context: RunContext) -> ExitStatus {
    let arguments = arguments == ["-V"] ? ["--version"] : arguments
    var context = context
    context.err = HintingSink(sink: context.err, hints: Hints(in: context))
    if let complaint = CommandLineMistake(arguments).unknownCommand {
      report(complaint, in: context)
      return .usage
    }
    if let status = MailerCommand.passOn(arguments, in: context) { return status }
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if let command = command as? any VmscanCommand { return try command.run(in: context) }
      try command.run()
      return .success
    } catch
      where CheckCommand.isMeant(by: arguments) && !RootCommand.exitCode(for: error).isSuccess
    {
      return CheckCommand.answer(firstLine(of: error, arguments), in: context)
    } catch let error as CommandFailure {
      report("\(error)", in: context)
      return error.status
    } catch let error as OutputError {
      return error.readerIsGone ? .readerGone : report(error, in: context)
    } catch {
      return finish(error, arguments, in: context)
    }
  }

  /// What a plugin may say of an error: one line, without the usage text.
  static func firstLine(of error: any Error, _ arguments: [String]) -> String {
    if let failure = error as? CommandFailure { return failure.firstLine }
    let isUsage = RootCommand.exitCode(for: error) == .validationFailure
    let text =
      isUsage
      ? CommandLineMistake(arguments).complaint(about: error).dropFirst("vmscan: ".count)
      : "\(error)"
    return String(text.prefix { $0 != "\n" })
  }

  private static func finish(
    _ error: any Error, _ arguments: [String], in context: RunContext
  ) -> ExitStatus {
    let code = RootCommand.exitCode(for: error)
    if code.isSuccess {
      do {
        try context.out.writeLine(RootCommand.fullMessage(for: error))
        return .success
      } catch {
        let readerIsGone = (error as? OutputError)?.readerIsGone ?? false
        return readerIsGone ? .readerGone : report(error, in: context)
      }
    }
    if code == .validationFailure {
      report(CommandLineMistake(arguments).complaint(about: error), in: context)
      return .usage
    }
    report("vmscan: \(error)", in: context)
    return .failed
  }

  private static func report(_ error: any Error, in context: RunContext) -> ExitStatus {
    report("vmscan: \(error)", in: context)
    return .failed
  }

  /// Standard error may be closed too; then there is nobody left to tell.
  static func report(_ text: String, in context: RunContext) {
    try? context.err.writeLine(text)
  }

  private static func argumentBytes() -> [[UInt8]] {
    (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }.map { argument in
      UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) }
    }
  }

  private static func environmentVariables() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return variables
  }
}

/// Why a command stopped, in words for the person who typed it.
struct CommandFailure: Error, CustomStringConvertible {
  var status: ExitStatus
  /// What was attempted, on what, why it failed; a second line says what to do.
  var reason: String
  /// The reason on one line, where it is more than the first line of `reason`.
  var summary: String?

  init(_ status: ExitStatus, _ reason: String, summary: String? = nil) {
    self.status = status
    self.reason = reason
    self.summary = summary
  }

  var description: String { "vmscan: \(reason)" }
}
