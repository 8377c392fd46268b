import VmscanModel

/// Commands that give files of the configuration the right readers: Asterisk and nobody else.
struct AsteriskFiles {
  private let user: AsteriskUser?
  private let identities: [String: FileIdentity]

  init(_ configuration: VoicemailConfiguration) {
    user = configuration.asterisk.user
    identities = Dictionary(
      configuration.files.map { ("\($0.path)", $0.identity) }, uniquingKeysWith: { $1 })
  }

  /// Shuts everybody else out; a file that Asterisk reads only as one of everybody first gets its
  /// group, or voicemail would be gone with the next reload.
  func commandsToClose(_ paths: [String]) -> String {
    let kept = paths.filter { path in
      guard let user, let identity = identities[path] else { return true }
      return user.mayReadWithoutOthers(identity)
    }
    let closing = kept.isEmpty ? [] : ["chmod o= " + Self.list(kept)]
    return (closing + handing(paths.filter { !kept.contains($0) })).joined(separator: "; ")
  }

  /// Lets Asterisk's group read files, or enter the directory of those whose mode lets it already.
  func commandsToOpen(_ paths: [String]) -> String {
    let hidden = paths.filter { path in
      guard let user, let identity = identities[path] else { return false }
      return user.may(.read, identity)
    }
    let directories = Set(
      hidden.compactMap { path in
        path.lastIndex(of: "/").map { String(path[..<$0]) }
      })
    return
      (handing(paths.filter { !hidden.contains($0) })
      + handing(directories.sorted(), mode: "750")).joined(separator: "; ")
  }

  private func handing(_ paths: [String], mode: String = "640") -> [String] {
    guard let user, !paths.isEmpty else { return [] }
    let list = Self.list(paths)
    return ["chgrp \(user.groupName) \(list) && chmod \(mode) \(list)"]
  }

  private static func list(_ paths: [String]) -> String { paths.joined(separator: " ") }
}
