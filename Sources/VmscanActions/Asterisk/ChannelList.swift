import VmscanModel

/// Reads what `core show channels concise` prints: one line a channel, fields divided by `!`.
package enum ChannelList {
  /// Channel, context, extension, priority, state come before the application.
  private static let before = 5
  /// Caller number, account, peer account, AMA flags, seconds, bridge and unique id follow it.
  private static let after = 7

  /// The sessions that the lines tell of.
  ///
  /// `usesAliases`: mailboxes have aliases, so any session may be in any mailbox.
  package static func sessions(_ lines: some Sequence<Substring>, usesAliases: Bool) -> LiveSessions
  {
    var sessions = LiveSessions()
    for line in lines {
      let fields = line.split(separator: "!", omittingEmptySubsequences: false)
      guard fields.count > before + 1 else {
        // Not understood: only a line that speaks of voicemail matters.
        if line.lowercased().contains("voicemail") { sessions.mayBeAny = true }
        continue
      }
      let end = max(before + 2, fields.count - after)
      let data = fields[(before + 1)..<end].joined(separator: "!")
      sessions.add(application: String(fields[before]), data: data, usesAliases: usesAliases)
    }
    return sessions
  }
}

extension LiveSessions {
  mutating func add(application: String, data: String, usesAliases: Bool) {
    let before = self
    add(application: application, data: data)
    if usesAliases && self != before { mayBeAny = true }
  }
}
