package import VmscanModel

/// Judges everything that opens a site, in memory, and lets go of the secrets.
package struct CredentialJudge: Sendable {
  private let settings: AssessmentSettings
  private let secrets: SecretJudge
  private let configuration: VoicemailConfiguration

  /// `siteWords` are names anybody knows of the site: its domains and this machine's name.
  package init(
    settings: AssessmentSettings, configuration: VoicemailConfiguration, siteWords: [String]
  ) {
    self.settings = settings
    self.configuration = configuration
    secrets = SecretJudge(siteWords: siteWords)
  }

  /// Words of domains and host names that somebody who guesses would try.
  package static func siteWords(domains: [String], host: String) -> [String] {
    let hostLabels = host.split(separator: ".").map(String.init)
    return (domains.flatMap { $0.split(separator: ".").dropLast().map(String.init) } + hostLabels)
      .filter { $0.utf8.count >= 3 }
  }

  /// Judges everything; `tagger` makes the tags by which history knows unchanged passwords.
  package func verdict(
    _ inventory: CredentialInventory, tagger: SecretTagger? = nil
  ) -> CredentialVerdict {
    var verdict = CredentialVerdict()
    verdict.tags = tagger.map { tags(of: inventory, by: $0) } ?? [:]
    verdict.listeners = inventory.listeners
    verdict.switches = inventory.switches
    verdict.certificates = inventory.certificates
    verdict.faults = inventory.faults
    verdict.secretFiles = inventory.secretFiles
    verdict.problems = inventory.coverage.problems
    verdict.knowsReferences = inventory.knowsReferences
    let mailboxes = configuration.mailboxes
    let sharing = SecretSharing(inventory, mailboxes: mailboxes)
    var known = configuration
    known.addNumbers(of: inventory.devices)
    let names = Dictionary(
      mailboxes.map { ($0.id.folded, $0.fullName) }, uniquingKeysWith: { one, _ in one })
    verdict.devices = inventory.devices.map { device in
      judge(device, names: names, numbers: known.ownerNumbers, sharing, inventory)
    }
    verdict.accounts = inventory.accounts.map { judge($0, sharing, inventory) }
    return verdict
  }

  private func tags(
    of inventory: CredentialInventory, by tagger: SecretTagger
  ) -> [LoginID: SecretTag] {
    var tags: [LoginID: SecretTag] = [:]
    func add(_ kind: String, _ name: ByteText, _ credentials: [InboundCredential]) {
      let login = LoginID(kind: kind, name: name)
      tags[login] = tagger.tag(of: login, credentials)
    }
    for device in inventory.devices where device.isLoaded {
      add(device.kind.rawValue, device.name, device.credentials)
    }
    for account in inventory.accounts where account.isLoaded && account.kind != .phoneprov {
      add(account.kind.rawValue, account.name, account.credentials)
    }
    return tags
  }

  // MARK: Devices

  private func judge(
    _ device: Device, names: [MailboxID: ByteText], numbers: OwnerNumbers, _ sharing: SecretSharing,
    _ inventory: CredentialInventory
  ) -> DeviceVerdict {
    var identity = device.userNames + device.numbers + device.mailboxes.map(\.mailbox.mailbox)
    identity.append(device.name)
    for link in device.mailboxes {
      identity += (numbers[link.mailbox] + (settings.phoneNumbers[link.mailbox] ?? []))
        .map { ByteText($0) }
      guard let name = names[link.mailbox.folded] else { continue }
      identity += name.bytes.split(separator: 0x20).map { ByteText(bytes: $0) }
        .filter { $0.count >= 3 }
    }
    var worst: [SecretWeakness] = []
    var place: Origin?
    if device.isLoaded {
      for credential in device.credentials where !credential.isDead {
        let found = weaknesses(of: credential, identity: identity, sharing)
        if place == nil || Self.rank(found) > Self.rank(worst) {
          worst = found
          place = credential.origin
        }
      }
    }
    var stripped = device
    stripped.credentials = []
    var verdict = DeviceVerdict(
      device: stripped, weaknesses: Self.sorted(worst), secretOrigin: place)
    let extensions = Set(device.numbers + device.mailboxes.map(\.mailbox.mailbox))
    verdict.userNameIsExtension = device.userNames.contains { extensions.contains($0) }
    verdict.isOrphan =
      inventory.knowsReferences && device.isLoaded && !device.isTrunk && device.mailboxes.isEmpty
      && !inventory.referenced.contains(device.id) && !inventory.referenced.isEmpty
    return verdict
  }

  private func weaknesses(
    of credential: InboundCredential, identity: [ByteText], _ sharing: SecretSharing
  ) -> [SecretWeakness] {
    switch credential.form {
    case .plain:
      var found = secrets.weaknesses(of: credential.secret, identity: identity)
      if let shared = sharing.weakness(of: credential.secret) { found.append(shared) }
      return found
    case .digest(let algorithm):
      return secrets.weakness(
        ofDigest: credential.secret, algorithm: algorithm, user: credential.userName,
        realm: credential.realm, identity: identity
      ).map { [$0] } ?? []
    case .crypt: return SecretJudge.isOldHash(credential.secret) ? [.oldHash] : []
    case .key, .database, .oauth: return []
    }
  }

  private static func rank(_ weaknesses: [SecretWeakness]) -> Int {
    weaknesses.map(\.severity.rank).max() ?? -1
  }

  private static func sorted(_ weaknesses: [SecretWeakness]) -> [SecretWeakness] {
    weaknesses.enumerated().sorted {
      ($1.element.severity.rank, $0.offset) < ($0.element.severity.rank, $1.offset)
    }.map(\.element)
  }

  // MARK: Accounts

  private func judge(
    _ account: Account, _ sharing: SecretSharing, _ inventory: CredentialInventory
  ) -> AccountVerdict {
    var found: [SecretWeakness] = []
    var place: Origin?
    if account.isLoaded, account.kind != .phoneprov {
      for credential in account.credentials where !credential.isDead {
        let some =
          account.kind == .dialplan
          ? code(credential.secret, account)
          : weaknesses(
            of: credential, identity: [account.name], sharing)
        if place == nil || Self.rank(some) > Self.rank(found) {
          found = some
          place = credential.origin
        }
      }
    }
    let services = Self.listeners(of: account, inventory)
    let isOffHost = services.contains {
      $0.reach == .network && !account.access.onlyLoopbackPasses(byIPv6: $0.isIPv6)
    }
    var stripped = account
    stripped.credentials = []
    return AccountVerdict(
      account: stripped, weaknesses: Self.sorted(found), secretOrigin: place, isOffHost: isOffHost,
      isClear: isOffHost && services.contains { $0.reach == .network && !$0.isTLS },
      leavesIPv6Open: !account.access.openToIPv4 && account.access.openToIPv6
        && services.contains(where: \.isIPv6))
  }

  /// A code of digits is judged as a PIN, with the context it opens for a mailbox.
  private func code(_ secret: Secret, _ account: Account) -> [SecretWeakness] {
    secret.withBytes { bytes in
      let found = PINJudge(settings: settings).weaknesses(
        of: PIN(Array(bytes)), mailbox: MailboxID(context: account.context, mailbox: ""),
        phoneNumbers: [])
      return found.map(\.severity).max().map { [.weakCode($0)] } ?? []
    }
  }

  private static func listeners(
    of account: Account, _ inventory: CredentialInventory
  ) -> [Listener] {
    inventory.listeners.filter { listener in
      switch account.kind {
      case .ami:
        listener.service == .ami || listener.service == .http && listener.serves.contains("ami")
      case .ari: listener.service == .http && listener.serves.contains("ari")
      case .prometheus: listener.service == .http && listener.serves.contains("prometheus")
      case .phoneprov: listener.service == .http && listener.serves.contains("phoneprov")
      case .dialplan: false
      }
    }
  }
}

