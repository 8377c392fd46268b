import Glibc
package import VmscanModel

extension ByteText {
  /// The one name of a directory, however it was written: absolute, without links, `.`, `..` and a
  /// slash at its end.
  ///
  /// What does not exist or may not be looked at keeps its name below the nearest directory that
  /// can be resolved. An empty path stays empty.
  package var canonicalPath: ByteText {
    guard !isEmpty, !bytes.contains(0) else { return self }
    let names = absolutePath.bytes.split(separator: 0x2F)
    for count in stride(from: names.count, through: 0, by: -1) {
      let path = ByteText(bytes: [0x2F] + names[..<count].joined(separator: [0x2F]))
      guard let real = path.resolved else { continue }
      return ByteText(names: real.bytes.split(separator: 0x2F) + names[count...])
    }
    return ByteText(names: names)
  }

  /// Whether the path means the directory of a canonical name, or may mean it: a relative path was
  /// perhaps written where the names above it were left out.
  package func mayMean(_ name: ByteText) -> Bool {
    if self == name || canonicalPath == name { return true }
    guard !isEmpty, bytes.first != 0x2F else { return false }
    let tail = ByteText(names: bytes.split(separator: 0x2F)).bytes
    return tail.count > 1 && name.bytes.suffix(tail.count).elementsEqual(tail)
  }

  /// The path from the root on, as it is written otherwise.
  package var absolutePath: ByteText {
    guard !isEmpty, bytes.first != 0x2F, let here = getcwd(nil, 0) else { return self }
    defer { free(here) }
    return ByteText(bytes: Self.bytes(of: here) + [0x2F] + bytes)
  }

  private init(names: [ArraySlice<UInt8>]) {
    var kept: [ArraySlice<UInt8>] = []
    for name in names where !name.elementsEqual(".".utf8) {
      if name.elementsEqual("..".utf8) { _ = kept.popLast() } else { kept.append(name) }
    }
    self.init(bytes: [0x2F] + kept.joined(separator: [0x2F]))
  }

  private var resolved: ByteText? {
    guard let real = realpath(bytes.map { CChar(bitPattern: $0) } + [0], nil) else { return nil }
    defer { free(real) }
    return ByteText(bytes: Self.bytes(of: real))
  }

  private static func bytes(of text: UnsafeMutablePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
  }
}

extension RecordedSite {
  /// Whether both rows mean the same directories of one machine: older releases recorded paths
  /// as they were typed.
  package func isSame(as other: RecordedSite) -> Bool {
    key.host == other.key.host && key.spool.mayMean(other.key.spool.canonicalPath)
      && key.etc.mayMean(other.key.etc.canonicalPath)
  }
}
