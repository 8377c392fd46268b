import VmscanModel

extension AsteriskSettings {
  /// Whether the running release has what came with the given minor releases of their major ones
  /// and with every later major one; true when the release is not known.
  func hasFeature(since releases: (major: Int, minor: Int)...) -> Bool {
    guard let version else { return true }
    if let own = releases.first(where: { $0.major == version.major }) {
      return version.minor >= own.minor
    }
    return version.major > (releases.map(\.major).max() ?? 0)
  }

  /// New messages overwrite each other once a gap lies below a high number
  /// (`last_message_index` before 18.21, 20.6 and 21.1).
  var overwritesAfterGaps: Bool { !hasFeature(since: (18, 21), (20, 6), (21, 1)) }
}
