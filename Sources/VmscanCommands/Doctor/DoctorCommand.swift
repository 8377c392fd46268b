import ArgumentParser
import VmscanReports

/// `vmscan doctor`.
struct DoctorCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the installation and the PBX; every line ok, warn or fail with its remedy.",
    discussion: """
      Changes nothing.

      Ends with 0 when every line is ok or warn, with 1 when one fails, and with 3 when something \
      could not be checked.
      """)

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text or json.")
  var format: DoctorFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let examination = Examination(settings, site, in: context)
    let diagnoses = context.naming("checking", isQuiet: settings.quiet) {
      examination.diagnoses()
    }
    guard !context.interruption.isSet else {
      throw CommandFailure(.interrupted, "interrupted; nothing was changed")
    }
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text:
      let style = context.textReport(settings, output, redaction: .standard).style
      try writer.write(context.hinting(DoctorReport(diagnoses).text(style: style)))
    case .json: try writer.write(try DoctorReport(diagnoses).json())
    }
    return diagnoses.status
  }
}

/// The forms of a health report.
enum DoctorFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}
