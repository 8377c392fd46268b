import VmscanModel

extension Device {
  /// What a caller without a password meets, in a word or two.
  var state: String {
    if let fault { return fault.words }
    if isOpen { return registersOpen ? "open" : "open to calls" }
    if registersOpen { return "open to registration" }
    if form == .broken || form == .oauth { return "refuses all" }
    if openings.contains(.anyDigest) { return "open to any password" }
    if openings.contains(.header) { return "open by header" }
    if form == .empty || form == .plainListAndEmpty { return "empty password" }
    return form == .none ? "by address only" : "asks"
  }
}

extension Account {
  /// The same of a login or a code.
  var state: String {
    if let fault { return fault.words }
    if isOpen { return kind == .phoneprov ? "handed out" : "open" }
    switch form {
    case .none, .empty: return "nobody gets in"
    default: return "asks"
    }
  }
}

extension LoadFault {
  /// Why Asterisk has it not, in a word or two.
  var words: String {
    switch self {
    case .moduleNotLoaded: "module not loaded"
    case .fileRefused: "file refused"
    case .duplicate: "lost: duplicate"
    case .unknownOption: "unknown option"
    case .badValue: "bad value"
    case .missingFile: "names a missing file"
    case .incomplete: "incomplete"
    case .noType: "no type"
    case .disabled: "switched off"
    case .overridden: "overridden"
    }
  }
}

extension CredentialForm {
  /// What a caller has to show, in a sentence.
  var words: String {
    switch self {
    case .none: "nothing"
    case .empty: "a password, which is empty"
    case .plain: "a password"
    case .digest: "a password, kept as a digest"
    case .plainAndDigest: "a password, kept in clear and as a digest"
    case .plainList: "one of several passwords"
    case .plainListAndEmpty: "one of several passwords, one of them empty"
    case .key: "a key"
    case .database: "a password in Asterisk's own database"
    case .crypt: "a password, kept as a hash"
    case .oauth: "a token"
    case .elsewhere: "credentials in a store that was not read"
    case .broken: "credentials that are not loaded"
    }
  }
}
