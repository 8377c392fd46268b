import VmscanModel

extension Sample {
  /// For each name a device, which opens the mailbox of that name, a manager login and a listener.
  ///
  /// The first device is open, the second has a weak password, the others are in order.
  static func credentials(names: [ByteText]) -> CredentialReport {
    var report = CredentialReport()
    for (index, name) in names.enumerated() {
      var device = DeviceReport(
        id: DeviceID(.pjsip, name), origin: Origin(file: "/etc/asterisk/pjsip.conf", line: index),
        fault: nil, form: index == 0 ? .none : .plain)
      device.isOpen = index == 0
      device.isWeak = index == 1
      device.severity = index == 0 ? .critical : index == 1 ? .high : nil
      device.context = name
      device.mailboxes = [MailboxID(context: "default", mailbox: name)]
      report.devices.append(device)
      var account = AccountReport(
        kind: .ami, name: name, origin: Origin(file: "/etc/asterisk/manager.conf", line: index),
        fault: index == 2 ? .disabled : nil, form: .plain)
      account.powers = [.system, .command]
      account.context = name
      report.accounts.append(account)
      var listener = Listener(
        service: .http, transport: "tcp", address: index == 0 ? "0.0.0.0" : name,
        port: 8088 + index,
        isTLS: index == 1, origin: Origin(file: "/etc/asterisk/http.conf", line: index))
      listener.serves = ["ari"]
      report.listeners.append(listener)
    }
    report.sort()
    return report
  }
}
