package import VmscanModel

/// One message that waits in the quarantine.
package struct QuarantineEntry: Sendable, Hashable {
  package var place: QuarantinePlace
  package var spool: ByteText
  package var mailbox: MailboxID
  package var folder: Folder
  package var removed: Timestamp
  package var message: QuarantinedMessage

  package init(
    place: QuarantinePlace, spool: ByteText, mailbox: MailboxID, folder: Folder,
    removed: Timestamp, message: QuarantinedMessage
  ) {
    self.place = place
    self.spool = spool
    self.mailbox = mailbox
    self.folder = folder
    self.removed = removed
    self.message = message
  }

  package var bytes: ByteCount { message.files.reduce(.zero) { $0 + ByteCount($1.identity.size) } }

  var folderSubject: String { "\(mailbox)/\(folder)" }

  /// For predicates: what the message was when it was taken.
  package var candidate: CandidateMessage {
    let keys = EnvelopeKeys(message.envelope.bytes)
    return CandidateMessage(
      mailbox: mailbox, folder: folder, number: message.number, messageID: message.messageID,
      origtime: message.origtime, duration: message.duration, bytes: bytes,
      fileCount: message.files.count, grade: message.grade, callerID: keys.callerID ?? "")
  }
}

extension QuarantineManifest {
  package var entries: [QuarantineEntry] {
    messages.map {
      QuarantineEntry(
        place: place, spool: spool, mailbox: mailbox, folder: folder, removed: removed,
        message: $0)
    }
  }
}

extension Quarantine {
  /// Calls `body` for every message that waits, run by run; what cannot be read is returned.
  package func forEachEntry(_ body: (QuarantineEntry) throws -> Void) throws -> [SourceProblem] {
    var problems: [SourceProblem] = []
    for run in try files.names(in: directory).sorted() {
      guard let name = run.utf8String, QuarantinePlace.isUsable(run: name) else { continue }
      guard let runDirectory = try openIfDirectory(run, in: directory) else { continue }
      for group in try numbers(in: runDirectory) {
        let manifests: [QuarantineManifest]
        do {
          manifests = try self.manifests(run: name, group: group)
        } catch {
          problems.append(
            SourceProblem(
              .unreadable, path: path.appending("/\(name)/\(group)"), detail: firstLine(error)))
          continue
        }
        for manifest in manifests {
          for entry in try present(manifest) { try body(entry) }
        }
      }
    }
    return problems
  }

  /// The lines of a group's manifest; none when the group is gone or was never made durable.
  package func manifests(run: String, group: Int) throws -> [QuarantineManifest] {
    guard let runDirectory = try openIfDirectory(ByteText(run), in: directory),
      let groupDirectory = try openIfDirectory(ByteText("\(group)"), in: runDirectory)
    else { return [] }
    do {
      let file = try files.openForReading(QuarantineManifest.fileName, in: groupDirectory)
      return try files.read(file, limit: 1 << 30).split(separator: 0x0A)
        .map { try CanonicalJSON.decode(QuarantineManifest.self, from: $0) }
    } catch let error as SystemError where error.isMissing {
      return []
    }
  }

  /// The messages of a manifest whose envelopes are in their place.
  private func present(_ manifest: QuarantineManifest) throws -> [QuarantineEntry] {
    guard let directory = try open(manifest.place) else { return [] }
    let names = Set(try files.names(in: directory))
    return manifest.entries.filter {
      names.contains(ByteText(MessageNumber.stem($0.message.number) + ".txt"))
    }
  }

  private func openIfDirectory(
    _ name: ByteText, in parent: Descriptor
  ) throws -> Descriptor? {
    do {
      return try files.openDirectory(name, in: parent)
    } catch let error as SystemError where error.isMissing || error.isNotDirectory {
      return nil
    }
  }

  private func numbers(in directory: Descriptor) throws -> [Int] {
    try files.names(in: directory).compactMap { $0.utf8String.flatMap { Int($0) } }.sorted()
  }
}
