import ArgumentParser
import Glibc
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanSystem

/// `vmscan init`.
struct InitCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first settings file from what is found on this machine.",
    discussion: """
      Asks on a terminal only for what it cannot know: the own domains and the mail log. Without a \
      terminal give --own-domain and --mail-log, or --yes to go on with what was found.
      """)

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  @Flag(help: "Ask nothing; own domains that were only guessed stay a comment.")
  var yes = false

  @Flag(help: "Replace a settings file that exists.")
  var force = false

  @Flag(help: "Print the commented settings, all at their defaults, and stop.")
  var sample = false

  func run(in context: RunContext) throws -> ExitStatus {
    guard !sample else {
      try context.out.write(FirstSettings.sample.yaml)
      return .success
    }
    let path =
      settings.config ?? SettingVariable.config.value(in: context.environment)
      ?? SettingsLoader.defaultFile
    try refuseExisting(path)
    var first = try found(in: context)
    try complete(&first, in: context)
    let yaml = first.yaml
    try check(yaml, as: path)
    do {
      try AtomicFile.makeDirectory(of: path)
      try AtomicFile.replace(path, with: Array(yaml.utf8), mode: 0o640)
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
    if !settings.quiet {
      try context.out.writeLine(context.hinting("wrote '\(path)'; 'vmscan doctor' checks the rest"))
    }
    return .success
  }

  private func refuseExisting(_ path: String) throws {
    var status = stat()
    guard !force, lstat(path, &status) == 0 else { return }
    throw CommandFailure(
      .refused,
      """
      refused to replace the settings file '\(path)'
      nothing was changed; add --force to begin anew, or name another file with --config
      """)
  }

  /// What the machine tells; flags come first, then the environment.
  private func found(in context: RunContext) throws -> FirstSettings {
    var environment = context.environment
    environment[SettingVariable.config.rawValue] = nil
    let loader = SettingsLoader(environment: environment, readFile: { _ in nil })
    let (resolved, faults) = loader.resolve(file: nil) { settings in
      settings.rawArguments = context.rawArguments
      return site.apply(to: &settings)
    }
    guard faults.isEmpty else {
      throw CommandFailure(.usage, "\(SettingsError(faults: faults))")
    }
    let version = resolved.asteriskVersion ?? AsteriskVersionProbe.version(for: resolved)
    let configuration = VoicemailConfigReader.read(
      etcDirectory: ByteText(resolved.asteriskEtc), versionOverride: version, tables: OdbcTables())
    try warn(about: configuration.status, in: resolved.asteriskEtc, context)
    let own = OwnDomainInference.infer(
      addresses: configuration.mailboxes.filter { !$0.isMisreadLine }
        .flatMap(\.recipientAddresses),
      serverEmails: Array(Set(configuration.mailboxes.map(\.serverEmail.value))),
      hostName: context.hostName, settings: AssessmentSettings())
    return FirstSettings(
      asteriskEtc: resolved.asteriskEtc, spool: resolved.spool,
      spoolFound: "\(configuration.asterisk.spoolDirectory)", version: version,
      ownDomains: resolved.assessment.ownDomains, inferredDomains: own.domains,
      mailLogs: resolved.mailLogs.map(Self.absolute),
      database: (settings.db ?? SettingVariable.database.value(in: environment)).map(Self.absolute),
      host: SettingVariable.host.value(in: environment))
  }

  /// The nightly job works in another directory than who writes the settings.
  private static func absolute(_ path: String) -> String {
    ByteText(path).absolutePath.utf8String ?? path
  }

  /// A machine without Asterisk is no error, but nobody should learn of it from the first scan.
  private func warn(
    about status: ConfigStatus, in directory: String, _ context: RunContext
  ) throws {
    let what: String
    switch status {
    case .loaded, .invalid: return
    case .missing: what = "there is no '\(directory)/voicemail.conf'"
    case .unreadable: what = "this user may not read '\(directory)/voicemail.conf'"
    }
    try context.err.writeLine(
      """
      vmscan: \(what), so nothing was found there; the settings hold defaults
      name Asterisk's configuration directory with --asterisk-etc, or correct asteriskEtc
      """)
  }

  /// Asks for what no flag has given.
  private func complete(_ first: inout FirstSettings, in context: RunContext) throws {
    let logs = MailLogPlaces.readable()
    let asksDomains = first.ownDomains.isEmpty && !yes
    let asksLogs = first.mailLogs.isEmpty && !yes
    guard asksDomains || asksLogs else {
      if first.mailLogs.isEmpty { first.mailLogs = logs }
      return
    }
    guard context.terminal.inputIsTerminal else {
      let lacking = [
        asksDomains ? ("the own domains", "--own-domain") : nil,
        asksLogs ? ("the mail log", "--mail-log") : nil,
      ].compactMap(\.self)
      let (what, flags) = (lacking.map(\.0), lacking.map(\.1))
      throw CommandFailure(
        .refused,
        """
        refused to write settings: there is no terminal to ask for \(what.joined(separator: " and "))
        nothing was written; give \(flags.joined(separator: " and ")), or --yes to go on with what \
        was found
        """)
    }
    let questions = Questions(context: context)
    if asksDomains { first.ownDomains = try questions.domains(found: first.inferredDomains) }
    if asksLogs { first.mailLogs = try questions.logs(found: logs).map(Self.absolute) }
    if first.mailLogs.isEmpty { first.mailLogs = logs }
  }

  /// The settings loader itself says whether the file can be used.
  private func check(_ yaml: String, as path: String) throws {
    let loader = SettingsLoader(environment: [:], readFile: { _ in yaml })
    do {
      _ = try loader.load(file: path) { _ in [] }
    } catch {
      throw CommandFailure(.usage, "cannot write these settings: \(error)")
    }
  }
}

/// The two questions that only a person can answer.
private struct Questions {
  let context: RunContext

  func domains(found: [String]) throws -> [String] {
    while true {
      let answer = try words("Own mail domains, with blanks between them", found: found)
      let wrong = answer.filter { !DomainSyntax.isPlausible($0) }
      if wrong.isEmpty { return answer.map { $0.lowercased() } }
      try context.err.writeLine("not a domain such as example.com: \(wrong.joined(separator: " "))")
    }
  }

  func logs(found: [String]) throws -> [String] {
    while true {
      let answer = try words("Mail logs, with blanks between them", found: found)
      let wrong = answer.filter { access($0, R_OK) != 0 }
      if wrong.isEmpty { return answer }
      try context.err.writeLine("cannot be read: \(wrong.joined(separator: " "))")
    }
  }

  /// An empty answer takes what was found; the end of input stops.
  private func words(_ question: String, found: [String]) throws -> [String] {
    try context.err.write("\(question) [\(found.joined(separator: " "))]: ")
    guard let line = context.readLine() else {
      throw CommandFailure(.interrupted, "no answer; nothing was written")
    }
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    return words.isEmpty ? found : words
  }
}
