import VmscanModel

extension Scenario {
  /// A file with passwords, where Asterisk runs as a user of group 118.
  mutating func secretFile(mode: UInt32, group: UInt32) {
    var identity = Scenario.identity
    identity.mode = mode
    identity.group = group
    configuration.asterisk.user = AsteriskUser(
      name: "asterisk", id: 111, groupName: "asterisk", groups: [118])
    credentials.secretFiles = [ConfigFile(path: "/etc/asterisk/pjsip.conf", identity: identity)]
  }

  /// A PJSIP device with a mailbox of its number.
  mutating func device(
    _ name: String = "100", secret: String? = nil, _ change: (inout Device) -> Void = { _ in }
  ) {
    let line = 10 * (credentials.devices.count + 1)
    let origin = Origin(file: "/etc/asterisk/pjsip.conf", line: line)
    var device = Device(kind: .pjsip, name: ByteText(name), origin: origin)
    device.userNames = [ByteText("phone\(name)")]
    device.mailboxes = [MailboxLink(Scenario.id(name))]
    if let secret {
      device.form = .plain
      device.credentials = [
        InboundCredential(
          form: .plain, secret: Secret(Array(secret.utf8)), userName: ByteText("phone\(name)"),
          origin: Origin(file: "/etc/asterisk/pjsip.conf", line: line + 4), holder: ByteText(name))
      ]
    }
    change(&device)
    credentials.devices.append(device)
  }
}
