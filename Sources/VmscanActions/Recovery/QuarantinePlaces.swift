import VmscanModel
import VmscanSystem

/// The places of one recovery in the quarantine, each opened and its manifest read once.
final class QuarantinePlaces {
  private let quarantine: Quarantine
  private var opened: [QuarantinePlace: Descriptor?] = [:]
  private var envelopes: [QuarantinePlace: [Int32: [UInt8]]] = [:]

  init(_ quarantine: Quarantine) { self.quarantine = quarantine }

  /// `nil` when there is no such place.
  func open(_ place: QuarantinePlace) throws -> Descriptor? {
    if let known = opened[place] { return known }
    let found = try quarantine.open(place)
    opened[place] = .some(found)
    return found
  }

  /// Whether a file of a message lies in its place.
  ///
  /// The place is its run's alone, so its name counts there and not its inode. A copy that was cut
  /// short shows by its size.
  func holds(
    _ file: PlannedFile, of intent: MessageIntent, in directory: Descriptor
  ) throws -> Bool {
    let name = file.name(number: intent.number)
    guard let found = try quarantine.files.identityIfPresent(of: name, in: directory) else {
      return false
    }
    return intent.isCopy
      ? found.size == file.identity.size : found.looksLike(file.identity)
  }

  /// Every file of the message is in the quarantine.
  func isWhole(_ intent: MessageIntent) throws -> Bool {
    guard let place = try open(intent.place) else { return false }
    return try intent.files.allSatisfy { try holds($0, of: intent, in: place) }
  }

  /// The envelope as the manifest keeps it.
  func savedEnvelope(of intent: MessageIntent) throws -> [UInt8]? {
    if envelopes[intent.place] == nil {
      let manifest = try quarantine.manifests(run: intent.place.run, group: intent.place.group)
        .first { $0.place == intent.place }
      envelopes[intent.place] = Dictionary(
        (manifest?.messages ?? []).map { ($0.number, $0.envelope.bytes) }
      ) { first, _ in first }
    }
    return envelopes[intent.place]?[intent.number]
  }
}
