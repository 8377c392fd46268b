import CLinuxShims
import Glibc
import VmscanFormats
import VmscanModel

/// Which of the files that were read Asterisk's own user cannot open, and what comes of it.
///
/// By owner, group and mode of each file and of the directories from the configuration's own down;
/// where an access list decides, nothing is claimed. `asterisk.conf` is not meant: Asterisk reads it
/// before it gives up root's rights.
struct AsteriskAccess {
  let user: AsteriskUser
  let etcDirectory: ByteText
  private var directories: [ByteText: FileIdentity?] = [:]

  init(user: AsteriskUser, etcDirectory: ByteText) {
    self.user = user
    self.etcDirectory = etcDirectory
  }

  /// One notice for each file, in their order.
  ///
  /// `conf` is `voicemail.conf` with what it includes; every other file stands alone.
  mutating func notices(of files: [ConfigFile], _ conf: LoadedConf) -> [ConfigNotice] {
    guard user.id != 0 else { return [] }
    let main = conf.documents.first.map { ByteText(bytes: $0.path) }
    let byPattern = Set(
      conf.includes.filter(\.isPattern).flatMap(\.documents).map { path($0, conf) })
    var obstacles: [ByteText: Sentence] = [:]
    var order: [ByteText] = []
    for file in files where obstacles[file.path] == nil {
      guard let reason = obstacle(to: file, isListed: byPattern.contains(file.path)) else {
        continue
      }
      obstacles[file.path] = reason
      order.append(file.path)
    }
    return order.map { path in
      let effect: Sentence =
        path == main
        ? "it has no mailbox of this file, nor of what the file includes"
        : effect(on: path, conf, closed: Set(obstacles.keys), main: main)
      return ConfigNotice(
        .closedToAsterisk, at: Origin(file: path, line: 0),
        detail: """
          Asterisk's user '\(setting: user.name)' cannot read it (\(obstacles[path] ?? "")): \
          \(effect).
          """)
    }
  }

  private func path(_ document: Int, _ conf: LoadedConf) -> ByteText {
    ByteText(bytes: conf.documents[document].path)
  }

  /// What `config_text_file_load` makes of a file it cannot open.
  private func effect(
    on file: ByteText, _ conf: LoadedConf, closed: Set<ByteText>, main: ByteText?
  ) -> Sentence {
    let includes = conf.includes.filter { include in
      include.documents.contains { path($0, conf) == file }
    }
    guard !includes.isEmpty else { return "Asterisk does as if there were none" }
    let failing = includes.first { include in
      include.kind == .include && include.documents.allSatisfy { closed.contains(path($0, conf)) }
    }
    guard let failing else { return "Asterisk skips it, and has no mailbox of it" }
    return ByteText(bytes: conf.path(of: failing.place)) == main
      ? "the load fails, Asterisk keeps the mailboxes it has and has none after a restart"
      : "the file that includes it is not read beyond that line"
  }

  /// What keeps the user out; `nil` when nothing does.
  private mutating func obstacle(to file: ConfigFile, isListed: Bool) -> Sentence? {
    var isParent = true
    var directory = parent(of: file.path)
    while let path = directory {
      if let identity = identity(of: path), isClosed(identity, listed: isParent && isListed),
        !hasAccessList(path)
      {
        return "its directory '\(path: path)' has \(Self.words(identity))"
      }
      isParent = false
      directory = path == etcDirectory || !lies(path) ? nil : parent(of: path)
    }
    guard !user.may(.read, file.identity), !hasAccessList(file.path) else { return nil }
    return Self.words(file.identity)
  }

  private func isClosed(_ directory: FileIdentity, listed: Bool) -> Bool {
    !user.may(.enter, directory) || listed && !user.may(.read, directory)
  }

  private func lies(_ path: ByteText) -> Bool {
    path.bytes.starts(with: etcDirectory.bytes + [0x2F])
  }

  private func parent(of path: ByteText) -> ByteText? {
    guard let slash = path.bytes.lastIndex(of: 0x2F), slash > 0 else { return nil }
    return ByteText(bytes: path.bytes[..<slash])
  }

  private mutating func identity(of directory: ByteText) -> FileIdentity? {
    if let known = directories[directory] { return known }
    let identity = ConfigFileReader.identity(path: directory.bytes)
    directories[directory] = .some(identity)
    return identity
  }

  private func hasAccessList(_ path: ByteText) -> Bool {
    (path.bytes + [0]).withUnsafeBytes { bytes in
      guard let name = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
      return getxattr(name, "system.posix_acl_access", nil, 0) > 0
    }
  }

  private static func words(_ identity: FileIdentity) -> Sentence {
    let mode = "0" + String(identity.mode & 0o7777, radix: 8)
    return "mode \(word: mode), owner \(identity.owner), group \(identity.group)"
  }
}
