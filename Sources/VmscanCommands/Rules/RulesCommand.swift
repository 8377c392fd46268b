import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports

/// `vmscan rules`.
struct RulesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Print the rule catalogue, or one rule whole.")

  @Argument(
    help: ArgumentHelp("A rule's identifier or name, such as VM-101.", valueName: "id"),
    completion: .rules,
    transform: parsed(
      { text in RuleCatalog.rule(named: text)?.id.description },
      "a rule; 'vmscan rules' lists them"))
  var id: String?

  @Option(help: "text, json, ndjson or markdown.")
  var format: RulesFormat = .text

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let writer = ResultWriter(output, in: context)
    let rules = RuleDocuments.all.filter { id == nil || $0.id.description == id }
    let text = context.textReport(settings, output, redaction: .standard)
    switch format {
    case .text:
      if id != nil, let rule = rules.first {
        try writer.write(text.rule(rule))
      } else {
        try writer.write(text.rules(rules))
      }
    case .json: try writer.write(try JSONReport().rules(rules))
    case .ndjson:
      try writer.stream { sink in
        for rule in rules { try sink(try NDJSONReport().line(rule)) }
      }
    case .markdown: try writer.write(RuleManual.markdown())
    }
    return .success
  }
}

/// The forms of the rule catalogue.
enum RulesFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, ndjson, markdown
}
