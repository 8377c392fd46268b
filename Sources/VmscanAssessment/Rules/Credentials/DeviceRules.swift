import VmscanModel

/// Rules on devices: telephones, trunks and whoever else may call or register.
enum DeviceRules {
  static let rules = [
    exposed, guests, noAuthenticator, selfRegistration, broken, tellsNames, orphan, lost,
    readableSecrets, elsewhere, idle, unchanged,
  ]

  /// One finding for each device, with every reason in it.
  static let exposed = Rule(
    "VC-101", "exposed-device", "Somebody else can use a device", .critical,
    varies: """
      The worst reason counts: high for a trunk known by its name alone, a short password or one
      that others have too; medium for one of few characters or a header that anybody can send; low
      for one of fewer than 16 characters.
      """,
    why: """
      A device without a password, or with one that can be guessed, is how strangers call at the
      owner's expense and listen to the mailbox behind it. A user name that is the extension makes
      guessing half as hard.
      """,
    remedy: """
      The administrator gives the device a random password of 20 characters or more, which
      `vmscan credentials suggest` makes, in the file and line named, and in the telephone.
      """,
    citations: [
      .disaEndpoints, .disaTrunks, .nistDevices, .nistAuthenticators, .cisPasswords, .pciPasswords,
    ],
    examples: [
      .triggers("nothing is asked") {
        $0.device {
          $0.isOpen = true; $0.openings = [.noCredential]
        }
      },
      .triggers("the password is the extension") { $0.device(secret: "100") },
      .triggers("the password is a common one") { $0.device(secret: "welcome1") },
      .triggers("the password is short", .medium) { $0.device(secret: "kV7#pq2Z") },
      .triggers("the password has fewer than 16 characters", .low) {
        $0.device(secret: "kV7#pq2Zw9!d")
      },
      .triggers("a trunk is known by its name alone", .high) {
        $0.device {
          $0.isTrunk = true
          $0.isOpen = true
          $0.openings = [.trunkByName]
        }
      },
      .triggers("two devices have the same password", .high, findings: 2) {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.device("101", secret: "kV7#pq2Zw9!dLm4sTr0x")
      },
      .passes("a long random password") { $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") },
      .passes("32 hexadecimal digits") { $0.device(secret: "d3045b18da9f892dd8c3ff13e424d73c") },
      .passes("20 random digits") { $0.device(secret: "83920174655029384716") },
      .passes("a trunk known by its address") { $0.device { $0.isTrunk = true } },
      .passes("a device that is not loaded") { $0.device(secret: "100") { $0.fault = .badValue } },
    ],
    logic: .system { context in context.input.credentials.devices.compactMap(judge) })

  private static func judge(_ verdict: DeviceVerdict) -> Detection? {
    guard let severity = verdict.severity else { return nil }
    let device = verdict.device
    var reasons: [Sentence] = device.openings.compactMap { words($0, device) }
    let saidAlready = device.openings.contains(.emptyPassword)
    let weaknesses = verdict.weaknesses.filter { !saidAlready || $0 != .empty }
    if let first = weaknesses.first {
      let all: Sentence = "\(weaknesses.map(\.summary))"
      reasons.append(
        first.severity >= .high
          ? "its password is weak: \(secret: all)"
          : "its password is weaker than it should be: \(secret: all)")
      if verdict.userNameIsExtension { reasons.append("its user name is its extension") }
    }
    if let decoy = device.decoy { reasons.append("the password at \(decoy) has no effect") }
    let place = verdict.secretOrigin ?? device.decoy ?? device.origin
    let message: Sentence =
      "\(word: kind(device)) '\(setting: device.name)' can be used by somebody else: \(reasons)."
    return Detection(
      .device(device.id), severity: severity,
      // Who accepts one way in has not accepted another.
      key: device.openings.map { ByteText($0.rawValue) }.sorted(), message: message,
      remedy: remedy(device, verdict, place),
      evidence: [Place(device.origin)]
        + (place == device.origin ? [] : [Place(place)]))
  }

  static func kind(_ device: Device) -> String {
    let word =
      switch device.kind {
      case .pjsip: "PJSIP"
      case .sip: "SIP"
      case .iax: "IAX"
      case .users: "users.conf"
      }
    return word + (device.isTrunk ? " trunk" : " device")
  }

  private static func words(_ opening: Opening, _ device: Device) -> Sentence? {
    switch opening {
    case .noCredential:
      device.isOpen && device.registersOpen
        ? "calls and registrations are accepted without a password"
        : device.isOpen
          ? "calls are accepted without a password"
          : device.registersOpen ? "registrations are accepted without a password" : nil
    case .noAuthenticator: "the module that asks for its password is not loaded"
    case .emptyPassword: "the empty password is accepted"
    case .trunkByName: "whoever gives its name as the sender is taken for it, from any address"
    case .header: "whoever sends its header is taken for it, from any address"
    case .anyDigest: "any password is accepted with its user name"
    case .wideAddress: "it is recognised by a range of addresses that holds nearly all"
    case .anonymous: "callers nobody knows are taken for it and reach '\(context: device.context)'"
    case .takenForAnother: "callers with its name are taken for another one that is open"
    case .insecureInvite:
      device.isOpen
        ? "calls are not asked for its password (insecure=invite)"
        : "calls from its address are not asked for its password (insecure=invite)"
    case .openToIPv6: "its access list does not limit IPv6"
    }
  }

  private static func remedy(
    _ device: Device, _ verdict: DeviceVerdict, _ place: Origin
  ) -> Sentence {
    if device.openings.contains(.noAuthenticator) {
      return """
        The administrator removes the line that keeps res_pjsip_authenticator_digest.so out of \
        modules.conf and restarts Asterisk.
        """
    }
    if device.openings.contains(.trunkByName) {
      return """
        The administrator adds identify_by=ip to the endpoint, or an auth section, at \
        \(device.origin).
        """
    }
    if device.openings.contains(.insecureInvite), device.isOpen {
      return """
        The administrator takes 'invite' out of the insecure line of the section at \
        \(device.origin), or makes it type=peer with a fixed host.
        """
    }
    guard !verdict.weaknesses.isEmpty else {
      return """
        The administrator gives it a password of 20 random characters or more: \
        \(word: setting(device)) for the section at \(device.origin).
        """
    }
    return """
      The administrator replaces the value at \(place) by 20 random characters or more, and sets the \
      same in the telephone; `vmscan credentials suggest` makes one.
      """
  }

  private static func setting(_ device: Device) -> String {
    switch device.kind {
    case .pjsip:
      device.decoy == nil
        ? "an auth section with a password, named by auth= in the endpoint," : "accepts_auth=yes"
    case .sip, .iax, .users: "a line secret="
    }
  }
}
