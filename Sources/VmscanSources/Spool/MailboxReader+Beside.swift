import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

extension MailboxReader {
  private static let greetings: [(name: [UInt8], greeting: Greetings)] = [
    (Array("unavail".utf8), .unavailable), (Array("busy".utf8), .busy),
    (Array("greet".utf8), .name), (Array("temp".utf8), .temporary),
  ]

  /// Takes in an entry of the mailbox directory that is no message folder.
  mutating func readBesideFolders(
    _ entry: MailboxLayout.Entry, in mailbox: borrowing OwnedDescriptor
  ) {
    let parts = entry.name.bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
    if entry.name == "secret.conf" {
      readSecretFile(entry, in: mailbox)
    } else if entry.type != .directory, parts.count >= 2,
      let known = Self.greetings.first(where: { $0.name.elementsEqual(parts[0]) }),
      let suffix = parts.last, AudioFormats.contains(Array(suffix).span)
    {
      let isInProgress = parts.count == 3 && parts[1].elementsEqual("tmp".utf8)
      if parts.count == 2 {
        readGreeting(entry, known.greeting, in: mailbox)
      } else if isInProgress {
        readTemporaryFile(entry.name, entry.name, in: mailbox)
      } else {
        box.unknownEntries.append(entry.name)
      }
    } else {
      box.unknownEntries.append(entry.name)
    }
    noteLink(entry)
  }

  /// Voicemail behind a link is not counted; only what may hold messages hides data.
  private mutating func noteLink(_ entry: MailboxLayout.Entry) {
    guard entry.type == .link else { return }
    report(
      .notFollowed, entry.name, "is a symbolic link, which is not followed",
      hidesData: entry.name == "tmp")
  }

  private mutating func readSecretFile(
    _ entry: MailboxLayout.Entry, in mailbox: borrowing OwnedDescriptor
  ) {
    box.hasSecretFile = true
    do throws(SystemError) {
      let identity = try mailbox.identity(of: entry.name)
      box.secretFileIsWorldReadable = identity.isRegularFile && identity.isWorldReadable
    } catch { report(error, entry.name, "examine the file") }
  }

  private mutating func readGreeting(
    _ entry: MailboxLayout.Entry, _ greeting: Greetings, in mailbox: borrowing OwnedDescriptor
  ) {
    do throws(SystemError) {
      let identity = try mailbox.identity(of: entry.name)
      box.greetings.insert(greeting)
      let time = Timestamp(identity.modifiedSeconds)
      box.greetingsModified = box.greetingsModified.map { max($0, time) } ?? time
    } catch { report(error, entry.name, "examine the greeting") }
  }

  /// Lists `tmp/` and the `vm-gain-XXXXXX/` directories in it.
  mutating func readTemporaryFiles(in mailbox: borrowing OwnedDescriptor) {
    do throws(SystemError) {
      let directory = try opener.open("tmp", in: mailbox.raw, asDirectory: true)
      temporaryIdentity = try directory.identity()
      for (name, type) in try contents(of: directory) {
        let path = ByteText(bytes: Array("tmp/".utf8) + name.bytes)
        if type == .directory {
          readTemporaryDirectory(name, path, in: directory)
        } else {
          readTemporaryFile(name, path, in: directory)
        }
      }
    } catch { report(error, "tmp", "list the directory") }
  }

  private mutating func readTemporaryDirectory(
    _ name: ByteText, _ path: ByteText, in parent: borrowing OwnedDescriptor
  ) {
    do throws(SystemError) {
      let directory = try opener.open(name, in: parent, asDirectory: true)
      for (child, type) in try contents(of: directory) {
        let childPath = ByteText(bytes: path.bytes + [0x2F] + child.bytes)
        if type == .directory {
          box.unknownEntries.append(childPath)
        } else {
          readTemporaryFile(child, childPath, in: directory)
        }
      }
    } catch { report(error, path, "list the directory") }
  }

  private mutating func contents(
    of directory: borrowing OwnedDescriptor
  ) throws(SystemError) -> [(ByteText, EntryType)] {
    var found: [(name: ByteText, type: EntryType)] = []
    try lister.forEachEntry(of: directory) { name, type in
      found.append((ByteText(bytes: name.indices.map { name[$0] }), type))
    }
    for index in found.indices where found[index].type == .unknown {
      guard let identity = try? directory.identity(of: found[index].name) else { continue }
      found[index].type = EntryType(mode: identity.mode)
    }
    return found.map { ($0.name, $0.type) }
  }

  private mutating func readTemporaryFile(
    _ name: ByteText, _ path: ByteText, in directory: borrowing OwnedDescriptor
  ) {
    do throws(SystemError) {
      let identity = try directory.identity(of: name)
      box.temporaryFiles.append(
        StrayFile(
          path: path, bytes: identity.isRegularFile ? identity.size : 0,
          modified: Timestamp(identity.modifiedSeconds)))
    } catch {
      // A recording that ends is renamed into its folder, which is then seen to have changed.
      if error.code != ENOENT { report(error, path, "examine the file") }
    }
  }
}
