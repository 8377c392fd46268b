package import VmscanModel

extension CredentialVerdict {
  /// What is reported and recorded of it.
  package var report: CredentialReport {
    var report = CredentialReport()
    report.devices = devices.map { verdict in
      let device = verdict.device
      var row = DeviceReport(
        id: device.id, origin: device.origin, fault: device.fault, form: device.form)
      row.isOpen = device.isOpen
      row.registersOpen = device.registersOpen
      row.isTrunk = device.isTrunk
      row.context = device.context
      row.mailboxes = device.mailboxes.map(\.mailbox)
      row.severity = verdict.severity
      row.isWeak = !verdict.weaknesses.isEmpty
      return row
    }
    report.accounts = accounts.map { verdict in
      let account = verdict.account
      var row = AccountReport(
        kind: account.kind, name: account.name, origin: account.origin, fault: account.fault,
        form: account.form)
      row.isOpen = account.isOpen
      row.isWeak = !verdict.weaknesses.isEmpty
      row.isOffHost = verdict.isOffHost
      row.powers = account.powers
      row.context = account.context
      return row
    }
    // Who may connect decides findings, and is no part of a report.
    report.listeners = listeners.map { listener in
      var row = listener
      row.access = .everybody
      return row
    }
    report.sort()
    return report
  }
}
