package import VmscanModel

/// What one lock hold does to one folder: which messages go and how those that stay are numbered.
///
/// Pure. Taken from the top of the folder, because messages below the lowest removed one keep
/// their numbers; the folder is dense again at the end of every hold.
package struct FolderBatch: Sendable, Hashable {
  /// A planned message as it is found now.
  package struct Removal: Sendable, Hashable {
    package var message: PlannedMessage
    /// Number it has now, which may differ from the planned one.
    package var number: Int32
  }

  /// One message that stays and changes its number.
  package struct Move: Sendable, Hashable {
    package var from: Int32
    package var to: Int32
    package var files: [PlannedFile]

    package init(from: Int32, to: Int32, files: [PlannedFile]) {
      self.from = from
      self.to = to
      self.files = files
    }
  }

  /// Highest number first.
  package var removals: [Removal] = []
  /// Ascending.
  package var moves: [Move] = []
  /// For a later hold.
  package var deferred: [PlannedMessage] = []
  /// No longer there, or not the same files.
  package var vanished: [PlannedMessage] = []

  /// Chooses what one hold does.
  ///
  /// `renames` is about how many files it may rename; more when so many messages that stay lie
  /// above that less would not pay.
  package init(snapshot: FolderSnapshot, wanted: [PlannedMessage], renames limit: Int) {
    let found = Self.match(snapshot, wanted)
    let present = Set(found.values.map(\.number))
    vanished = wanted.filter { !present.contains($0.number) }
    var (removed, moved) = (0, 0)
    for message in snapshot.messages.reversed() {
      guard let planned = found[message.number] else {
        moved += message.files.count
        continue
      }
      let cost = removed + message.files.count + moved
      if deferred.isEmpty && (removals.isEmpty || cost <= max(limit, 3 * moved)) {
        removed += message.files.count
        removals.append(Removal(message: planned, number: message.number))
      } else {
        deferred.append(planned)
      }
    }
    deferred.reverse()
    moves = Self.moves(snapshot.messages, without: Set(removals.map(\.number)))
  }

  /// Planned messages by the number they have now.
  static func match(
    _ snapshot: FolderSnapshot, _ wanted: [PlannedMessage]
  ) -> [Int32: PlannedMessage] {
    // A list each, because copies within a folder may share one envelope by hard links.
    var byInode: [UInt64: [PlannedMessage]] = [:]
    for message in wanted {
      guard let envelope = message.files.first(where: \.isEnvelope) else { continue }
      byInode[envelope.identity.inode, default: []].append(message)
    }
    var found: [Int32: PlannedMessage] = [:]
    // Each planned message stands for one: of twins first the one under the planned number.
    for isExact in [true, false] {
      for message in snapshot.messages where found[message.number] == nil {
        guard let inode = message.files.first(where: \.isEnvelope)?.identity.inode,
          let place = byInode[inode]?.firstIndex(where: {
            (!isExact || $0.number == message.number) && message.isSame(as: $0.files)
          })
        else { continue }
        found[message.number] = byInode[inode]?.remove(at: place)
      }
    }
    return found
  }

  /// The moves that make the messages that stay dense from 0, in their order.
  static func moves(_ messages: [SnapshotMessage], without removed: Set<Int32>) -> [Move] {
    messages.filter { !removed.contains($0.number) }.enumerated()
      .compactMap { index, message in
        message.number == Int32(index)
          ? nil : Move(from: message.number, to: Int32(index), files: message.files)
      }
  }
}
