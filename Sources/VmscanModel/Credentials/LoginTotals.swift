/// What a stranger meets at a login.
package enum LoginState: String, Sendable, Hashable, CaseIterable {
  /// Let in with nothing, or with an empty password.
  case open
  /// Asked for a password that is weaker than it should be.
  case weak
  /// Asked for a password, or known by an address only.
  case asks
  /// Refused, as everybody is.
  case refused
  /// Asterisk does not load it.
  case notLoaded
}

/// Devices and accounts, counted by their kind and what a stranger meets there.
package struct LoginTotals: Sendable, Hashable {
  package static let kinds =
    Device.Kind.allCases.map(\.rawValue) + Account.Kind.allCases.map(\.rawValue)

  private var counts: [String: [LoginState: Int]] = [:]

  package init() {}

  package init(_ report: CredentialReport) {
    for device in report.devices { self[device.id.kind.rawValue, device.state] += 1 }
    for account in report.accounts { self[account.kind.rawValue, account.state] += 1 }
  }

  package subscript(kind: String, state: LoginState) -> Int {
    get { counts[kind]?[state] ?? 0 }
    set { counts[kind, default: [:]][state] = newValue == 0 ? nil : newValue }
  }

  package func total(_ state: LoginState) -> Int {
    counts.values.reduce(0) { $0 + ($1[state] ?? 0) }
  }

  package func total(of kind: String) -> Int { counts[kind]?.values.reduce(0, +) ?? 0 }

  package var total: Int { counts.keys.reduce(0) { $0 + total(of: $1) } }
}

extension DeviceReport {
  package var state: LoginState {
    guard isLoaded else { return .notLoaded }
    if isOpen || registersOpen || form.acceptsEmpty { return .open }
    if form == .broken || form == .oauth { return .refused }
    return isWeak ? .weak : .asks
  }
}

extension AccountReport {
  package var state: LoginState {
    guard isLoaded else { return .notLoaded }
    if isOpen { return .open }
    if form == .none || form == .broken { return .refused }
    return isWeak || form.acceptsEmpty ? .weak : .asks
  }
}

extension CredentialForm {
  /// The empty password opens it.
  fileprivate var acceptsEmpty: Bool { self == .empty || self == .plainListAndEmpty }
}
