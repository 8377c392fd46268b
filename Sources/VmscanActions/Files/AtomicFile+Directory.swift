package import Glibc

extension AtomicFile {
  /// Makes the directory a file is to stand in, when only that one is missing.
  ///
  /// - Throws: `AtomicFileError`.
  package static func makeDirectory(of path: String, mode: mode_t = 0o755) throws {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let directory = String(path[..<slash])
    guard mkdir(directory, mode) == 0 else {
      guard errno == EEXIST else { throw AtomicFileError("create", directory) }
      return
    }
    // The program's umask would close it to the user that scans.
    guard chmod(directory, mode) == 0 else {
      throw AtomicFileError("set the mode of", directory)
    }
  }
}
