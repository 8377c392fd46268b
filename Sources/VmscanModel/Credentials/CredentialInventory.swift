/// Everything that opens Asterisk from outside, as its files say.
package struct CredentialInventory: Sendable {
  /// In the order of their kinds and files.
  package var devices: [Device] = []
  package var accounts: [Account] = []
  package var listeners: [Listener] = []
  package var switches = CredentialSwitches()
  package var certificates: [ServiceCertificate] = []
  /// Files that hold secrets, with their modes.
  package var secretFiles: [ConfigFile] = []
  package var coverage = Coverage()
  /// Faults by which whole files or types are lost.
  package var faults: [CredentialFault] = []
  /// Devices that the dialplan names, by kind and name.
  package var referenced: Set<DeviceID> = []
  /// Whether the dialplan was read whole, so that a missing reference means something.
  package var knowsReferences = false

  /// Whether any of the files that may hold them is there.
  package var hasFiles = false

  package init() {}

  package var isEmpty: Bool { devices.isEmpty && accounts.isEmpty && listeners.isEmpty }
}

package struct DeviceID: Sendable, Hashable {
  package var kind: Device.Kind
  package var name: ByteText

  package init(_ kind: Device.Kind, _ name: ByteText) {
    self.kind = kind
    self.name = name
  }

  /// Reads `text`.
  package init?(parsing text: ByteText) {
    let parts = text.bytes.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let kind = Device.Kind(rawValue: String(decoding: parts[0], as: UTF8.self))
    else { return nil }
    self.init(kind, ByteText(bytes: parts[1]))
  }

  /// `pjsip/1001`.
  package var text: ByteText {
    ByteText(bytes: Array("\(kind.rawValue)/".utf8) + name.bytes)
  }
}

extension DeviceID: CustomStringConvertible {
  package var description: String { text.description }
}

extension Device {
  package var id: DeviceID { DeviceID(kind, name) }
}

/// Settings of services that concern no single device or account.
package struct CredentialSwitches: Sendable, Hashable {
  /// The module that asks for passwords is not loaded though PJSIP is; the place that says so.
  package var noAuthenticator: Origin?
  /// Calls of nobody known are let in: `allowguest` of `sip.conf`; no origin is the default.
  package var sipGuests: Setting<Bool>?
  package var sipGuestContext: ByteText = ""
  /// Any name may register (`autocreatepeer`).
  package var autoCreatePeer: Origin?
  /// Names can be found by trying (`alwaysauthreject=no`).
  package var tellsNames: Origin?
  package var amiEnabled = false
  package var amiWeb = false
  /// `allowed_origins=*`.
  package var anyOrigin: Origin?
  package var statusPage: Origin?
  package var staticFiles: Origin?
  /// TLS 1.0 or 1.1 are let in by setting.
  package var oldTLS: Origin?
  /// A `type=restriction` that the release does not know.
  package var uselessRestriction: Origin?
  /// IAX without call tokens for some addresses.
  package var noCallToken: Origin?

  package init() {}
}

/// A fault that makes Asterisk lose a file or all objects of a type.
package struct CredentialFault: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case fileRefused, duplicate, restPartly
  }

  package var kind: Kind
  package var origin: Origin
  /// What is lost, such as `all auth objects of pjsip.conf`.
  package var lost: String
  /// What the reader of the file says.
  package var detail: String

  package init(_ kind: Kind, at origin: Origin, lost: String, detail: String) {
    self.kind = kind
    self.origin = origin
    self.lost = lost
    self.detail = detail
  }
}
