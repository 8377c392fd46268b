import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanSources
import VmscanStore

extension Site {
  /// What opens this Asterisk besides PINs, judged; the secrets are let go of.
  ///
  /// `tagger` makes the tags by which history knows unchanged passwords.
  ///
  /// - Throws: `CommandFailure` when there is no configuration at all.
  func credentials(
    in context: RunContext, tagger: SecretTagger? = nil
  ) throws -> CredentialVerdict {
    let inventory = CredentialConfigReader.read(configuration)
    if configuration.status == .missing, !inventory.hasFiles {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot find a configuration of Asterisk in '\(settings.asteriskEtc)': it has none of the files
        name Asterisk's configuration directory with --asterisk-etc
        """)
    }
    return CredentialJudge(
      settings: settings.assessment, configuration: configuration,
      siteWords: CredentialJudge.siteWords(domains: ownDomains.domains, host: context.hostName)
    ).verdict(inventory, tagger: tagger)
  }

  /// The same with what history remembers of devices and passwords, this reading included.
  ///
  /// - Throws: `CommandFailure` when history cannot be read, or when there is no configuration.
  func rememberedCredentials(
    in context: RunContext, store: HistoryStore
  ) throws -> CredentialVerdict {
    var keyProblem: [SourceProblem] = []
    var tagger: SecretTagger?
    if !store.path.isEmpty {
      do {
        tagger = SecretTagger(key: try CredentialKey.load(database: store.path))
      } catch let failure as CommandFailure {
        keyProblem = [
          SourceProblem(
            .partial, path: ByteText(CredentialKey.path(database: store.path)),
            detail: "\(word: failure.firstLine)", hidesData: false)
        ]
      }
    }
    var verdict = try credentials(in: context, tagger: tagger)
    verdict.memory = try History.failing { try store.credentialMemory(of: key) }
    verdict.memory.update(
      devices: verdict.devices.map(\.device),
      sightings: SightingsReader.read(configuration, now: now) {
        try AsteriskDatabase.registrations(in: $0)
      }, tags: verdict.tags, now: now)
    verdict.keyProblems = keyProblem
    return verdict
  }
}

extension RunContext {
  /// Names on standard error what a list of devices, accounts or listeners may lack.
  func warn(of verdict: CredentialVerdict) throws {
    for problem in verdict.problems {
      try err.writeLine("vmscan: not read: \(TerminalText.escape(problem.description))")
    }
    for fault in verdict.faults {
      let text = "vmscan: Asterisk loses \(fault.lost): \(fault.origin): \(fault.detail)"
      try err.writeLine(TerminalText.escape(text))
    }
  }
}

extension CredentialVerdict {
  /// 3 when something was not read.
  var status: ExitStatus { problems.isEmpty ? .success : .incomplete }

  /// Every device as a row.
  func deviceList(_ isIncluded: (DeviceVerdict) -> Bool = { _ in true }) -> ListReport {
    let chosen = devices.filter(isIncluded)
    return ListReport(
      name: "devices", rowType: "device", title: "Devices",
      nothing: "No device is configured in the files that were read.",
      heads: [
        .init("loaded", "loaded", .count(chosen.count { $0.device.isLoaded })),
        .init("openDevices", "open", .count(chosen.count { $0.device.isOpen })),
        .init(
          "weak", "with a weak password", .count(chosen.count { !$0.weaknesses.isEmpty })),
      ],
      columns: [
        .init("kind", "kind"), .init("name", "name"), .init("loaded", nil),
        .init("credential", nil), .init("form", "asks for"), .init("open", nil),
        .init("openRegister", nil), .init("state", "state"), .init("severity", "severity"),
        .init("weak", nil), .init("reasons", nil), .init("why", nil), .init("context", nil),
        .init("mailboxes", "mailboxes"), .init("source", "defined"),
      ],
      rows: chosen.map { verdict in
        let device = verdict.device
        return [
          .text(device.kind.rawValue), .text(device.name), .flag(device.isLoaded),
          .text(device.form.stableWord), .text(device.form.rawValue), .flag(device.isOpen),
          .flag(device.registersOpen), .text(device.state),
          verdict.severity.map { .text($0.rawValue) } ?? .empty, .flag(!verdict.weaknesses.isEmpty),
          .list(device.openings.map(\.rawValue)),
          device.fault.map { .text($0.rawValue) } ?? .empty, .text(device.context),
          .list(device.mailboxes.map { "\($0.mailbox)" }), .place(device.origin),
        ]
      })
  }

  func accountList(_ isIncluded: (AccountVerdict) -> Bool = { _ in true }) -> ListReport {
    let chosen = accounts.filter(isIncluded)
    return ListReport(
      name: "accounts", rowType: "account", title: "Accounts and codes",
      nothing: "No account is configured in the files that were read.",
      columns: [
        .init("kind", "kind"), .init("name", "name"), .init("loaded", nil),
        .init("credential", nil), .init("form", "asks for"), .init("open", nil),
        .init("state", "state"), .init("weak", "weak password"), .init("may", "may"),
        .init("network", "by network"), .init("context", nil), .init("why", nil),
        .init("source", "defined"),
      ],
      rows: chosen.map { verdict in
        let account = verdict.account
        return [
          .text(account.kind.rawValue), .text(account.name), .flag(account.isLoaded),
          .text(account.form.stableWord), .text(account.form.rawValue), .flag(account.isOpen),
          .text(account.state), .flag(!verdict.weaknesses.isEmpty),
          .list(account.powers.sorted().map(\.rawValue)),
          .flag(verdict.isOffHost), .text(account.context),
          account.fault.map { .text($0.rawValue) } ?? .empty, .place(account.origin),
        ]
      })
  }

  var listenerList: ListReport {
    ListReport(
      name: "listeners", rowType: "listener", title: "Listening services",
      nothing: "The files name no socket at which Asterisk listens.",
      columns: [
        .init("service", "service"), .init("protocol", "protocol"), .init("address", "address"),
        .init("port", "port", isNumber: true), .init("tls", "TLS"), .init("reach", "reach"),
        .init("serves", "serves"), .init("source", "defined"),
      ],
      rows: listeners.map { listener in
        [
          .text(listener.service.rawValue), .text(listener.protocolName), .text(listener.address),
          .label(Int64(listener.port)), .flag(listener.isTLS), .text(listener.reach.rawValue),
          .list(listener.serves), .place(listener.origin),
        ]
      })
  }
}
