import VmscanModel

extension HTMLView {
  /// Who else can open the system: numbers by kind and severity, and never how a password is weak.
  var logins: [String: HTMLValue] {
    let lines = report.totals.logins.map(LoginLine.all) ?? []
    let services = report.reachableServices
    let findings = report.loginFindings
    return [
      "hasLogins": .flag(!lines.isEmpty || !services.isEmpty),
      "loginStates": .list(LoginState.allCases.map { ["name": .text($0.title)] }),
      "loginLines": .list(
        lines.map { line in
          [
            "title": .text(line.title), "sum": .number(line.counts.reduce(0, +)),
            "counts": .list(line.counts.map { ["count": .number($0)] }),
          ]
        }),
      "hasLoginLines": .flag(!lines.isEmpty),
      "loginFindings": .text(
        findings.isEmpty ? "No rule found anything about them." : "Findings: \(findings)."),
      "services": .list(services.map { ["service": .text($0)] }),
      "hasServices": .flag(!services.isEmpty),
    ]
  }

  /// Devices that open a mailbox, by the mailbox with case folded.
  var devicesByMailbox: [MailboxID: [DeviceReport]] {
    var devices: [MailboxID: [DeviceReport]] = [:]
    for device in report.credentials.devices where device.isLoaded {
      for mailbox in device.mailboxes { devices[mailbox.folded, default: []].append(device) }
    }
    return devices
  }
}
