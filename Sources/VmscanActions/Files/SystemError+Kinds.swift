import Glibc

extension SystemError {
  /// The name does not exist.
  package var isMissing: Bool { code == ENOENT }
  /// The name is taken.
  package var isTaken: Bool { code == EEXIST }
  package var isOtherDevice: Bool { code == EXDEV }
  /// What was opened is a symbolic link, or no directory.
  package var isNotDirectory: Bool { code == ELOOP || code == ENOTDIR }
  /// There is no room left on the file system, or none for this user.
  package var isFull: Bool { code == ENOSPC || code == EDQUOT }
  package var isNotEmpty: Bool { code == ENOTEMPTY || code == EEXIST }
}

extension SystemError {
  /// The error, and on a second line what to do where that is plain.
  package var withRemedy: String {
    isFull ? "\(self)\nfree some space there, then run again" : "\(self)"
  }
}

/// One line about any error: its own text, the first line when it has several.
func firstLine(_ error: any Error) -> String {
  String("\(error)".prefix { $0 != "\n" })
}
