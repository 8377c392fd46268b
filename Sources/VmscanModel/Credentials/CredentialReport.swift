/// What opens Asterisk around its voicemail, as it is reported and recorded.
///
/// Holds no secret, no length, no digest, and of a weak password only that it is weak.
package struct CredentialReport: Sendable, Hashable {
  /// By kind and name; those of one name in the order of the files.
  package var devices: [DeviceReport] = []
  /// By kind and name.
  package var accounts: [AccountReport] = []
  /// By service, address, port and transport.
  package var listeners: [Listener] = []

  package init() {}

  /// Puts everything in its fixed order; equals stay as they are.
  package mutating func sort() {
    devices.sortStably { $0.id.text < $1.id.text }
    accounts.sortStably { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    listeners.sortStably {
      ($0.service.rawValue, $0.address, $0.port, $0.transport)
        < ($1.service.rawValue, $1.address, $1.port, $1.transport)
    }
  }
}

/// A device, and how it is protected.
package struct DeviceReport: Sendable, Hashable {
  package var id: DeviceID
  package var origin: Origin
  /// Why Asterisk does not load it.
  package var fault: LoadFault?
  package var form: CredentialForm
  package var isOpen = false
  package var registersOpen = false
  package var isTrunk = false
  package var context: ByteText = ""
  /// Mailboxes that belong to it, also where their context is a guess.
  package var mailboxes: [MailboxID] = []
  /// How bad it is that somebody else may use it.
  package var severity: Severity?
  /// Something is wrong with its password.
  package var isWeak = false

  package init(id: DeviceID, origin: Origin, fault: LoadFault?, form: CredentialForm) {
    self.id = id
    self.origin = origin
    self.fault = fault
    self.form = form
  }

  package var isLoaded: Bool { fault == nil }
}

/// A management login or a code of the dialplan, and how it is protected.
package struct AccountReport: Sendable, Hashable {
  package var kind: Account.Kind
  package var name: ByteText
  package var origin: Origin
  package var fault: LoadFault?
  package var form: CredentialForm
  package var isOpen = false
  package var isWeak = false
  /// A service that takes it can be reached over the network.
  package var isOffHost = false
  package var powers: Set<Account.Power> = []
  /// The context that a code of the dialplan opens.
  package var context: ByteText = ""

  package init(
    kind: Account.Kind, name: ByteText, origin: Origin, fault: LoadFault?, form: CredentialForm
  ) {
    self.kind = kind
    self.name = name
    self.origin = origin
    self.fault = fault
    self.form = form
  }

  package var isLoaded: Bool { fault == nil }
}

extension Array {
  /// Sorts and leaves equal elements in their order.
  fileprivate mutating func sortStably(_ precedes: (Element, Element) -> Bool) {
    self = enumerated().sorted { left, right in
      precedes(left.element, right.element)
        || !precedes(right.element, left.element) && left.offset < right.offset
    }.map(\.element)
  }
}
