import Glibc
import VmscanModel
import VmscanSystem

/// The file system Asterisk sees: this machine, or the root directory its configuration lies in.
struct AsteriskMachine {
  private let etc: String
  /// What stands before `/etc/asterisk`; `nil` when the directory is a copy, of which the machine
  /// says nothing.
  private let root: String?

  init(etc: String) {
    self.etc = etc
    let usual = "/etc/asterisk"
    let isOwn = ByteText(etc).canonicalPath == ByteText(usual).canonicalPath
    let path = isOwn ? usual : etc
    root = path.hasSuffix(usual) ? String(path.dropLast(usual.count)) : nil
  }

  /// Names in the configuration directory.
  var siblings: [ByteText] {
    (try? DirectoryLister.names(in: ByteText(etc))) ?? []
  }

  /// The program of a mail command that cannot be run; `nil` when it can or nothing is known.
  func missingProgram(of command: ByteText) -> String? {
    guard let root else { return nil }
    let word = command.stripped.bytes.prefix { $0 > 32 }
    let program = String(decoding: word, as: UTF8.self)
    // Anything else is the shell's business.
    guard program.hasPrefix("/") else { return nil }
    return exists(root + program) ? nil : program
  }

  var hasSox: Bool {
    guard let root else { return true }
    return ["/usr/bin/sox", "/usr/local/bin/sox", "/bin/sox"].contains { exists(root + $0) }
  }

  /// A link is taken for good: within another root its target means another file.
  private func exists(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFLNK || access(path, X_OK) == 0
  }
}
