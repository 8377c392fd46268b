package import VmscanModel

/// What the release decides about reading voicemail configuration (release table of the
/// Asterisk history).
package struct ConfigVersionRules: Sendable {
  package let version: AsteriskVersion?

  /// `nil` for an unknown release, which counts as the newest.
  package init(version: AsteriskVersion?) { self.version = version }

  package var conf: ConfRules {
    ConfRules(
      lastValueWins: isSince([AsteriskVersion(23)]),
      skipsByteOrderMark: isSince([
        AsteriskVersion(13, 31), AsteriskVersion(16, 8), AsteriskVersion(17, 2),
      ]))
  }

  /// The options field may hold commas; before, the next comma ended it.
  package var keepsCommasInOptions: Bool {
    isSince([AsteriskVersion(13, 27), AsteriskVersion(16, 4)])
  }
  /// `aliasescontext` has a meaning.
  package var hasAliases: Bool { isSince([AsteriskVersion(13, 25), AsteriskVersion(16, 2)]) }
  package var hasExternalRecordings: Bool {
    isSince([AsteriskVersion(18, 16), AsteriskVersion(20, 1)])
  }
  /// `users.conf` defines mailboxes; unknown releases count as the newest, which does not.
  package var readsUsersConf: Bool { version.map { $0.major < 23 } ?? false }
  /// A release that is not known may be one that does.
  package var mayReadUsersConf: Bool { version == nil || readsUsersConf }
  package var hasMinMessage: Bool { !isSince([AsteriskVersion(23)]) }
  /// E-mail fields are kept whole; 79 bytes before.
  package var keepsLongAddresses: Bool { isSince([AsteriskVersion(13)]) }

  /// Whether the release has what each branch got at the given point; an unknown release has.
  private func isSince(_ points: [AsteriskVersion]) -> Bool {
    guard let version else { return true }
    if let point = points.first(where: { $0.major == version.major }) { return version >= point }
    return points.last.map { version.major > $0.major } ?? true
  }
}
