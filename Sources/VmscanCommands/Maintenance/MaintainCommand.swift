import ArgumentParser
import VmscanActions
import VmscanSystem

/// `vmscan maintain`.
///
/// Not below `history`, for it also looks after the quarantine and writes metrics.
struct MaintainCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "maintain",
    abstract: "What the nightly job does after the scan: check, prune, back up and optimize.",
    discussion: """
      Checks the whole history; then, as the settings say, removes old runs (keepHistory, \
      keepRuns), writes a checked backup and removes the oldest (backup), and refreshes the query \
      planner. A damaged history is neither pruned nor backed up. With --quiet only failures are \
      printed. With --nightly, which the nightly job gives, the time is noted beside the history \
      when all of it is done; 'vmscan doctor' checks it to see whether the nights go well.

      With --quarantine it unlinks instead what has waited there longer than quarantineFor and is \
      under no hold, and removes folder locks that a killed vmscan left behind, by which Asterisk \
      would lose messages. That needs the right to purge, so it is a run of its own: the job \
      'vmscan-nightly expire' or vmscan-expire.service. Where nothing was ever purged, and where \
      there is no Asterisk, it does nothing.
      """)

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  @Flag(help: "Look after the quarantine instead of the history.")
  var quarantine = false

  @Flag(help: "Note beside the history that the nightly job came to its end.")
  var nightly = false

  @Option(
    help: ArgumentHelp(
      "Write metrics for Prometheus' textfile collector to this file, replaced at once.",
      valueName: "file"),
    completion: .file())
  var metrics: String?

  func validate() throws {
    guard !quarantine || metrics == nil && !nightly else {
      let flag = nightly ? "--nightly" : "--metrics"
      throw ValidationError("\(flag) is about the history; leave out --quarantine")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    guard !quarantine else {
      let read = try Site(settings, site, in: context, needsConfiguration: false)
      let progress = Progress(in: context, isQuiet: settings.quiet)
      let expiry = QuarantineExpiry(site: read, context: context, progress: progress)
      return try report([try expiry.run()], in: context)
    }
    let resolved = try Settings.load(settings, in: context) {
      if let metrics { $0.metricsFile = metrics }
      return site.apply(to: &$0)
    }
    if let file = resolved.metricsFile { try ResultTarget.check(file) }
    let now = settings.now ?? context.clock()
    let status = try report(
      try Maintenance(
        settings: resolved, now: now, progress: Progress(in: context, isQuiet: settings.quiet)
      ).run(), in: context)
    if let file = resolved.metricsFile {
      let text = try MaintenanceMetrics(settings: resolved, now: now, status: status).text()
      // The exporter is another user, and no label names a mailbox.
      try Self.writing {
        try AtomicFile.replace(file, with: Array(text.utf8), mode: 0o644, inheritsOwner: true)
      }
    }
    if nightly, status == .success {
      try Self.writing { try NightlyMark.write(now, beside: resolved.database) }
    }
    return status
  }

  private static func writing(_ step: () throws -> Void) throws {
    do {
      try step()
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private func report(
    _ steps: [Maintenance.Step], in context: RunContext
  ) throws -> ExitStatus {
    for step in steps {
      if step.status != .success {
        try context.err.writeLine("vmscan: \(step.text)")
      } else if !settings.quiet {
        try context.out.writeLine(step.text)
      }
    }
    return steps.reduce(ExitStatus.success) { $0.merged(with: $1.status) }
  }
}
