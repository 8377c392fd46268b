import VmscanModel

/// What a mailbox's directory holds beside the rows that are its messages.
struct BesideRows: Sendable {
  /// Files older than this, in seconds, are no call in progress.
  private static let callTime: Int64 = 3600

  /// `nil` where there is no spool, so that no mailbox need be looked for in it.
  let disk: SpoolWalker?
  /// The place of the table, for problems.
  let table: ByteText

  /// Adds what the mailbox's directory holds: locks, recordings in progress, secrets, and audio
  /// where the option `odbc_audio_on_disk` keeps it there.
  func complete(_ box: inout SpoolMailbox) {
    if Self.isMoving(box) {
      box.problems.append(
        SourceProblem(
          .vanished, path: table,
          detail: "a message is in two folders, as while Asterisk moves it; both are counted",
          mailbox: box.id, hidesData: false))
    }
    guard let disk, let directory = disk.readMailbox(box.id) else {
      missAudio(in: &box)
      return
    }
    box.identity = directory.identity
    box.greetings.formUnion(directory.greetings)
    box.greetingsModified = directory.greetingsModified
    box.hasSecretFile = directory.hasSecretFile
    box.secretFileIsWorldReadable = directory.secretFileIsWorldReadable
    box.temporaryFiles = directory.temporaryFiles
    box.unknownEntries = directory.unknownEntries
    box.problems += directory.problems
    for folder in directory.folders {
      guard let index = box.folders.firstIndex(where: { $0.folder == folder.folder }) else {
        var empty = SpoolFolder(folder: folder.folder, identity: folder.identity)
        (empty.lock, empty.problems) = (folder.lock, Self.ofDirectory(folder.problems))
        box.folders.append(empty)
        continue
      }
      box.folders[index].identity = folder.identity
      box.folders[index].lock = folder.lock
      box.folders[index].problems.formUnion(Self.ofDirectory(folder.problems))
    }
    box.folders.sort { $0.folder < $1.folder }
    takeFiles(of: directory, in: disk, into: &box)
    missAudio(in: &box)
  }

  private static func ofDirectory(_ problems: FolderProblems) -> FolderProblems {
    problems.intersection([
      .staleLock, .foreignLock, .worldReadable, .worldWritable, .openRecordings,
    ])
  }

  /// Gives rows that only point at a file its size; other files are in progress or left behind.
  private func takeFiles(
    of directory: SpoolMailbox, in disk: SpoolWalker, into box: inout SpoolMailbox
  ) {
    var left = 0
    for file in directory.messages {
      if file.marks.contains(.hasAudio),
        let index = box.messages.firstIndex(where: {
          $0.folder == file.folder && $0.number == file.number
            && $0.bytes == MessageRows.markerLength
        })
      {
        box.messages[index].bytes = file.bytes
        box.messages[index].marks.insert(.audioOnDisk)
      } else if disk.now.epochSeconds - file.envelopeModified > Self.callTime {
        left += 1
      }
    }
    guard left > 0 else { return }
    box.problems.append(
      SourceProblem(
        .partial, path: ByteText("\(disk.root)/\(box.id.context)/\(box.id.mailbox)"),
        detail: """
          \(left, "message") in files beside \(path: table), which Asterisk does not show; \
          not counted
          """,
        mailbox: box.id))
  }

  /// Rows that still point at a file have none.
  private func missAudio(in box: inout SpoolMailbox) {
    for index in box.messages.indices where box.messages[index].bytes == MessageRows.markerLength {
      box.messages[index].bytes = 0
      box.messages[index].marks.remove(.hasAudio)
      box.messages[index].problems.insert(.envelopeWithoutAudio)
    }
  }

  /// Whether one message is in two folders, as between the statements of a move: Asterisk makes no
  /// transaction of them.
  private static func isMoving(_ box: SpoolMailbox) -> Bool {
    guard box.folders.count(where: { $0.countedByAsterisk > 0 }) > 1 else { return false }
    var seen: Set<Int64> = []
    var twice: Set<Int64> = []
    for message in box.messages {
      guard let time = message.origtime?.epochSeconds else { continue }
      if !seen.insert(time).inserted { twice.insert(time) }
    }
    guard !twice.isEmpty else { return false }
    let suspects = box.messages.filter {
      $0.origtime.map { twice.contains($0.epochSeconds) } ?? false
    }
    return suspects.contains { one in
      suspects.contains { other in
        one.folder != other.folder && one.origtime == other.origtime
          && one.duration == other.duration && one.bytes == other.bytes
          && box.string(one.callerID) == box.string(other.callerID)
      }
    }
  }
}
