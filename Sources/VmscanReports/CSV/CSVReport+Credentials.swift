import VmscanModel

extension CSVReport {
  func devices(_ report: CredentialReport) -> [UInt8] {
    var table = table([
      "kind", "name", "loaded", "credential", "form", "open", "openRegister", "weak", "severity",
      "trunk", "context", "mailboxes", "file", "line",
    ])
    for device in report.devices {
      table.add([
        .text(device.id.kind.rawValue), .text(device.id.name), .flag(device.isLoaded),
        .text(device.form.stableWord), .text(device.form.rawValue), .flag(device.isOpen),
        .flag(device.registersOpen), .flag(device.isWeak), .text(device.severity?.rawValue ?? ""),
        .flag(device.isTrunk), .text(device.context),
        .text(device.mailboxes.map(\.description).joined(separator: " ")),
        .text(device.origin.file), .count(device.origin.line),
      ])
    }
    return table.bytes
  }

  func accounts(_ report: CredentialReport) -> [UInt8] {
    var table = table([
      "kind", "name", "loaded", "credential", "form", "open", "weak", "offHost", "powers",
      "context", "file", "line",
    ])
    for account in report.accounts {
      table.add([
        .text(account.kind.rawValue), .text(account.name), .flag(account.isLoaded),
        .text(account.form.stableWord), .text(account.form.rawValue), .flag(account.isOpen),
        .flag(account.isWeak), .flag(account.isOffHost),
        .text(account.powers.sorted().map(\.rawValue).joined(separator: " ")),
        .text(account.context), .text(account.origin.file), .count(account.origin.line),
      ])
    }
    return table.bytes
  }

  func listeners(_ report: CredentialReport) -> [UInt8] {
    var table = table([
      "service", "protocol", "address", "port", "tls", "reach", "serves", "file", "line",
    ])
    for listener in report.listeners {
      table.add([
        .text(listener.service.rawValue), .text(listener.protocolName), .text(listener.address),
        .count(listener.port), .flag(listener.isTLS), .text(listener.reach.rawValue),
        .text(listener.serves.joined(separator: " ")), .text(listener.origin.file),
        .count(listener.origin.line),
      ])
    }
    return table.bytes
  }
}
