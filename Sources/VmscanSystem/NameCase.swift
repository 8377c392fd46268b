import Glibc
package import VmscanModel

/// Whether names that differ by the case of letters only are one file, as on vfat, exfat, cifs and
/// an ext4 directory with `casefold`.
package enum NameCase {
  /// Tries a directory's own entries; `false` when it has none with a letter, or is closed.
  package static func isIgnored(in directory: ByteText) -> Bool {
    var lister = DirectoryLister()
    var opener = Opener()
    var names: [ByteText] = []
    do throws(SystemError) {
      let opened = try opener.openDirectory(directory)
      try lister.forEachEntry(of: opened) { name, _ in
        if names.count < 8 { names.append(ByteText(bytes: name.indices.map { name[$0] })) }
      }
      for name in names {
        let other = ByteText(bytes: name.bytes.map(swapped))
        guard other != name, !names.contains(other) else { continue }
        guard let found = try? opened.identity(of: other) else { return false }
        let known = try opened.identity(of: name)
        return found.inode == known.inode && found.device == known.device
      }
    } catch {
      return false
    }
    return false
  }

  private static func swapped(_ byte: UInt8) -> UInt8 {
    byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A ? byte ^ 0x20 : byte
  }
}
