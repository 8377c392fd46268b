import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports

/// What the lists of devices, accounts and listeners share.
struct CredentialListOptions: ParsableArguments {
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  /// Reads, judges, prints a list and names what it may lack.
  func list(
    in context: RunContext, _ rows: (CredentialVerdict) -> ListReport
  ) throws -> ExitStatus {
    let read = try Site(settings, site, in: context, needsConfiguration: false)
    let verdict = try read.credentials(in: context)
    try ResultWriter(output, in: context).write(
      rows(verdict), as: format, text: context.textReport(settings, output, redaction: .standard))
    try context.warn(of: verdict)
    return verdict.status
  }
}

/// `vmscan devices`.
struct DevicesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List SIP and IAX devices as Asterisk loads them, and which are open, read now.",
    discussion: """
      Reads pjsip.conf, pjsip_wizard.conf, sip.conf, iax.conf and users.conf with what they \
      include. No password is printed, and no server is asked.
      """)

  @OptionGroup var options: CredentialListOptions

  @Flag(help: "Only devices that somebody else can use, or whose password is weak.")
  var exposed = false

  func run(in context: RunContext) throws -> ExitStatus {
    try options.list(in: context) { $0.deviceList { !exposed || $0.severity != nil } }
  }
}

/// `vmscan accounts`.
struct AccountsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "List management logins and dialplan codes as Asterisk loads them, read now.",
    discussion: """
      Reads manager.conf, users.conf, ari.conf, prometheus.conf, phoneprov.conf and the dialplan's \
      DISA, Authenticate, VMAuthenticate and VoiceMailMain. No password or code is printed.
      """)

  @OptionGroup var options: CredentialListOptions

  func run(in context: RunContext) throws -> ExitStatus {
    try options.list(in: context) { $0.accountList() }
  }
}

/// `vmscan listeners`.
struct ListenersCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "listeners",
    abstract: "List the sockets Asterisk listens at as its files say, read now.",
    discussion: """
      'network' means bound to an address that others can reach; a firewall, a container or address \
      translation may still stand before it. Those of SIP, IAX2, the manager interface and the web server \
      are listed; other modules, such as DUNDi, MGCP or Unistim, may have more.
      """)

  @OptionGroup var options: CredentialListOptions

  func run(in context: RunContext) throws -> ExitStatus {
    try options.list(in: context) { $0.listenerList }
  }
}

/// `vmscan credentials`.
struct CredentialsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials", abstract: "Suggest strong passwords for devices and logins.",
    subcommands: [CredentialsSuggestCommand.self])
}

/// `vmscan credentials suggest`.
struct CredentialsSuggestCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Print a new random password for each device named, and where it goes.",
    discussion: """
      Nothing is changed and nothing is kept: put the value in by hand or in the panel, in the \
      telephone as well, and clear the terminal.
      """)

  @Argument(
    help: ArgumentHelp("Names of devices or logins.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var names: [ByteText]

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context, needsConfiguration: false)
    let verdict = try read.credentials(in: context)
    let suggestion = CredentialSuggestion(verdict)
    var missing: [ByteText] = []
    for name in names {
      let lines = suggestion.lines(for: name)
      if lines.isEmpty { missing.append(name) }
      for line in lines { try context.out.writeLine(TerminalText.escape(line)) }
    }
    try context.warn(of: verdict)
    guard missing.isEmpty else {
      let reason =
        suggestion.knows(missing[0])
        ? "Asterisk does not load it" : "no device or login of that name"
      throw CommandFailure(
        .usage,
        """
        cannot suggest for '\(missing[0])': \(reason)
        'vmscan devices' and 'vmscan accounts' list them, and why
        """)
    }
    return verdict.status
  }
}

/// Where a new password goes, by hand or in a panel.
struct CredentialSuggestion {
  private let verdict: CredentialVerdict

  init(_ verdict: CredentialVerdict) { self.verdict = verdict }

  /// Some file defines it, be it loaded or not.
  func knows(_ name: ByteText) -> Bool {
    verdict.devices.contains { $0.device.name == name }
      || verdict.accounts.contains {
        $0.account.name == name && ($0.account.kind == .ami || $0.account.kind == .ari)
      }
  }

  func lines(for name: ByteText) -> [String] {
    let devices = verdict.devices.filter { $0.device.name == name && $0.device.isLoaded }
    let accounts = verdict.accounts.filter {
      $0.account.name == name && $0.account.isLoaded
        && ($0.account.kind == .ami || $0.account.kind == .ari)
    }
    return devices.flatMap { lines(of: $0) }
      + accounts.flatMap { account in
        [
          "\(account.account.kind.rawValue) login \(name): \(Self.password())",
          "  "
            + Self.place(
              account.secretOrigin ?? account.account.origin,
              key: account.account.kind == .ami ? "secret" : "password"),
        ]
      }
  }

  private func lines(of verdict: DeviceVerdict) -> [String] {
    let device = verdict.device
    let key =
      switch device.kind {
      case .pjsip: "password"
      case .sip, .iax, .users: "secret"
      }
    var lines = ["\(device.kind.rawValue) device \(device.name): \(Self.password())"]
    if let origin = verdict.secretOrigin {
      lines.append("  " + Self.place(origin, key: key))
    } else if device.form == .broken {
      lines.append(
        "  Asterisk does not load the auth it names: correct that section, or add one with type=auth, "
          + "username and password, where the endpoint at \(device.origin) names it")
    } else if device.form == .elsewhere {
      lines.append(
        "  in the store that sorcery.conf names for auth objects, where the endpoint at "
          + "\(device.origin) names it")
    } else if device.form == .none, device.kind == .pjsip {
      lines.append(
        "  it has no auth: add a section with type=auth, username and password, and name it in a "
          + "line auth= of the endpoint at \(device.origin)")
    } else {
      lines.append("  " + Self.place(device.origin, key: key))
    }
    lines.append("  then set the same value in the telephone")
    return lines
  }

  /// By hand, or where the panel that writes the file has it.
  private static func place(_ origin: Origin, key: String) -> String {
    let path = origin.file.description
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if path.contains("/vitalpbx/") {
      return "VitalPBX writes \(origin): PBX > Extensions > the extension > Device > Password"
    }
    if !name.contains("_custom"), name != "pjsip.conf",
      name.hasPrefix("pjsip.") || name.hasSuffix("_additional.conf")
    {
      return
        "a panel writes \(origin): FreePBX: Connectivity > Extensions > the extension > Secret, "
        + "then Apply Config; Issabel: PBX > PBX Configuration > Extensions > secret, then Apply"
    }
    return "by hand: \(key)= at \(origin), then reload"
  }

  /// 24 random letters and digits, about 138 bits, none that look alike.
  private static func password() -> String {
    let characters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    var generator = SystemRandomNumberGenerator()
    return String((0..<24).compactMap { _ in characters.randomElement(using: &generator) })
  }
}
