import Glibc
import VmscanModel

/// Looks whether any configured mailbox has a message in files; ends at the first.
enum StorageProbe {
  static func hasMessage(_ mailboxes: [ConfiguredMailbox], spool: ByteText) -> Bool {
    mailboxes.contains { mailbox in
      let directory = spool.bytes + [0x2F] + mailbox.id.context.bytes + [0x2F]
      return holdsMessage(directory + mailbox.id.mailbox.bytes)
    }
  }

  private static func holdsMessage(_ directory: [UInt8]) -> Bool {
    guard ConfigFileReader.identity(path: directory) != nil else { return false }
    return Folder.allCases.contains { folder in
      var isFound = false
      forEachName(in: directory + [0x2F] + Array(folder.name.utf8)) { name in
        isFound = isFound || name.starts(with: "msg".utf8) && name.suffix(4) == txt
      }
      return isFound
    }
  }

  private static let txt = Array(".txt".utf8)[...]

  private static func forEachName(in path: [UInt8], _ body: ([UInt8]) -> Void) {
    let handle = (path + [0]).withUnsafeBytes { bytes in
      bytes.bindMemory(to: CChar.self).baseAddress.flatMap { opendir($0) }
    }
    guard let handle else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      withUnsafeBytes(of: entry.pointee.d_name) { bytes in body(Array(bytes.prefix { $0 != 0 })) }
    }
  }
}
