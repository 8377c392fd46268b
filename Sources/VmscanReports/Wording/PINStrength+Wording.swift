package import VmscanModel

extension PINStrength {
  /// The strength in words for a table.
  package var title: String {
    switch self {
    case .noPIN: "no PIN asked"
    case .guessable: "guessed at once"
    case .weak: "weak"
    case .doubtful: "doubtful"
    case .noWeaknessFound: "no weakness found"
    case .notJudged: "not judged"
    }
  }

  /// What it says, for a reader who has never seen a PBX.
  package var meaning: String {
    switch self {
    case .noPIN: "whoever reaches the mailbox is in"
    case .guessable: "mailbox or telephone number, one digit, a run, or under 4 digits"
    case .weak: "too short, common, a year or a pattern"
    case .doubtful: "could be a date, or cannot be typed"
    case .noWeaknessFound: "passes every check"
    case .notJudged: "kept in a file that could not be read"
    }
  }

  /// Asks for a new PIN.
  package var isWeak: Bool {
    switch self {
    case .noPIN, .guessable, .weak: true
    case .doubtful, .noWeaknessFound, .notJudged: false
    }
  }
}

extension PINTotals {
  /// Lengths and sharing in one sentence; empty without a PIN that could be read.
  var sentence: String {
    let bands: [(PINLengthBand, String)] = [
      (.none, "none"), (.under4, "under 4 digits"), (.from4to5, "4 or 5 digits"),
      (.from6, "6 digits or more"),
    ]
    let words = bands.compactMap { band, title in
      byLength[band].map { "\(title) \(Wording.number($0))" }
    }
    guard !words.isEmpty else { return "" }
    let sharing =
      shared == 0
      ? "no two mailboxes share a PIN"
      : "\(Wording.number(shared)) mailboxes have the same PIN as another"
    return "Length: \(words.joined(separator: ", ")); \(sharing)."
  }
}
