import VmscanModel

extension PINTotals {
  /// Counts one mailbox's PIN by what was said of it.
  mutating func add(_ mailbox: ConfiguredMailbox, _ weaknesses: [PINWeakness]) {
    guard mailbox.pinOrigin.isKnown else {
      byStrength[.notJudged, default: 0] += 1
      return
    }
    byStrength[Self.strength(weaknesses.first), default: 0] += 1
    let length = mailbox.pin.withBytes { PINJudge.effective($0).count }
    byLength[PINLengthBand(length: length), default: 0] += 1
  }

  static func += (left: inout PINTotals, right: PINTotals) {
    left.byStrength.merge(right.byStrength, uniquingKeysWith: +)
    left.byLength.merge(right.byLength, uniquingKeysWith: +)
    left.shared += right.shared
  }

  private static func strength(_ worst: PINWeakness?) -> PINStrength {
    switch worst {
    case nil: .noWeaknessFound
    case .noneAsked: .noPIN
    case .some(let weakness):
      switch weakness.severity {
      case .critical, .high: .guessable
      case .medium: .weak
      case .low, .informational: .doubtful
      }
    }
  }
}
