import VmscanModel

/// Rules on logins that manage Asterisk and on codes that open the dialplan.
enum AccountRules {
  static let rules = [exposed, code, provisioning, metrics]

  static let exposed = Rule(
    "VC-201", "exposed-account", "A management login protects badly", .high,
    varies: """
      Critical when the empty password is accepted, or when it can be guessed and the service is
      reachable over the network; medium for rights beyond need, an access list with a hole, or none at
      all where the service is reachable over the network, which is high together with such rights; low
      for what only matters together with something else.
      """,
    why: """
      Whoever logs in to the manager interface or to ARI places calls, runs commands and reads
      configuration files with all their passwords and PINs.
      """,
    remedy: """
      The administrator gives the login 20 random characters or more, the rights it needs and no
      others, and `deny=0.0.0.0/0.0.0.0`, `deny=::/0` and a `permit` for each client.
      """,
    citations: [.nistAuthenticators, .nistLeastPrivilege, .nistAccess, .pciDefaults, .cisDefaults],
    examples: [
      .triggers("the empty password is accepted", .critical) {
        $0.account {
          $0.form = .empty; $0.isOpen = true
        }
      },
      .triggers("the password is a common one") { $0.account(secret: "amp111") },
      .triggers("a common one, reachable over the network", .critical) {
        $0.account(secret: "amp111")
        $0.listener(.ami, "0.0.0.0", 5038)
      },
      .triggers("all rights", .medium) {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.powers = [.all] }
      },
      .triggers("permit without deny", .medium) {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.permitWithoutDeny = true }
        $0.listener(.ami, "0.0.0.0", 5038)
      },
      .triggers("no access list, reachable over the network", .medium) {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.listener(.ami, "0.0.0.0", 5038)
      },
      .triggers("the same with the right to run commands") {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.powers = [.command] }
        $0.listener(.ami, "0.0.0.0", 5038)
      },
      .triggers("an ARI login that may change everything, from any address", .medium) {
        $0.account(.ari, secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.powers = [.write] }
        $0.listener(.http, "0.0.0.0", 8089, tls: true, serves: ["ari"])
      },
      .triggers("managerwrite limits nothing") {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") {
          $0.uselessLimit = Origin(file: "/etc/asterisk/users.conf", line: 8)
        }
      },
      .passes("a random password and few rights") { $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") },
      .passes("few rights, from one address") {
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") {
          $0.access = AddressReach(openToIPv4: false, openToIPv6: false, someNamed: true)
        }
        $0.listener(.ami, "0.0.0.0", 5038)
      },
      .passes("an ARI login that may only read") {
        $0.account(.ari, secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.listener(.http, "0.0.0.0", 8089, tls: true, serves: ["ari"])
      },
      .passes("no password line: nobody can log in") { $0.account() },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      let isServed =
        credentials.switches.amiEnabled || credentials.listeners.contains { $0.service == .ami }
      return credentials.accounts.compactMap {
        judge($0, isServed: $0.account.kind != .ami || isServed)
      }
    })

  /// A login of an interface that is switched off is no danger until it is switched on.
  private static func judge(_ verdict: AccountVerdict, isServed: Bool) -> Detection? {
    let account = verdict.account
    guard account.isLoaded, account.kind == .ami || account.kind == .ari else { return nil }
    var reasons: [Sentence] = []
    var severities: [Severity] = []
    func add(_ severity: Severity, _ reason: Sentence) {
      severities.append(severity)
      reasons.append(reason)
    }
    if account.isOpen { add(.critical, "the empty password is accepted") }
    let weak = verdict.weaknesses.filter { $0 != .empty }
    if let worst = weak.map(\.severity).max() {
      let all: Sentence = "\(weak.map(\.summary))"
      let guessed = worst == .critical ? (verdict.isOffHost ? Severity.critical : .high) : worst
      add(guessed, "its password is weak: \(secret: all)")
    }
    if let origin = account.uselessLimit {
      add(.high, "the limit at \(origin) has no effect: it has all rights")
    }
    let high = account.powers.filter { $0 != .write }.sorted()
    if !high.isEmpty, account.form != .none {
      add(.medium, "its rights include \(word: high.map(\.rawValue).joined(separator: ", "))")
    }
    if account.form != .none, verdict.isOffHost {
      if account.kind == .ari, account.powers.contains(.write), account.access.limitsNothing {
        add(.medium, "it may change everything, from any address")
      }
      if account.kind == .ami, account.access.limitsNothing, !account.permitWithoutDeny {
        add(high.isEmpty ? .medium : .high, "no access list limits where it comes from")
      }
      if account.permitWithoutDeny { add(.medium, "permit without deny limits nothing") }
      if verdict.leavesIPv6Open { add(.medium, "its access list does not limit IPv6") }
    }
    guard let worst = severities.max() else { return nil }
    let severity = isServed ? worst : .informational
    let service = account.kind == .ami ? "Manager login" : "ARI login"
    let message: Sentence =
      "\(word: service) '\(setting: account.name)' is easy to misuse: \(reasons)."
    let place = verdict.secretOrigin ?? account.origin
    return Detection(
      .system, severity: severity,
      key: [ByteText(account.kind.rawValue), account.name] + (account.isOpen ? ["open"] : []),
      message: message,
      evidence: [Place(account.origin)] + (place == account.origin ? [] : [Place(place)]))
  }

  static let code = Rule(
    "VC-202", "weak-dialplan-code", "A code of the dialplan can be guessed or is not asked", .high,
    varies: "Critical where nothing is asked; as severe as a PIN of the same kind otherwise.",
    why: """
      Behind DISA a stranger gets a dial tone at the owner's expense; Authenticate and
      VMAuthenticate guard what the dialplan holds behind them.
      """,
    remedy: """
      The administrator puts a code of eight or more random digits at the place named, one for each
      user in a file of codes, and limits the context it opens.
      """,
    citations: [.nistAuthenticators, .fccVoicemail],
    examples: [
      .triggers("DISA with a well-known code", .medium) {
        $0.account(.dialplan, "inbound,s,2 DISA", secret: "2580") { $0.context = "internal" }
      },
      .triggers("DISA without a code", .critical) {
        $0.account(.dialplan, "inbound,s,2 DISA") {
          $0.isOpen = true
          $0.context = "internal"
        }
      },
      .passes("a random code") { $0.account(.dialplan, "inbound,s,2 DISA", secret: "83620594") },
    ],
    logic: .system { context in
      context.input.credentials.accounts.compactMap { verdict in
        let account = verdict.account
        guard account.kind == .dialplan, account.isLoaded else { return nil }
        let isMain = account.name.lowercased.bytes.reversed()
          .starts(with: "voicemailmain".utf8.reversed())
        let worst = verdict.weaknesses.map(\.severity).max()
        guard let severity = account.isOpen ? (isMain ? .medium : .critical) : worst else {
          return nil
        }
        let message: Sentence =
          account.isOpen
          ? isMain
            ? "'\(setting: account.name)' opens a mailbox without asking for its PIN."
            : "'\(setting: account.name)' opens the context '\(context: account.context)' without a code."
          : "'\(setting: account.name)' opens the context '\(context: account.context)' for a code that can be guessed."
        return Detection(
          .system, severity: severity,
          key: ["dialplan", account.name] + (account.isOpen ? ["open"] : []),
          message: message,
          evidence: [Place(account.origin)]
            + (verdict.secretOrigin.map { $0 == account.origin ? [] : [Place($0)] } ?? []))
      }
    })

  static let provisioning = Rule(
    "VC-203", "passwords-handed-out", "Passwords of devices are handed out without a login", .high,
    varies: "Critical where the service is reachable over the network in clear.",
    why: """
      Phone provisioning answers whoever asks for the file of a telephone's address, and the file
      holds its user name and password. Twenty-four bits of such an address are free for guessing.
      """,
    remedy: """
      The administrator removes the autoprov, has_phoneprov or type=phoneprov lines, or lets the
      web server listen only where telephones are.
      """,
    citations: [.nistAuthenticators, .disaStoredPasswords],
    examples: [
      .triggers("provisioning on loopback") {
        $0.account(.phoneprov, "phone-100", secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.isOpen = true }
      },
      .triggers("provisioning over the network", .critical) {
        $0.account(.phoneprov, "phone-100", secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.isOpen = true }
        $0.listener(.http, "0.0.0.0", 8088, serves: ["phoneprov"])
      },
      .passes("no provisioning") { _ in },
    ],
    logic: .system { context in
      let handed = context.input.credentials.accounts.filter {
        $0.account.kind == .phoneprov && $0.account.isOpen
      }
      guard let first = handed.first else { return [] }
      let message: Sentence =
        "The web server hands out the passwords of \(handed.count, "device") to whoever asks."
      return [
        Detection(
          .system, severity: handed.contains(where: \.isClear) ? .critical : .high,
          key: ["phoneprov"], message: message,
          evidence: [Place(first.account.origin)])
      ]
    })

  static let metrics = Rule(
    "VC-204", "open-metrics", "Metrics are served without a login", .medium,
    why: "Numbers of calls, channels and devices show a stranger when nobody is watching.",
    remedy: """
      The administrator sets both auth_username and auth_password in prometheus.conf; one alone
      asks for nothing.
      """,
    citations: [.nistLeastFunction],
    examples: [
      .triggers("no user name") { $0.account(.prometheus, "metrics") { $0.isOpen = true } },
      .passes("both are set") {
        $0.account(.prometheus, "metrics", secret: "kV7#pq2Zw9!dLm4sTr0x")
      },
    ],
    logic: .system { context in
      context.input.credentials.accounts.filter {
        $0.account.kind == .prometheus && $0.account.isOpen
      }.map {
        Detection(
          .system, key: ["prometheus"], message: "Metrics are served without a login.",
          evidence: [Place($0.account.origin)])
      }
    })
}

extension Scenario {
  mutating func account(
    _ kind: Account.Kind = .ami, _ name: String = "ops", secret: String? = nil,
    _ change: (inout Account) -> Void = { _ in }
  ) {
    let origin = Origin(file: "/etc/asterisk/manager.conf", line: 12)
    var account = Account(kind: kind, name: ByteText(name), origin: origin)
    if let secret {
      account.form = .plain
      account.credentials = [
        InboundCredential(
          form: .plain, secret: Secret(Array(secret.utf8)), userName: ByteText(name),
          origin: Origin(file: origin.file, line: 13), holder: ByteText(name))
      ]
    }
    change(&account)
    credentials.switches.amiEnabled = true
    credentials.accounts.append(account)
  }

  mutating func listener(
    _ service: Listener.Service, _ address: String, _ port: Int, tls: Bool = false,
    serves: [String] = []
  ) {
    var listener = Listener(
      service: service, transport: tls ? "tls" : "tcp", address: ByteText(address), port: port,
      isTLS: tls, origin: Origin(file: "/etc/asterisk/http.conf", line: 3))
    listener.serves = serves
    credentials.listeners.append(listener)
  }
}
