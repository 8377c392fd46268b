/// The certificate that a service is set to show by TLS, and the file of its key.
package struct ServiceCertificate: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable {
    case usable
    /// There is no such file, or nothing in it is a certificate.
    case missing
    /// The certificate is there and the file that should hold its key has none.
    case noKey
    /// The key is that of another certificate.
    case otherKey
    /// The key asks for a passphrase, which the service does not have.
    case lockedKey
    /// This program may not read it.
    case unread
  }

  package var service: Listener.Service
  /// The line that names the file, or switches TLS on without naming one.
  package var origin: Origin
  package var file: ByteText
  package var state: State
  /// When it ends; `nil` where that cannot be read.
  package var expires: Timestamp?
  /// The files with a key: that of the certificate may hold one beside the file that is named for it.
  package var keys: [ConfigFile] = []

  package init(service: Listener.Service, origin: Origin, file: ByteText, state: State) {
    self.service = service
    self.origin = origin
    self.file = file
    self.state = state
  }
}
