import VmscanModel

extension LoginState {
  var title: String {
    switch self {
    case .open: "open to anybody"
    case .weak: "weak password"
    case .asks: "no weakness found"
    case .refused: "refuses everybody"
    case .notLoaded: "not loaded"
    }
  }
}

/// One kind of login with its counts, as a table shows it.
struct LoginLine {
  var title: String
  var counts: [Int]

  /// Kinds of which there is one at least, devices first.
  static func all(_ totals: LoginTotals) -> [LoginLine] {
    LoginTotals.kinds.filter { totals.total(of: $0) > 0 }.map { kind in
      LoginLine(title: title(kind), counts: LoginState.allCases.map { totals[kind, $0] })
    }
  }

  private static func title(_ kind: String) -> String {
    switch kind {
    case "pjsip": "PJSIP devices"
    case "sip": "SIP devices"
    case "iax": "IAX devices"
    case "users": "users.conf devices"
    case "ami": "manager logins"
    case "ari": "ARI logins"
    case "prometheus": "metrics"
    case "phoneprov": "provisioned telephones"
    default: "dialplan codes"
    }
  }
}

extension ScanReport {
  /// How many findings concern devices, accounts and services, such as `2 critical, 1 high`.
  var loginFindings: String {
    let open = findings.selection {
      $0.status != .accepted && $0.rule.description.hasPrefix("VC-")
    }
    return Severity.descending.compactMap { severity in
      let count = open.count { $0.severity == severity }
      return count == 0 ? nil : "\(Wording.number(count)) \(severity.rawValue)"
    }.joined(separator: ", ")
  }

  /// Sockets that others can reach, such as `manager interface at :: port 5038 in clear`.
  var reachableServices: [String] {
    credentials.listeners.filter { $0.reach == .network }.map { listener in
      let name =
        switch listener.service {
        case .sip: "SIP over \(listener.transport)"
        case .iax: "IAX"
        case .ami: "the manager interface"
        case .http: "the web server"
        }
      let serves =
        listener.serves.isEmpty ? "" : " with \(listener.serves.joined(separator: ", "))"
      let how = listener.isTLS ? "with TLS" : "in clear"
      return "\(name)\(serves) at \(listener.address) port \(listener.port) \(how)"
    }
  }
}
