import Glibc
import VmscanModel

/// A log, a directory of logs or an unpacking program that failed.
struct LogReadError: Error, Equatable {
  var path: ByteText
  var code: Int32
  var action: String

  init(path: ByteText, _ code: Int32, _ action: String) {
    self.path = path
    self.code = code
    self.action = action
  }

  var problem: SourceProblem {
    let name = code == 0 ? "" : ": \(Self.name(of: code))"
    return SourceProblem(
      code == ENOENT ? .missing : .unreadable, path: path,
      detail: "\(word: action) mail log\(word: name)")
  }

  private static func name(of code: Int32) -> String {
    switch code {
    case ENOENT: "ENOENT, no such file"
    case EACCES: "EACCES, permission denied"
    case EISDIR: "EISDIR, is a directory"
    case EIO: "EIO, input/output error"
    default: "error \(code), \(String(cString: strerror(code)))"
    }
  }
}
