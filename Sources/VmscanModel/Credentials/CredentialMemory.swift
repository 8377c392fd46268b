/// A login of a site: a device or an account.
package struct LoginID: Sendable, Hashable {
  /// `pjsip`, `ami` and so on.
  package var kind: String
  package var name: ByteText

  package init(kind: String, name: ByteText) {
    self.kind = kind
    self.name = name
  }
}

/// A keyed digest of a login's passwords, by which history knows that they are the same as before.
///
/// Says nothing without the key, which is in a file apart; with it a weak password can be found by
/// trying. Nothing prints it, and no view has it.
package struct SecretTag: Sendable, Hashable {
  /// 16 bytes.
  package var bytes: [UInt8]
  /// Which key made it: 8 bytes.
  package var epoch: [UInt8]

  package init(bytes: [UInt8], epoch: [UInt8]) {
    self.bytes = bytes
    self.epoch = epoch
  }
}

extension SecretTag: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Secret.mask }
  package var debugDescription: String { Secret.mask }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What history remembers of logins besides their states.
package struct CredentialMemory: Sendable {
  package var uses: [DeviceID: DeviceUse] = [:]
  /// Of each login the tag, and the clock of the run that first had it.
  package var tags: [LoginID: (tag: SecretTag, since: Timestamp)] = [:]

  package init() {}

  /// Takes over what a run saw; what it did not see stays as it was.
  package mutating func update(
    devices: [Device], sightings: DeviceSightings, tags seen: [LoginID: SecretTag],
    now: Timestamp
  ) {
    for device in devices where device.isLoaded {
      uses[device.id] = sightings.update(uses[device.id], of: device)
    }
    for (login, tag) in seen where tags[login]?.tag != tag { tags[login] = (tag, now) }
  }
}
