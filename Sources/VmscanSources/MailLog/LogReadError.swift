import Glibc
import VmscanModel
import VmscanSystem

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
    let name = code == 0 ? "" : ": \(SystemError(code))"
    return SourceProblem(
      code == ENOENT ? .missing : .unreadable, path: path,
      detail: "\(word: action) mail log\(word: name)")
  }

}
