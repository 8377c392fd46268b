import Crypto
package import VmscanModel

/// Makes the keyed digests by which history knows an unchanged password.
///
/// Who a password belongs to is part of what is digested, so that equal ones do not show.
package struct SecretTagger: Sendable {
  private let key: SymmetricKey
  private let epoch: [UInt8]

  /// `key` are 32 random bytes from a file apart from history.
  package init(key: Secret) {
    self.key = key.withBytes { SymmetricKey(data: $0) }
    epoch = Array(
      HMAC<SHA256>.authenticationCode(for: Array("vmscan epoch".utf8), using: self.key).prefix(8))
  }

  /// The tag of all passwords of a login; `nil` without one that is kept in a file.
  func tag(of login: LoginID, _ credentials: [InboundCredential]) -> SecretTag? {
    let kept = credentials.filter {
      switch $0.form {
      case .plain, .digest, .crypt: true
      case .key, .database, .oauth: false
      }
    }
    guard !kept.isEmpty else { return nil }
    var code = HMAC<SHA256>(key: key)
    func add(_ bytes: UnsafeRawBufferPointer) {
      withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { code.update(data: $0) }
      code.update(data: bytes)
    }
    Array(login.kind.utf8).withUnsafeBytes { add($0) }
    login.name.bytes.withUnsafeBytes { add($0) }
    for credential in kept {
      credential.userName.bytes.withUnsafeBytes { add($0) }
      credential.realm.bytes.withUnsafeBytes { add($0) }
      credential.secret.withBytes { add($0) }
    }
    return SecretTag(bytes: Array(code.finalize().prefix(16)), epoch: epoch)
  }
}
