package import VmscanModel

/// One reason why a password or code protects badly.
///
/// Says neither the secret nor its length nor the word it is: of a length a coarse band, of a word
/// only that a guesser has it.
package enum SecretWeakness: Sendable, Hashable {
  /// The empty password is accepted.
  case empty
  /// It is what anybody knows of the device: its name, number, mailbox, also backwards or twice.
  case fitsIdentity
  /// It is made of that with little more.
  case holdsIdentity
  /// On the list of common passwords, as it is or nearly so.
  case common
  /// A word that stands for a password in templates, and is one.
  case placeholder
  case tooShort(Band)
  /// Few kinds of characters, a run or a repetition.
  case predictable(onlyDigits: Bool)
  /// As many devices, accounts and mailboxes in all have the same.
  case shared(Int, acrossKinds: Bool)
  /// A `crypt` form that is broken: DES or MD5.
  case oldHash
  /// A code of the dialplan that is as weak as a PIN can be.
  case weakCode(Severity)

  package enum Band: Sendable, Hashable, Comparable {
    case under8, under12, under16
  }

  package var severity: Severity {
    switch self {
    case .empty, .fitsIdentity, .common: .critical
    case .holdsIdentity, .placeholder: .high
    case .tooShort(.under8): .high
    case .tooShort(.under12): .medium
    case .tooShort(.under16): .low
    case .predictable(let onlyDigits): onlyDigits ? .high : .medium
    case .shared(_, let acrossKinds): acrossKinds ? .critical : .high
    case .oldHash: .medium
    case .weakCode(let severity): severity
    }
  }

  /// What is wrong, as part of a sentence; only the administrator is shown it.
  package var summary: Sentence {
    switch self {
    case .empty: "the empty password is accepted"
    case .fitsIdentity: "it can be guessed from what is known of its owner"
    case .holdsIdentity: "it is built from what is known of its owner"
    case .common: "it is on the list of common passwords or next to one"
    case .placeholder: "it is a placeholder that was never replaced"
    case .tooShort(.under8): "it has fewer than 8 characters"
    case .tooShort(.under12): "it has fewer than 12 characters"
    case .tooShort(.under16): "it has fewer than 16 characters"
    case .predictable: "it is far from random"
    case .shared(let count, let acrossKinds):
      acrossKinds
        ? "\(count, "login") of different kinds have the same one"
        : "\(count, "login") have the same one"
    case .oldHash: "its hash is of a kind that is broken"
    case .weakCode: "a caller can guess it"
    }
  }
}
