import ArgumentParser
import VmscanAssessment
import VmscanFormats
import VmscanModel

/// `vmscan reference`: docs/reference.md, made of the program itself; `scripts/generate` runs it.
struct ReferenceCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "Print the reference as Markdown.", shouldDisplay: false)

  @OptionGroup var output: OutputOptions

  func run(in context: RunContext) throws -> ExitStatus {
    try ResultWriter(output, in: context).write(Reference.markdown())
    return .success
  }
}

/// Commands, settings, variables, exit statuses and rules as one Markdown document.
enum Reference {
  static func markdown() -> String {
    """
    # Reference

    Made by `scripts/generate` from the program itself; do not edit. `vmscan help COMMAND` and the
    manual pages describe every flag.

    ## Commands

    \(table(["command", "does"], commands(RootCommand.self, [])))

    ## Exit statuses

    \(table(["status", "meaning"], ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] }))

    `vmscan check` alone follows the rules for monitoring plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

    ## Settings

    The file is `/etc/vmscan/vmscan.yaml`; `vmscan init` writes a first one. A flag beats a variable of
    the environment, which beats the file, which beats the default. Unknown keys and wrong values are
    refused, each with its key and line. An age is a number with h, d, w or y, such as `12h` or `30d`.

    \(SettingDescription.all.map(section).joined(separator: "\n\n"))

    ## Variables of the environment

    \(table(["variable", "meaning"], SettingVariable.allCases.map { [code($0.rawValue), $0.meaning] }))

    ## Mail logs

    Syslog in its usual forms (with a priority, of busybox, RFC 5424, relayed), journald's JSON,
    `short`, `short-precise`, `short-iso`, `short-full` and `short-unix`, Docker's JSON lines, the
    container logs of Kubernetes and Podman and the programs' own files; packed predecessors are read
    too. A line without a time, as of `journalctl -o cat`, cannot be used.

    Where rsyslog, journald or syslog-ng says that it dropped lines (a rate limit, a full queue), nothing is
    concluded from what is missing an hour before and after, and the scan says so. Such a line often goes
    to another file than the mail log (`/var/log/syslog`, `messages`); the journal has both.

    \(table(["mail program", "a mail is known by", "notes"], MailLogSupport.table.map { [$0.program, $0.method ?? "nothing: not read", $0.remark] }))

    ## Rules

    Each with its reason, remedy and requirements in
    [Rules.md](../Sources/VmscanAssessment/Documentation.docc/Rules.md), or `vmscan rules ID`.

    \(table(["rule", "severity", "finds"], RuleCatalog.all.map { ["\($0.id)", $0.severity.rawValue, $0.title] }))

    """
  }

  private static func commands(
    _ command: any ParsableCommand.Type, _ path: [String]
  ) -> [[String]] {
    command.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { next in
      let words = path + [next.configuration.commandName ?? ""]
      let below = commands(next, words)
      return below.isEmpty
        ? [[code("vmscan " + words.joined(separator: " ")), next.configuration.abstract]] : below
    }
  }

  private static func section(_ setting: SettingDescription) -> String {
    """
    ### \(setting.key.rawValue)

    \(setting.meaning) \(setting.standard.line).

    ```yaml
    \(setting.key.rawValue): \(setting.example)
    ```
    """
  }

  private static func code(_ text: String) -> String { "`\(text)`" }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + rows)
      .map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}
