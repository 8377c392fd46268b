import VmscanFormats
import VmscanModel

extension ConfigReading {
  /// Whether what is read is the directory Asterisk names, also as seen from outside of its root.
  func isHome(to named: ByteText) -> Bool {
    let here = configuration.asterisk.etcDirectory
    if let one = ConfigFileReader.identity(path: here.bytes),
      let other = ConfigFileReader.identity(path: named.bytes), one.device == other.device,
      one.inode == other.inode
    {
      return true
    }
    return Self.path(here).reversed().starts(with: Self.path(named).reversed())
  }

  /// Without slashes at its end.
  private static func path(_ text: ByteText) -> ArraySlice<UInt8> {
    let end = text.bytes.lastIndex { $0 != 0x2F }.map { $0 + 1 } ?? 0
    return text.bytes[..<end]
  }

  /// Files that this program reads and Asterisk cannot.
  mutating func noteClosed(_ conf: LoadedConf) {
    guard let user = configuration.asterisk.user else { return }
    var access = AsteriskAccess(user: user, etcDirectory: configuration.asterisk.etcDirectory)
    let users = usersPath
    let read = files.files.dropFirst(readAsRoot).filter {
      $0.path != users || rules.readsUsersConf
    }
    configuration.notices += access.notices(of: read, conf)
  }
}
