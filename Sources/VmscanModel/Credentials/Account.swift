/// A login to manage Asterisk, or a code that opens a part of the dialplan.
package struct Account: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case ami, ari, prometheus, phoneprov, dialplan
  }

  package var kind: Kind
  /// The user; for the dialplan `context,extension,priority` and the application.
  package var name: ByteText
  package var origin: Origin
  package var fault: LoadFault?
  package var credentials: [InboundCredential] = []
  package var form = CredentialForm.none
  /// Whoever reaches the service gets in without a credential.
  package var isOpen = false
  package var access = AddressReach.everybody
  /// What an intruder would get.
  package var powers: Set<Power> = []
  /// The context a dialplan code opens.
  package var context: ByteText = ""
  /// Device whose password is handed out (phone provisioning).
  package var device: ByteText = ""
  /// A line that is meant to limit the account and does nothing.
  package var uselessLimit: Origin?
  /// `permit` lines without any `deny`.
  package var permitWithoutDeny = false

  package init(kind: Kind, name: ByteText, origin: Origin) {
    self.kind = kind
    self.name = name
    self.origin = origin
  }

  package var isLoaded: Bool { fault == nil }

  package enum Power: String, Sendable, Hashable, CaseIterable, Comparable {
    case system, command, config, originate, all
    /// ARI with the right to change.
    case write

    package static func < (left: Power, right: Power) -> Bool { left.rawValue < right.rawValue }
  }
}

/// A socket Asterisk listens at.
package struct Listener: Sendable, Hashable {
  package enum Service: String, Sendable, Hashable, CaseIterable {
    case sip, iax, ami, http
  }

  package enum Reach: String, Sendable, Hashable { case loopback, network }

  package var service: Service
  /// `udp`, `tcp`, `tls`, `ws` or `wss`.
  package var transport: String
  /// As bound; `0.0.0.0` and `::` for all.
  package var address: ByteText
  package var port: Int
  package var isTLS: Bool
  package var origin: Origin
  /// What it serves besides itself, such as `ari`.
  package var serves: [String] = []
  /// Who may connect before any login, by an access list of the service.
  package var access = AddressReach.everybody

  package init(
    service: Service, transport: String, address: ByteText, port: Int, isTLS: Bool, origin: Origin
  ) {
    self.service = service
    self.transport = transport
    self.address = address
    self.port = port
    self.isTLS = isTLS
    self.origin = origin
  }

  /// What a client connects by.
  package var protocolName: String { transport == "udp" ? "udp" : "tcp" }

  package var reach: Reach {
    let text = address.bytes
    return text.starts(with: "127.".utf8) || address == "::1" ? .loopback : .network
  }

  package var isIPv6: Bool { address.bytes.contains(UInt8(ascii: ":")) }
}

/// Which addresses pass an access list.
package struct AddressReach: Sendable, Hashable {
  /// Any IPv4 address that no rule names passes.
  package var openToIPv4: Bool
  package var openToIPv6: Bool
  /// Some named addresses pass.
  package var someNamed: Bool
  /// Only addresses of this machine pass.
  package var onlyLoopback: Bool

  package init(
    openToIPv4: Bool, openToIPv6: Bool, someNamed: Bool = false, onlyLoopback: Bool = false
  ) {
    self.openToIPv4 = openToIPv4
    self.openToIPv6 = openToIPv6
    self.someNamed = someNamed
    self.onlyLoopback = onlyLoopback
  }

  package static let everybody = AddressReach(openToIPv4: true, openToIPv6: true)
  package static let nobody = AddressReach(openToIPv4: false, openToIPv6: false)

  package var limitsNothing: Bool { openToIPv4 && openToIPv6 }

  /// Nobody passes.
  package var isEmpty: Bool { !openToIPv4 && !openToIPv6 && !someNamed }

  package func isOpen(_ families: AddressFamilies) -> Bool {
    families.ipv4 && openToIPv4 || families.ipv6 && openToIPv6
  }
}

/// Address families a service can be reached by.
package struct AddressFamilies: Sendable, Hashable {
  package var ipv4: Bool
  package var ipv6: Bool

  package init(ipv4: Bool, ipv6: Bool) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }
}
