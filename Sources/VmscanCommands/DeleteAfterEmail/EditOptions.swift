import ArgumentParser
import VmscanModel

/// The flags of every command that edits the configuration.
struct EditOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Consent to what is refused for this reason; repeatable.", valueName: "reason"),
    completion: .list(
      ConfigEditRefusal.Reason.allCases.filter(\.isOverridable).map(\.rawValue)),
    transform: parsed(
      { ConfigEditRefusal.Reason(rawValue: $0).flatMap { $0.isOverridable ? $0 : nil } },
      "a reason that can be overridden; 'vmscan delete-after-email enable --help' lists them"))
  var override: [ConfigEditRefusal.Reason] = []

  @Flag(help: "Have the running Asterisk read the configuration again, and ask it.")
  var reload = false

  @Option(
    help: ArgumentHelp("Write the plan to a file and stop.", valueName: "file"),
    completion: .file())
  var planOut: String?

  @Option(
    help: ArgumentHelp("Apply a plan written by --plan-out.", valueName: "file"),
    completion: .file())
  var apply: String?

  func validate() throws {
    guard planOut == nil || apply == nil else {
      throw ValidationError("--plan-out and --apply together mean nothing")
    }
  }
}
