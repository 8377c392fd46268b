import VmscanFormats
import VmscanModel

/// A line of a section with the file it stands in: a user may be made of two.
struct IAXLine {
  let variable: ConfVariable
  let origins: ConfigOrigins

  var value: [UInt8] { variable.value }
  var origin: Origin { origins.origin(variable) }
  var template: ByteText? { variable.inheritedFrom.map { ByteText(bytes: $0) } }
}

extension [IAXLine] {
  func last(_ name: StaticString) -> IAXLine? { last { $0.variable.isNamed(name) } }

  /// The last of a name that has a value.
  func lastGiven(_ name: StaticString) -> IAXLine? {
    last(name).flatMap { $0.value.isEmpty ? nil : $0 }
  }
}

/// What all sections of one name say, those of `users.conf` before those of `iax.conf`.
///
/// They add up, as `build_user` and `build_peer` go on with what an earlier section left: a password
/// of `users.conf` is asked for although the section of `iax.conf` has none.
struct IAXSections {
  /// Where the last of them begins.
  private(set) var origin: Origin
  /// The lines that make a user, who may call; `nil` when no section does.
  private(set) var user: [IAXLine]?
  /// The lines that make a peer, who may register; `nil` when no section does.
  private(set) var peer: [IAXLine]?
  private(set) var hasBadHost = false

  init(origin: Origin) { self.origin = origin }

  /// Adds a section of a type, in lower case.
  mutating func add(_ lines: [IAXLine], type: ByteText, at origin: Origin) {
    self.origin = origin
    if type == "friend" || type == "user" { user = (user ?? []) + lines }
    guard type == "friend" || type == "peer" else { return }
    // The peer goes with all that earlier sections gave it; the user stays.
    hasBadHost = lines.contains {
      ($0.variable.isNamed("host") || $0.variable.isNamed("defaultip")) && !Self.isHost($0.value)
    }
    peer = hasBadHost ? nil : (peer ?? []) + lines
  }

  /// All lines that count, those of the user first.
  var lines: [IAXLine] { user ?? peer ?? [] }

  /// Whether a value may be a name or an address; which names there are is not asked.
  static func isHost(_ value: [UInt8]) -> Bool {
    !value.isEmpty
      && value.allSatisfy { byte in
        byte >= 0x80 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
          || "-._:[]%".utf8.contains(byte)
      }
  }
}
