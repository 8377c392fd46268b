import VmscanModel

extension AsteriskEngine {
  func apply(
    _ message: PlannedMessage, _ planned: PlannedFolder, _ digest: String
  ) throws -> MessageOutcome.Status {
    do {
      guard let number = try witness.number(of: message, in: planned) else {
        return .vanished
      }
      if let refusal = try refusal(message, planned) { return .skipped(refusal) }
      return try ask(message, planned, number, digest)
    } catch let refusal as FolderRefusal {
      return .skipped(refusal.description)
    } catch let error as AsteriskUnreachable {
      return .skipped(error.description)
    }
  }

  private func ask(
    _ message: PlannedMessage, _ planned: PlannedFolder, _ number: Int32, _ digest: String
  ) throws -> MessageOutcome.Status {
    let intent = MessageIntent(
      mailbox: planned.mailbox, folder: planned.folder, number: number,
      place: QuarantinePlace(run: identity.run, group: 1, slot: 1), files: message.files,
      isCopy: false)
    let facts = MessageIntent.facts(of: message, planDigest: digest)
      .merging(witness.facts(of: planned)) { first, _ in first }
    _ = try journal.append(
      identity.record(
        .intent, .remoteRemove, intent.subject, at: now(),
        intent.detail.merging(facts) { first, _ in first }))
    var words = "Asterisk said it was removed"
    do {
      try remove(message.messageID, planned.folder, planned.mailbox)
    } catch {
      words = firstLine(error)
    }
    let status = try outcome(of: message, planned, words)
    var detail = ["outcome": status.word]
    if let why = status.explanation { detail["explanation"] = why }
    _ = try journal.append(
      identity.record(.outcome, .remoteRemove, intent.subject, at: now(), detail))
    return status
  }

  /// Looks for the message where it was and in `Deleted`, and believes nothing else.
  private func outcome(
    of message: PlannedMessage, _ planned: PlannedFolder, _ words: String
  ) throws -> MessageOutcome.Status {
    guard try witness.number(of: message, in: planned) == nil else {
      return .failed("it is still there: \(words)")
    }
    return try witness.isInDeleted(message, planned.mailbox)
      ? .movedToDeleted : .removedByAsterisk
  }

  /// What makes Asterisk remove another message or none: it goes by the message's id.
  private func refusal(
    _ message: PlannedMessage, _ planned: PlannedFolder
  ) throws -> String? {
    if planned.folder == .deleted { return "Asterisk removes nothing from Deleted" }
    if message.messageID.isEmpty { return "it has no msg_id" }
    if try control.sessions().isBusy(planned.mailbox) {
      return FolderRefusal.mailboxOpen.description
    }
    guard let keys = try witness.keys(of: message, in: planned) else {
      return "its envelope cannot be read"
    }
    if let hold = options.hold(on: planned.mailbox, keys, message, now: now()) {
      return "held: \(hold.title)"
    }
    if let refusal = try witness.doubt(in: planned) { return refusal.description }
    let same = try witness.count(of: message.messageID, in: planned)
    return same == 1 ? nil : "\(same) messages of the folder have its msg_id"
  }
}