extension AddressReach {
  /// Nobody but this machine passes; what a list lets in by IPv6 matters only where that is served.
  func onlyLoopbackPasses(byIPv6: Bool) -> Bool {
    !openToIPv4 && (!byIPv6 || !openToIPv6) && (onlyLoopback || !someNamed)
  }
}

/// Which secrets several logins have in common; compared in memory, given as a number.
private struct SecretSharing {
  private struct Key: Hashable {
    let secret: Secret

    static func == (left: Key, right: Key) -> Bool { left.secret.equals(right.secret) }

    func hash(into hasher: inout Hasher) {
      secret.withBytes { hasher.combine(bytes: $0) }
    }
  }

  private struct Users {
    var count = 0
    var kinds: Set<String> = []
  }

  private var users: [Key: Users] = [:]

  init(_ inventory: CredentialInventory, mailboxes: [ConfiguredMailbox]) {
    for device in inventory.devices where device.isLoaded {
      var own: [Secret] = []
      for credential in device.credentials
      where credential.form == .plain && !own.contains(where: { $0.equals(credential.secret) }) {
        own.append(credential.secret)
        // A section of users.conf feeds several drivers and is one login.
        add(
          credential.secret, "device", isAgain: device.kind != .pjsip && isTwin(device, inventory))
      }
    }
    for account in inventory.accounts where account.isLoaded && account.kind != .phoneprov {
      for credential in account.credentials
      where credential.form == .plain && account.kind != .dialplan {
        add(credential.secret, account.kind.rawValue, isAgain: false)
      }
    }
    guard users.keys.contains(where: { key in key.secret.withBytes { $0.count <= 10 } }) else {
      return
    }
    for mailbox in mailboxes where mailbox.pinOrigin.isKnown {
      let pin = mailbox.pin.withBytes { Secret($0) }
      // Alone, PINs are judged by the rules on PINs.
      if !pin.isEmpty, users[Key(secret: pin)] != nil { add(pin, "PIN", isAgain: false) }
    }
  }

  /// The IAX half of a section of `users.conf` whose SIP half counts already.
  private func isTwin(_ device: Device, _ inventory: CredentialInventory) -> Bool {
    device.kind == .iax
      && device.origin.file.bytes.reversed().starts(with: "users.conf".utf8.reversed())
  }

  private mutating func add(_ secret: Secret, _ kind: String, isAgain: Bool) {
    guard !secret.isEmpty, !isAgain || users[Key(secret: secret)] == nil else { return }
    users[Key(secret: secret), default: Users()].count += 1
    users[Key(secret: secret), default: Users()].kinds.insert(kind)
  }

  func weakness(of secret: Secret) -> SecretWeakness? {
    guard let found = users[Key(secret: secret)], found.count > 1 else { return nil }
    return .shared(found.count, acrossKinds: found.kinds.count > 1)
  }
}
