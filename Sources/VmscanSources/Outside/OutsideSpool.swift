import Glibc
package import VmscanModel
import VmscanSystem

/// Finds voicemail outside the spool: mails that Asterisk wrote and the mail command never took.
///
/// `sendmail` composes the mail, audio included, into `/tmp/astmail-XXXXXX`; the file is removed
/// once the mail command ends, so one that stays is a recording nobody knows of.
package struct OutsideSpool {
  /// Seconds a mail command may take before its file counts as left behind.
  private static let patience: Int64 = 300
  private static let prefix = Array("astmail-".utf8)

  private let directories: [String]
  private let now: Timestamp

  package init(directories: [String], now: Timestamp) {
    self.directories = directories
    self.now = now
  }

  /// Files left behind, sorted by path, with what could not be read.
  package func read() -> (files: [StrayFile], problems: [SourceProblem]) {
    var files: [StrayFile] = []
    var problems: [SourceProblem] = []
    for path in directories {
      do throws(SystemError) {
        files += try read(directory: ByteText(path))
      } catch {
        guard error.code != ENOENT else { continue }
        problems.append(
          SourceProblem(
            .unreadable, path: ByteText(path), detail: "cannot look for mails left behind: \(error)"
          )
        )
      }
    }
    return (files.sorted { $0.path < $1.path }, problems)
  }

  private func read(directory path: ByteText) throws(SystemError) -> [StrayFile] {
    var opener = Opener()
    let directory = try opener.openDirectory(path)
    var names: [ByteText] = []
    var lister = DirectoryLister()
    try lister.forEachEntry(of: directory) { name, _ in
      if let name = Self.mailName(name) { names.append(name) }
    }
    var files: [StrayFile] = []
    for name in names {
      do throws(SystemError) {
        let identity = try directory.identity(of: name)
        guard identity.isRegularFile, now.epochSeconds - identity.modifiedSeconds > Self.patience
        else { continue }
        files.append(
          StrayFile(
            path: ByteText(bytes: path.bytes + [0x2F] + name.bytes), bytes: identity.size,
            modified: Timestamp(identity.modifiedSeconds)))
      } catch {
        guard error.code != ENOENT else { continue }
        throw error
      }
    }
    return files
  }

  private static func mailName(_ name: Span<UInt8>) -> ByteText? {
    guard name.count > prefix.count else { return nil }
    for index in prefix.indices where name[index] != prefix[index] { return nil }
    var bytes: [UInt8] = []
    for index in 0..<name.count { bytes.append(name[index]) }
    return ByteText(bytes: bytes)
  }
}
