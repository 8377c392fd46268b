import VmscanActions
import VmscanModel
import VmscanSystem

/// The time at which the nightly job came to its end, kept beside the history: a run alone does not
/// say who started it.
enum NightlyMark {
  enum Look: Hashable {
    case found(Timestamp)
    case missing
    /// Why it cannot be read.
    case unreadable(String)
  }

  static func path(beside database: String) -> String { database + ".nightly" }

  /// - Throws: `AtomicFileError`.
  static func write(_ time: Timestamp, beside database: String) throws {
    try AtomicFile.replace(
      path(beside: database), with: Array("\(time)\n".utf8), inheritsOwner: true)
  }

  static func look(beside database: String) -> Look {
    do {
      guard let text = try SettingsLoader.read(path(beside: database)) else { return .missing }
      let line = String(text.prefix { $0 != "\n" })
      return Timestamp(parsing: line).map { .found($0) } ?? .unreadable("it holds no time")
    } catch {
      return .unreadable("\(error)")
    }
  }
}
