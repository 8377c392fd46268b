package import VmscanModel

/// What is said of the devices, accounts and services of a site; holds no secret.
package struct CredentialVerdict: Sendable {
  package var devices: [DeviceVerdict] = []
  package var accounts: [AccountVerdict] = []
  package var listeners: [Listener] = []
  package var switches = CredentialSwitches()
  package var certificates: [ServiceCertificate] = []
  package var faults: [CredentialFault] = []
  package var secretFiles: [ConfigFile] = []
  package var problems: [SourceProblem] = []
  package var knowsReferences = false
  /// Of this reading, where a key was given.
  package var tags: [LoginID: SecretTag] = [:]
  /// Why ages of passwords are not followed.
  package var keyProblems: [SourceProblem] = []
  /// What history remembers, this reading included; empty where none is asked.
  package var memory = CredentialMemory()

  package init() {}
}

/// A device without its secrets, and what is wrong with it.
package struct DeviceVerdict: Sendable {
  package var device: Device
  /// Worst first.
  package var weaknesses: [SecretWeakness]
  /// The line of the password that is meant.
  package var secretOrigin: Origin?
  package var userNameIsExtension = false
  /// No mailbox, hint or call of the dialplan belongs to it.
  package var isOrphan = false

  package init(device: Device, weaknesses: [SecretWeakness], secretOrigin: Origin?) {
    self.device = device
    self.weaknesses = weaknesses
    self.secretOrigin = secretOrigin
  }

  /// How bad it is that somebody else may use it; `nil` when nothing is wrong.
  package var severity: Severity? {
    guard device.isLoaded else { return nil }
    return (openingSeverities + [weaknessSeverity].compactMap { $0 }).max()
  }

  /// Of the password; a user name that is the extension makes each one step worse.
  package var weaknessSeverity: Severity? {
    guard let worst = weaknesses.map(\.severity).max() else { return nil }
    guard userNameIsExtension, worst != .low, worst < .critical else { return worst }
    return Severity.allCases[worst.rank + 1]
  }

  private var openingSeverities: [Severity] {
    device.openings.compactMap { opening in
      switch opening {
      case .noCredential, .noAuthenticator, .takenForAnother, .wideAddress:
        device.isOpen || device.registersOpen ? .critical : nil
      case .emptyPassword, .anyDigest: .critical
      case .insecureInvite: device.isOpen ? .critical : device.isTrunk ? .low : .high
      case .trunkByName: device.isOpen || device.registersOpen ? .high : nil
      case .header: .medium
      case .anonymous: device.isOpen ? .high : nil
      case .openToIPv6: nil
      }
    }
  }
}

/// An account without its secret, and what is wrong with it.
package struct AccountVerdict: Sendable {
  package var account: Account
  package var weaknesses: [SecretWeakness]
  package var secretOrigin: Origin?
  /// A service that takes it can be reached over the network.
  package var isOffHost: Bool
  /// It is sent in clear over the network.
  package var isClear: Bool
  /// IPv6 is not limited by its access list though IPv4 is.
  package var leavesIPv6Open: Bool

  package init(
    account: Account, weaknesses: [SecretWeakness], secretOrigin: Origin?, isOffHost: Bool,
    isClear: Bool, leavesIPv6Open: Bool
  ) {
    self.account = account
    self.weaknesses = weaknesses
    self.secretOrigin = secretOrigin
    self.isOffHost = isOffHost
    self.isClear = isClear
    self.leavesIPv6Open = leavesIPv6Open
  }
}
