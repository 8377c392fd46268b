import Glibc
import Synchronization
package import VmscanModel
import VmscanSystem

/// Everything a command may know of the machine it runs on; tests replace each part.
package struct RunContext: Sendable {
  package var out: any ByteSink
  package var err: any ByteSink
  package var environment: [String: String]
  package var clock: @Sendable () -> Timestamp
  package var terminal: Terminal
  package var hostName: String
  package var user: String
  package var arguments: [String]
  package var rawArguments = RawArguments()
  /// Reads one line of consent from the terminal; `nil` at its end.
  package var readLine: @Sendable () -> String?
  package var interruption: Interruption
  /// Stands before places of the system, such as `/etc/cron.d`; empty on the real machine.
  package var machineRoot = ""

  package init(
    out: any ByteSink, err: any ByteSink, environment: [String: String],
    clock: @escaping @Sendable () -> Timestamp, terminal: Terminal, hostName: String, user: String,
    arguments: [String], readLine: @escaping @Sendable () -> String?, interruption: Interruption
  ) {
    self.out = out
    self.err = err
    self.environment = environment
    self.clock = clock
    self.terminal = terminal
    self.hostName = hostName
    self.user = user
    self.arguments = arguments
    self.readLine = readLine
    self.interruption = interruption
  }
}

/// Which standard streams are terminals, and how wide.
package struct Terminal: Sendable {
  package var inputIsTerminal: Bool
  package var outputIsTerminal: Bool
  package var errorIsTerminal: Bool
  /// Columns.
  package var width: Int

  package init(
    inputIsTerminal: Bool = false, outputIsTerminal: Bool = false, errorIsTerminal: Bool = false,
    width: Int = 80
  ) {
    self.inputIsTerminal = inputIsTerminal
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.width = width
  }
}

/// Set by SIGINT, SIGTERM and SIGHUP; commands look at it between mailboxes and messages.
package final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)

  package init() {}

  package func set() { flag.store(true, ordering: .relaxed) }

  package var isSet: Bool { flag.load(ordering: .relaxed) }
}

extension RunContext {
  /// The real machine.
  package static func system(arguments: [String], environment: [String: String]) -> RunContext {
    RunContext(
      out: DescriptorSink(descriptor: STDOUT_FILENO),
      err: DescriptorSink(descriptor: STDERR_FILENO),
      environment: environment,
      clock: { Timestamp(Int64(time(nil))) },
      terminal: Terminal(
        inputIsTerminal: isatty(STDIN_FILENO) == 1,
        outputIsTerminal: isatty(STDOUT_FILENO) == 1,
        errorIsTerminal: isatty(STDERR_FILENO) == 1, width: terminalWidth(environment)),
      hostName: HostName.current, user: userName(), arguments: arguments,
      readLine: { Swift.readLine() }, interruption: Interruption())
  }

  /// `COLUMNS` as it was exported, else what the terminal says, else 80; at least 40.
  static func terminalWidth(_ environment: [String: String]) -> Int {
    if let columns = environment["COLUMNS"].flatMap({ Int(plain: $0) }), columns > 0 {
      return max(40, columns)
    }
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return max(40, Int(size.ws_col))
  }

  private static func userName() -> String {
    guard let entry = getpwuid(geteuid()) else { return "uid \(geteuid())" }
    return String(cString: entry.pointee.pw_name)
  }
}
