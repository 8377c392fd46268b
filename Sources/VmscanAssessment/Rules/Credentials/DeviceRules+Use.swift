import VmscanModel

/// Rules that need what history remembers of a device.
extension DeviceRules {
  static let idle = Rule(
    "VC-111", "idle-device", "A device is not in use", .medium,
    why: """
      A device nobody uses is a way in that nobody watches. A registration that is not there at one
      moment proves nothing: this needs 35 days, five looks or more, and looks at several hours of
      the day.
      """,
    remedy: """
      The administrator removes the device, or gives it a new password and puts it aside; where its
      telephone is used at hours at which no scan runs, a second scan by day shows that.
      """,
    citations: [.disaIdleDevices, .nistDormant, .cisDormant],
    examples: [
      .triggers("not registered at any of ten looks in 40 days") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.memory.uses[DeviceID(.pjsip, "100")] = Scenario.idle(days: 40)
      },
      .passes("20 days are too short a time") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.memory.uses[DeviceID(.pjsip, "100")] = Scenario.idle(days: 20)
      },
      .passes("only looked for at night") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.memory.uses[DeviceID(.pjsip, "100")] = Scenario.idle(days: 40, hours: 0b1111)
      },
    ],
    logic: .system { context in
      let (credentials, now) = (context.input.credentials, context.input.now)
      return credentials.devices.compactMap { verdict in
        let device = verdict.device
        guard device.isLoaded, let use = credentials.memory.uses[device.id],
          use.idleDays(at: now) != nil
        else { return nil }
        let seen: Sentence =
          use.lastUsed.map { "it was seen in use last on \(day: $0)" } ?? "no use was ever seen"
        let message: Sentence =
          "\(word: kind(device)) '\(setting: device.name)' was not registered at any scan since \(day: use.since): \(seen)."
        return Detection(.device(device.id), message: message, evidence: [Place(device.origin)])
      }
    })

  static let unchanged = Rule(
    "VC-112", "old-password", "A password has been the same for over a year", .low,
    varies: "Medium when it is weak or others have it too.",
    why: """
      A password that stays for years is known to everybody who ever set up a telephone. How old it
      is is known from the first scan on; the time of a file proves nothing.
      """,
    remedy: """
      The administrator gives it a new one, which `vmscan credentials suggest` makes, when there is
      reason to: a person or a provider who left, or a weak one.
      """,
    citations: [.nistAuthenticators, .pciSystemAccounts],
    examples: [
      .triggers("the same for 400 days") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.unchanged("100", days: 400)
      },
      .triggers("the same for 400 days, and short", .medium) {
        $0.device(secret: "kV7#pq2Z")
        $0.unchanged("100", days: 400)
      },
      .passes("since a month") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.unchanged("100", days: 30)
      },
    ],
    logic: .system { context in
      let (credentials, now) = (context.input.credentials, context.input.now)
      func age(_ kind: String, _ name: ByteText) -> Timestamp? {
        let login = LoginID(kind: kind, name: name)
        // Without a tag of this scan nobody knows whether it is still the same.
        guard let (tag, since) = credentials.memory.tags[login], credentials.tags[login] == tag,
          now - .days(365) >= since
        else { return nil }
        return since
      }
      let devices = credentials.devices.compactMap { verdict -> Detection? in
        let device = verdict.device
        guard device.isLoaded, let since = age(device.kind.rawValue, device.name) else {
          return nil
        }
        let message: Sentence =
          "The password of \(word: kind(device)) '\(setting: device.name)' has been the same since \(day: since) at least."
        return Detection(
          .device(device.id), severity: verdict.weaknesses.isEmpty ? nil : .medium,
          message: message, evidence: [Place(verdict.secretOrigin ?? device.origin)])
      }
      let accounts = credentials.accounts.compactMap { verdict -> Detection? in
        let account = verdict.account
        guard account.isLoaded, account.kind == .ami || account.kind == .ari,
          let since = age(account.kind.rawValue, account.name)
        else { return nil }
        let message: Sentence =
          "The password of \(word: account.kind.rawValue) login '\(setting: account.name)' has been the same since \(day: since) at least."
        return Detection(
          .system, severity: verdict.weaknesses.isEmpty ? nil : .medium,
          key: [ByteText(account.kind.rawValue), account.name], message: message,
          evidence: [Place(verdict.secretOrigin ?? account.origin)])
      }
      return devices + accounts
    })
}

extension Scenario {
  static func idle(days: Int64, hours: UInt32 = 0b1000_0000_0000_0000_1111) -> DeviceUse {
    DeviceUse(since: now - .days(days), lastUsed: nil, observations: 10, hours: hours)
  }

  /// The password of a device is known for so many days.
  mutating func unchanged(_ device: String, days: Int64) {
    memory.tags[LoginID(kind: "pjsip", name: ByteText(device))] = (
      SecretTag(bytes: [1], epoch: [2]), Self.now - .days(days)
    )
  }
}
