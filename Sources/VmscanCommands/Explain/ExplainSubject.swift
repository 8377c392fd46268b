import VmscanAssessment
import VmscanModel
import VmscanReports

/// What `vmscan explain` is asked about: a mailbox, or a device by `device:NAME`.
enum ExplainSubject {
  case mailbox(MailboxID)
  case device(ByteText)

  init?(parsing text: String) {
    let mark = "device:"
    if text.hasPrefix(mark), text.count > mark.count {
      self = .device(ByteText(unescaping: String(text.dropFirst(mark.count))))
    } else if let id = MailboxID(parsing: text) {
      self = .mailbox(id)
    } else {
      return nil
    }
  }
}

/// The facts about one device: how it is asked, what is wrong with it, which mailbox it opens.
struct DeviceExplanation {
  private let found: [DeviceVerdict]
  private let site: Site
  let verdict: CredentialVerdict

  /// - Throws: `CommandFailure` when no device has the name, or there is no configuration.
  init(_ name: ByteText, site: Site, in context: RunContext) throws {
    self.site = site
    verdict = try site.credentials(in: context)
    found = verdict.devices.filter { $0.device.name == name }
    guard !found.isEmpty else {
      throw CommandFailure(
        .usage,
        """
        cannot find device '\(name)': no file that was read defines it
        'vmscan devices' lists the configured ones
        """)
    }
  }

  func sheet() -> FactSheet {
    FactSheet(
      title: "device \(setting: found[0].device.name)",
      sections: found.flatMap { [section($0), findings($0)] })
  }

  private func section(_ verdict: DeviceVerdict) -> FactSection {
    let device = verdict.device
    var rows = [
      Fact(label: "state", value: "\(word: device.state)", origin: "\(device.origin)"),
      Fact(label: "asks for", value: "\(word: device.form.words)"),
      Fact(label: "calls without a password", value: device.isOpen ? "accepted" : "refused"),
      Fact(
        label: "registration without a password",
        value: device.registersOpen ? "accepted" : "refused"),
      Fact(label: "context", value: "\(context: device.context)"),
    ]
    if let origin = verdict.secretOrigin {
      rows.append(
        Fact(
          label: "password",
          value: verdict.weaknesses.isEmpty ? "no weakness found" : "weak, see the finding",
          origin: "\(origin)"))
    }
    if let decoy = device.decoy {
      rows.append(
        Fact(label: "password without effect", value: "accepts_auth is not yes", origin: "\(decoy)")
      )
    }
    rows += device.mailboxes.map {
      Fact(
        label: "opens mailbox", value: "\($0.mailbox)",
        origin: $0.isGuess ? "guessed: no context is written" : "")
    }
    return FactSection(title: "\(device.kind.rawValue) device", rows: rows)
  }

  private func findings(_ verdict: DeviceVerdict) -> FactSection {
    var input = AssessmentInput(
      configuration: site.configuration, facts: [], coverage: Coverage(),
      ownDomains: site.ownDomains, settings: site.settings.assessment, now: site.now)
    var only = self.verdict
    only.devices = [verdict]
    only.accounts = []
    input.credentials = only
    let rules = RuleCatalog.all.filter { $0.family == .devices && $0.id != RuleID("VC-110") }
    let found = Assessor(rules: rules).findings(input).filter { concerns(verdict, $0) }
    return FactSection(
      title: "Findings",
      rows: found.isEmpty
        ? [Fact(label: "none", value: "no rule found anything")]
        : found.map {
          Fact(
            label: "\(word: $0.rule.description) \(word: $0.severity.rawValue)",
            value: "\($0.message) \($0.remedy)",
            origin: Sentence(joining: $0.evidence.map { "\($0)" }))
        })
  }

  /// Of the device, of a file that it or its password stands in, or of what keeps PJSIP from asking.
  private func concerns(_ verdict: DeviceVerdict, _ finding: Finding) -> Bool {
    switch finding.subject {
    case .device(let id): id == verdict.device.id
    case .file(let path): [verdict.device.origin.file, verdict.secretOrigin?.file].contains(path)
    default: verdict.device.kind == .pjsip && finding.rule == RuleID("VC-103")
    }
  }
}
