extension EmailGrade {
  /// How much the grade says for removing the message: 0 for `failed` up to 6 for `delivered`.
  ///
  /// Of several possible grades the weakest is the true one for a purge.
  package var strength: Int {
    switch self {
    case .failed: 0
    case .none: 1
    case .absent: 2
    case .noticeOnly: 3
    case .inferred: 4
    case .handedOver: 5
    case .delivered: 6
    }
  }

  /// The weaker of two grades.
  package static func weaker(_ left: EmailGrade, _ right: EmailGrade) -> EmailGrade {
    left.strength <= right.strength ? left : right
  }
}
