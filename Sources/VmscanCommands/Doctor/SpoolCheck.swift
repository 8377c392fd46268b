import Glibc
import VmscanModel
import VmscanSystem

/// The spool: all of it readable here, private, Asterisk's own, and free of stale locks.
struct SpoolCheck {
  let examination: Examination

  private var survey: SpoolSurvey { examination.survey }
  private var spool: String { examination.spool }

  func diagnoses() -> [Diagnosis] {
    switch PathStatus.look(at: spool) {
    case .missing:
      [
        .fail(
          "spool-readable", "there is no spool '\(spool)'",
          remedy: "set spool, or astspooldir in asterisk.conf")
      ] + unseen
    case .hidden(let error): closed(error, group: nil)
    case .found(let status):
      if access(spool, R_OK | X_OK) != 0 {
        closed(SystemError.last.description, group: status.group)
      } else {
        [readable] + [isPrivate, secrets, ownership, locks].map(doubted)
      }
    }
  }

  private func closed(_ error: String, group: UInt32?) -> [Diagnosis] {
    [
      .fail(
        "spool-readable", "cannot enter the spool '\(spool)': \(error)",
        remedy: Self.joining(group) + "; until then no message is seen")
    ] + unseen
  }

  /// How the user that scans is let in with the least rights.
  private static func joining(_ group: UInt32?) -> String {
    let name = group.flatMap { $0 == 0 ? nil : PathStatus.groupName($0) } ?? "asterisk"
    return "add the user that scans to Asterisk's group: usermod -aG \(name) USER"
  }

  private var unseen: [Diagnosis] {
    ["spool-private", "secret-files", "spool-owner", "stale-locks"].map {
      .unchecked($0, "not looked at: the spool cannot be reached", remedy: "see spool-readable")
    }
  }

  /// Good news is none where this user may not look.
  private func doubted(_ diagnosis: Diagnosis) -> Diagnosis {
    guard diagnosis.verdict == .ok, isHidden else { return diagnosis }
    return .unchecked(
      diagnosis.check, "\(diagnosis.observed), where it could be looked at",
      remedy: "see spool-readable")
  }

  /// Some place below the spool is closed to this user.
  private var isHidden: Bool { survey.problems.contains { $0.kind == .unreadable } }

  private var readable: Diagnosis {
    guard survey.problems.isEmpty else {
      return .fail(
        "spool-readable",
        "\(Names.count(survey.problems.count, "place", "places")) not read: "
          + Names.first(survey.problems.map(\.description), limit: 20),
        remedy: (isHidden ? Self.joining(group) + ", and let the group in: chmod -R g+rX; " : "")
          + "until these are readable every report is incomplete and ends with 3")
    }
    return .ok(
      "spool-readable",
      "'\(spool)': \(Names.count(survey.mailboxes, "mailbox directory", "mailbox directories")), "
        + Names.count(survey.messages, "message", "messages"))
  }

  private var group: UInt32? {
    guard case .found(let status) = PathStatus.look(at: spool) else { return nil }
    return status.group
  }

  private var isPrivate: Diagnosis {
    guard !survey.open.isEmpty else {
      return .ok("spool-private", "no directory of the spool is open to everybody")
    }
    guard !isClosedAbove else {
      return .ok("spool-private", "directories above the mailboxes keep everybody else out")
    }
    return .fail(
      "spool-private",
      "everybody on the machine may open \(Names.count(survey.open.count, "directory", "directories"))"
        + ": \(Names.first(survey.open))",
      remedy: "chmod o= '\(spool)'")
  }

  /// Nobody else passes a directory on the way to the spool, or the spool itself.
  private var isClosedAbove: Bool {
    var path = spool
    while !path.isEmpty {
      if case .found(let status) = PathStatus.look(at: path), status.mode & 0o001 == 0 {
        return true
      }
      path = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
    return false
  }

  private var secrets: Diagnosis {
    guard !survey.secretFilesOpen.isEmpty, !isClosedAbove else {
      return .ok("secret-files", "no secret.conf is open to everybody")
    }
    return .fail(
      "secret-files", "everybody may read the PIN in \(Names.first(survey.secretFilesOpen))",
      remedy: "chmod o= those files, and chmod o= '\(spool)'")
  }

  /// Asterisk as an ordinary user cannot leave a message in a directory of somebody else.
  private var ownership: Diagnosis {
    let user = "\(examination.configuration.asterisk.runUser.value)"
    var expected = PathStatus.owner(named: user)
    if expected == nil, case .found(let root) = PathStatus.look(at: spool) { expected = root.owner }
    guard let expected, expected != 0 else {
      return .ok("spool-owner", "the spool belongs to root")
    }
    let foreign = survey.owners.filter { $0.key != expected }
    guard let other = foreign.min(by: { $0.key < $1.key }) else {
      guard survey.foreignMessages.isEmpty else {
        return .fail(
          "spool-owner",
          "\(Names.count(survey.foreignMessages.count, "message has", "messages have")) files that do "
            + "not belong to \(PathStatus.ownerName(expected)): "
            + Names.first(survey.foreignMessages),
          remedy:
            "chown \(PathStatus.ownerName(expected)) those files; Asterisk can neither play nor "
            + "delete them")
      }
      return .ok("spool-owner", "everything belongs to \(PathStatus.ownerName(expected))")
    }
    return .fail(
      "spool-owner",
      "belongs to \(PathStatus.ownerName(other.key)) and not to "
        + "\(PathStatus.ownerName(expected)): \(Names.first(foreign.values.flatMap(\.self).sorted()))",
      remedy: "chown -R \(PathStatus.ownerName(expected)) those directories; "
        + "Asterisk may lose messages for them")
  }

  /// One that a vmscan left is named whatever its age: nobody else will let it go.
  private var locks: Diagnosis {
    guard survey.ownLocks.isEmpty else {
      return .fail(
        "stale-locks", "left behind by a vmscan that was killed: \(Names.first(survey.ownLocks))",
        remedy: "'vmscan maintain --quarantine' removes it: "
          + "Asterisk throws every new message for it away")
    }
    guard survey.staleLocks.isEmpty else {
      return .fail(
        "stale-locks", "left behind in \(Names.first(survey.staleLocks))",
        remedy: "while no call is in that mailbox, remove the lock file: "
          + "Asterisk throws every new message for it away")
    }
    guard survey.heldLocks.isEmpty else {
      return .warn(
        "stale-locks", "locked at this moment: \(Names.first(survey.heldLocks))",
        remedy: "run doctor again: a lock is held for an instant, "
          + "and Asterisk loses messages for a folder whose lock stays")
    }
    return .ok("stale-locks", "no folder is locked")
  }
}
