import VmscanModel
import VmscanSystem

/// Moves whole messages between a folder and another directory, or within a folder.
///
/// Audio goes first and the envelope last. When one file cannot be moved the others go back, so
/// that a failure leaves the message where it was.
struct FolderMover: Sendable {
  let files: any FileOperations

  /// A message could neither be moved nor put back; recovery must do it.
  struct Torn: Error {
    var cause: SystemError
  }

  /// Moves every file of a message from one number and directory to another.
  ///
  /// - Throws: `SystemError` when nothing was changed, `Torn` when the message is in two places.
  func move(
    _ message: [PlannedFile], from number: Int32, in source: Descriptor, to newNumber: Int32,
    in target: Descriptor
  ) throws {
    var done: [PlannedFile] = []
    for file in message.inMoveOrder {
      do {
        try files.move(
          file.name(number: number), in: source, to: file.name(number: newNumber), in: target)
        done.append(file)
      } catch let error as SystemError {
        try putBack(done, newNumber, target, number, source, because: error)
        throw error
      }
    }
  }

  private func putBack(
    _ done: [PlannedFile], _ number: Int32, _ source: Descriptor, _ oldNumber: Int32,
    _ target: Descriptor, because cause: SystemError
  ) throws {
    for file in done.reversed() {
      do {
        try files.move(
          file.name(number: number), in: source, to: file.name(number: oldNumber), in: target)
      } catch is SystemError {
        throw Torn(cause: cause)
      }
    }
  }

  /// Moves a message out of its folder and makes sure that what arrived is what was meant.
  ///
  /// - Throws: `FolderRefusal.folderChanged` when a name was given to another file at the last
  ///   moment; the files are back in the folder then.
  func take(
    _ message: [PlannedFile], number: Int32, from folder: Descriptor, into place: Descriptor
  ) throws {
    try move(message, from: number, in: folder, to: number, in: place)
    for file in message {
      let found = try files.identityIfPresent(of: file.name(number: number), in: place)
      guard found?.isSameContents(as: file.identity) == true else {
        try putBack(
          message.inMoveOrder, number, place, number, folder,
          because: SystemError(code: 0, attempt: "identify", path: file.name(number: number)))
        throw FolderRefusal.folderChanged
      }
    }
  }

  /// Unlinks a message whose copies lie in the quarantine; the envelope last.
  ///
  /// - Throws: `SystemError` when nothing was changed, `Torn` when a part is gone.
  func unlink(_ message: [PlannedFile], number: Int32, in folder: Descriptor) throws {
    for file in message {
      let found = try files.identityIfPresent(of: file.name(number: number), in: folder)
      guard found?.isSameContents(as: file.identity) == true else {
        throw FolderRefusal.folderChanged
      }
    }
    for (index, file) in message.inMoveOrder.enumerated() {
      do {
        try files.remove(file.name(number: number), in: folder)
      } catch let error as SystemError {
        if index == 0 { throw error }
        throw Torn(cause: error)
      }
    }
  }
}
