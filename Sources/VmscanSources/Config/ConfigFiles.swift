import VmscanFormats
import VmscanModel
import VmscanSystem

/// The files of one configuration directory, and a record of every one that was read.
struct ConfigFiles: ConfFileProvider {
  /// Contents to take instead of a file's own, by the path it is read under.
  var overlay: [ByteText: [UInt8]] = [:]
  /// Where the configuration was copied to, if it was.
  var copy: ByteText?
  private(set) var files: [ConfigFile] = []
  private(set) var problems: [SourceProblem] = []
  /// Paths whose contents changed during every attempt to read them.
  private(set) var changing: [ByteText] = []

  mutating func files(matching pattern: [UInt8]) -> [ConfFoundFile] {
    let matches = copied(pattern) ?? ConfigGlob.paths(matching: pattern)
    if matches.isIncomplete {
      problems.append(
        SourceProblem(
          .unreadable, path: ByteText(bytes: pattern),
          detail: "a directory of this pattern could not be listed"))
    }
    if matches.paths.isEmpty { return [.missing(path: pattern)] }
    return matches.paths.map { find(Array($0.prefix(255))) }
  }

  /// What a copied configuration has of a name below the usual directory; `nil` when nothing.
  private func copied(_ pattern: [UInt8]) -> ConfigGlob.Matches? {
    let home = Array("/etc/asterisk/".utf8)
    guard let copy, pattern.starts(with: home) else { return nil }
    let matches = ConfigGlob.paths(
      matching: copy.bytes + [0x2F] + pattern.dropFirst(home.count))
    // A plain name is handed back whether it is there or not.
    guard
      matches.isIncomplete || matches.paths.contains(where: { ConfigFileReader.isThere(path: $0) })
    else { return nil }
    return matches
  }

  private mutating func find(_ path: [UInt8]) -> ConfFoundFile {
    switch ConfigFileReader.read(path: path) {
    case .text(let bytes, let identity):
      let name = ByteText(bytes: path)
      files.append(ConfigFile(path: name, identity: identity))
      return .text(path: path, bytes: overlay[name] ?? bytes)
    case .changing(let bytes, let identity):
      files.append(ConfigFile(path: ByteText(bytes: path), identity: identity))
      changing.append(ByteText(bytes: path))
      return .text(path: path, bytes: bytes)
    case .missing: return .missing(path: path)
    case .notRegular: return .notRegular(path: path)
    case .failed(let code):
      let reason = "\(SystemError(code))"
      problems.append(
        SourceProblem(.unreadable, path: ByteText(bytes: path), detail: Sentence(.word(reason))))
      return .unreadable(path: path, reason: reason)
    }
  }

  /// The first file that is no longer what was read; `nil` when all stood still.
  func firstChanged() -> ByteText? {
    changing.first
      ?? files.first { ConfigFileReader.identity(path: $0.path.bytes) != $0.identity }?.path
  }
}
