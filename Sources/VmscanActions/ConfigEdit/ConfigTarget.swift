import Glibc
package import VmscanModel
import VmscanSystem

/// The file behind a name that Asterisk reads.
package struct ConfigTarget: Sendable, Hashable {
  /// Symbolic links resolved.
  package var path: ByteText
  package var identity: FileIdentity
  /// Why this program should not replace it; `nil` when it may.
  package var obstacle: ConfigEditRefusal?

  package init(path: ByteText, identity: FileIdentity, obstacle: ConfigEditRefusal? = nil) {
    self.path = path
    self.identity = identity
    self.obstacle = obstacle
  }

  /// Looks at every name; names that lead nowhere are left out.
  package static func resolve(_ names: some Sequence<ByteText>) -> [ByteText: ConfigTarget] {
    var targets: [ByteText: ConfigTarget] = [:]
    for name in names where targets[name] == nil { targets[name] = resolve(name) }
    return targets
  }

  private static func resolve(_ name: ByteText) -> ConfigTarget? {
    (name.bytes + [0]).withUnsafeBytes { bytes -> ConfigTarget? in
      guard let text = bytes.bindMemory(to: CChar.self).baseAddress,
        let resolved = realpath(text, nil)
      else { return nil }
      defer { free(resolved) }
      var status = stat()
      guard lstat(resolved, &status) == 0 else { return nil }
      let length = strlen(resolved)
      let path = resolved.withMemoryRebound(to: UInt8.self, capacity: length) {
        ByteText(bytes: UnsafeBufferPointer(start: $0, count: length))
      }
      let identity = FileIdentity(status)
      return ConfigTarget(
        path: path, identity: identity, obstacle: obstacle(path, resolved, identity))
    }
  }

  private static func obstacle(
    _ path: ByteText, _ name: UnsafePointer<CChar>, _ identity: FileIdentity
  ) -> ConfigEditRefusal? {
    guard identity.links == 1 else {
      return ConfigEditRefusal(
        .hardLinkedFile,
        "'\(path)' has \(identity.links) names (hard links), and only one would change",
        remedy: "make it a file of its own, or edit it by hand")
    }
    let directory = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { path.bytes[..<$0] + [0] }
    let mayReplace = (directory ?? [0x2E, 0]).withUnsafeBytes { bytes in
      bytes.bindMemory(to: CChar.self).baseAddress.map { access($0, W_OK) == 0 } ?? false
    }
    guard mayReplace, access(name, W_OK) == 0, identity.mode & 0o222 != 0 else {
      return ConfigEditRefusal(
        .readOnlyFile, "'\(path)' is read-only",
        remedy: "change it where it is made, or run as a user who may write it")
    }
    return nil
  }
}
