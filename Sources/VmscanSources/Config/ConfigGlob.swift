import Glibc

/// `glob(3)` with the flags of `config_text_file_load`: GLOB_NOMAGIC and GLOB_BRACE.
enum ConfigGlob {
  private static let braces: Int32 = 1 << 10
  private static let keepPlainNames: Int32 = 1 << 11

  struct Matches {
    /// In glob's order, which is byte order in the C locale.
    var paths: [[UInt8]]
    /// A directory on the way could not be listed, so further files may exist.
    var isIncomplete: Bool
  }

  static func paths(matching pattern: [UInt8]) -> Matches {
    let strict = run(pattern, isStrict: true)
    if let paths = strict { return Matches(paths: paths, isIncomplete: false) }
    let lenient = run(pattern, isStrict: false)
    return Matches(paths: lenient ?? [], isIncomplete: true)
  }

  /// `nil` when glob gave up on a directory; one that is not there has no files.
  private static func run(_ pattern: [UInt8], isStrict: Bool) -> [[UInt8]]? {
    (pattern + [0]).withUnsafeBytes { bytes in
      guard let name = bytes.bindMemory(to: CChar.self).baseAddress else { return [] }
      var found = glob_t()
      let status = glob(
        name, braces | keepPlainNames,
        isStrict ? { _, code in code == ENOENT || code == ENOTDIR ? 0 : 1 } : nil, &found)
      defer { globfree(&found) }
      if status == GLOB_NOMATCH { return [] }
      guard status == 0 else { return nil }
      return (0..<Int(found.gl_pathc)).compactMap { position in
        found.gl_pathv[position].map { entry in
          Array(
            UnsafeBufferPointer(start: entry, count: strlen(entry)).map { UInt8(bitPattern: $0) })
        }
      }
    }
  }
}
