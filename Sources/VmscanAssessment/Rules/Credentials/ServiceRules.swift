import VmscanModel

/// Rules on the sockets Asterisk listens at and on what it serves there.
enum ServiceRules {
  static let rules = [manager, plainWeb, anyOrigin, pages, oldTLS, uselessRestriction, callTokens]

  static let manager = Rule(
    "VC-301", "manager-reachable", "The manager interface is reachable over the network", .high,
    varies: "Medium when every login has an access list; low when the lists leave only loopback.",
    why: """
      The manager interface guards the whole system with one password per login, in clear and
      without a limit of tries. A name in bindaddr, or no bindaddr, means all addresses.
      """,
    remedy: """
      The administrator sets bindaddr=127.0.0.1 in [general] of manager.conf and restarts Asterisk,
      or keeps the port from strangers by a firewall and accepts the finding.
      """,
    citations: [.nistRemoteAccess, .nistConfidentiality, .cisDefaults],
    examples: [
      .triggers("bound to all addresses") { $0.listener(.ami, "::", 5038) },
      .triggers("every login is limited", .medium) {
        $0.listener(.ami, "0.0.0.0", 5038)
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") {
          $0.access = AddressReach(openToIPv4: false, openToIPv6: false, someNamed: true)
        }
      },
      .triggers("only loopback passes", .low) {
        $0.listener(.ami, "0.0.0.0", 5038)
        $0.account(secret: "kV7#pq2Zw9!dLm4sTr0x") {
          $0.access = AddressReach(
            openToIPv4: false, openToIPv6: false, someNamed: true, onlyLoopback: true)
        }
      },
      .passes("bound to loopback") { $0.listener(.ami, "127.0.0.1", 5038) },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      let users = credentials.accounts.map(\.account).filter {
        $0.kind == .ami && $0.isLoaded && $0.form != .none
      }
      return credentials.listeners.filter { $0.service == .ami && $0.reach == .network }.map {
        listener in
        let isIPv6 = listener.isIPv6
        let limited = users.allSatisfy {
          !$0.access.openToIPv4 && (!isIPv6 || !$0.access.openToIPv6)
        }
        let isLocal =
          !users.isEmpty
          && users.allSatisfy { $0.access.onlyLoopbackPasses(byIPv6: isIPv6) }
        let severity: Severity = isLocal ? .low : limited && !users.isEmpty ? .medium : .high
        let message: Sentence =
          "The manager interface is bound to '\(setting: listener.address)', port \(listener.port)\(word: listener.isTLS ? ", with TLS" : ", in clear")."
        return Detection(
          .system, severity: severity,
          key: ["ami", listener.address, ByteText("\(listener.port)")],
          message: message, evidence: [Place(listener.origin)])
      }
    })

  static let plainWeb = Rule(
    "VC-302", "web-login-in-clear", "A web login is served without TLS over the network", .high,
    varies: "Medium where the same service is served with TLS as well.",
    why: """
      Passwords of ARI and of the manager interface pass in clear, in addresses even, and stay in
      the logs of every proxy on the way.
      """,
    remedy: """
      The administrator sets bindaddr=127.0.0.1 in http.conf, and tlsenable, tlscertfile and
      tlsbindaddr for what must be reached from outside. A local proxy with TLS needs no more.
      """,
    citations: [.disaWeb, .nistConfidentiality],
    examples: [
      .triggers("ARI in clear") { $0.listener(.http, "0.0.0.0", 8088, serves: ["ari"]) },
      .triggers("with TLS besides", .medium) {
        $0.listener(.http, "0.0.0.0", 8088, serves: ["ari"])
        $0.listener(.http, "0.0.0.0", 8089, tls: true, serves: ["ari"])
      },
      .passes("behind a local proxy") { $0.listener(.http, "127.0.0.1", 8088, serves: ["ari"]) },
      .passes("nothing with a login") { $0.listener(.http, "0.0.0.0", 8088) },
    ],
    logic: .system { context in
      let listeners = context.input.credentials.listeners.filter {
        $0.service == .http && $0.reach == .network
      }
      let hasTLS = listeners.contains(where: \.isTLS)
      return listeners.filter { !$0.isTLS }.compactMap { listener in
        let logins = listener.serves.filter { ["ami", "ari", "prometheus"].contains($0) }
        guard !logins.isEmpty else { return nil }
        let message: Sentence =
          "Logins of \(word: logins.joined(separator: " and ")) are served in clear on '\(setting: listener.address)', port \(listener.port)."
        return Detection(
          .system, severity: hasTLS ? .medium : .high,
          key: ["http", listener.address, ByteText("\(listener.port)")], message: message,
          evidence: [Place(listener.origin)])
      }
    })

  static let anyOrigin = Rule(
    "VC-303", "any-web-origin", "Any web page may use ARI", .medium,
    why: """
      With allowed_origins=* every page a browser opens may call ARI, and use the login the browser
      has stored: the answer comes with Access-Control-Allow-Credentials.
      """,
    remedy: "The administrator names the origins that need it in allowed_origins of ari.conf.",
    citations: [.nistAccess],
    examples: [
      .triggers("allowed_origins=*") {
        $0.listener(.http, "0.0.0.0", 8088, tls: true, serves: ["ari"])
        $0.credentials.switches.anyOrigin = Origin(file: "/etc/asterisk/ari.conf", line: 4)
      },
      .passes("ARI is not served") {
        $0.credentials.switches.anyOrigin = Origin(file: "/etc/asterisk/ari.conf", line: 4)
      },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      guard let origin = credentials.switches.anyOrigin,
        credentials.listeners.contains(where: { $0.serves.contains("ari") })
      else { return [] }
      return [
        Detection(
          .system, message: "ARI accepts requests of pages from any origin.",
          evidence: [Place(origin)])
      ]
    })

  static let pages = Rule(
    "VC-304", "needless-pages", "Pages of the web server that nobody needs", .low,
    why: "Each page more is one more thing that can be wrong; the status page names what runs.",
    remedy: "The administrator sets enable_status=no and enable_static=no in http.conf.",
    citations: [.nistLeastFunction],
    examples: [
      .triggers("the status page") {
        $0.listener(.http, "0.0.0.0", 8088, serves: ["status"])
        $0.credentials.switches.statusPage = Origin(file: "/etc/asterisk/http.conf", line: 5)
      },
      .passes("the web server is off") {
        $0.credentials.switches.statusPage = Origin(file: "/etc/asterisk/http.conf", line: 5)
      },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      guard credentials.listeners.contains(where: { $0.service == .http && $0.reach == .network })
      else { return [] }
      let found = [
        ("status page", credentials.switches.statusPage),
        ("static files", credentials.switches.staticFiles),
      ].compactMap { what, origin in origin.map { (what, $0) } }
      guard !found.isEmpty else { return [] }
      let message: Sentence =
        "The web server serves \(word: found.map(\.0).joined(separator: " and ")) over the network."
      return [
        Detection(
          .system, key: ["pages"], message: message,
          evidence: found.map { Place($0.1) })
      ]
    })

  static let oldTLS = Rule(
    "VC-305", "old-tls", "TLS 1.0 is let in by setting", .medium,
    why: "TLS before 1.2 is broken; below OpenSSL 3 the setting takes effect.",
    remedy: "The administrator removes tlsdisablev1=no from http.conf.",
    citations: [.disaTLS],
    examples: [
      .triggers("tlsdisablev1=no") {
        $0.listener(.http, "0.0.0.0", 8089, tls: true)
        $0.credentials.switches.oldTLS = Origin(file: "/etc/asterisk/http.conf", line: 9)
      },
      .passes("no TLS listener") {
        $0.credentials.switches.oldTLS = Origin(file: "/etc/asterisk/http.conf", line: 9)
      },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      guard let origin = credentials.switches.oldTLS,
        credentials.listeners.contains(where: { $0.service == .http && $0.isTLS })
      else { return [] }
      return [
        Detection(
          .system, message: "The web server is set to let in TLS 1.0.",
          evidence: [Place(origin)])
      ]
    })

  static let uselessRestriction = Rule(
    "VC-306", "restriction-without-effect", "A restriction of paths has no effect", .high,
    why: "Releases before 2026 skip sections of type=restriction without a word.",
    remedy: "The administrator limits the service by its own access lists or by bindaddr.",
    citations: [.nistAccess],
    examples: [
      .triggers("type=restriction in an older release") {
        $0.listener(.http, "0.0.0.0", 8088)
        $0.credentials.switches.uselessRestriction = Origin(
          file: "/etc/asterisk/http.conf", line: 12)
      },
      .passes("none") { $0.listener(.http, "0.0.0.0", 8088) },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      guard let origin = credentials.switches.uselessRestriction,
        credentials.listeners.contains(where: { $0.service == .http })
      else { return [] }
      return [
        Detection(
          .system, message: "A restriction in http.conf has no effect in this release.",
          evidence: [Place(origin)])
      ]
    })

  static let callTokens = Rule(
    "VC-307", "iax-without-tokens", "IAX calls without a token are let in", .low,
    why: "Without call tokens forged addresses can fill the tables of IAX.",
    remedy: "The administrator removes calltokenoptional from iax.conf once all peers know tokens.",
    citations: [.nistDevices],
    examples: [
      .triggers("calltokenoptional") {
        $0.credentials.switches.noCallToken = Origin(file: "/etc/asterisk/iax.conf", line: 6)
      },
      .passes("none") { _ in },
    ],
    logic: .system { context in
      context.input.credentials.switches.noCallToken.map {
        [
          Detection(
            .system, message: "Some addresses may make IAX calls without a call token.",
            evidence: [Place($0)])
        ]
      } ?? []
    })
}
