/// A closed choice with the byte that stands for it in the database; a code is never reused.
package protocol StoredCode: CaseIterable, Equatable {
  var code: UInt8 { get }
}

extension Packer {
  @inlinable
  package mutating func put(_ choice: some StoredCode) { put(byte: choice.code) }
}

extension Unpacker {
  @inlinable
  package mutating func choice<Choice: StoredCode>(_ type: Choice.Type = Choice.self) throws
    -> Choice
  {
    let code = try byte()
    guard let choice = Choice.allCases.first(where: { $0.code == code }) else { throw damage }
    return choice
  }
}

extension EmailGrade: StoredCode {
  package var code: UInt8 {
    switch self {
    case .delivered: 1
    case .handedOver: 2
    case .inferred: 3
    case .failed: 4
    case .absent: 5
    case .noticeOnly: 6
    case .none: 7
    }
  }
}

extension DestinationClass: StoredCode {
  package var code: UInt8 {
    switch self {
    case .own: 1
    case .approved: 2
    case .external: 3
    case .personal: 4
    case .disposable: 5
    case .undeliverable: 6
    case .lookAlike: 7
    }
  }
}

extension Severity: StoredCode {
  package var code: UInt8 { UInt8(rank) }
}

extension SourceProblem.Kind: StoredCode {
  package var code: UInt8 {
    switch self {
    case .unreadable: 1
    case .partial: 2
    case .notFollowed: 3
    case .vanished: 4
    case .elsewhere: 5
    case .invalid: 6
    case .unsafeName: 7
    case .missing: 8
    case .quarantine: 9
    }
  }
}

extension QuarantineTotals.Reading: StoredCode {
  package var code: UInt8 {
    switch self {
    case .complete: 1
    case .partial: 2
    case .notRead: 3
    }
  }
}

extension MailRecipient.Status: StoredCode {
  package var code: UInt8 {
    switch self {
    case .queued: 1
    case .deferred: 2
    case .sent: 3
    case .failed: 4
    case .taken: 5
    case .discarded: 6
    }
  }
}

extension MailRecord.Source: StoredCode {
  package var code: UInt8 {
    switch self {
    case .postfix: 1
    case .exim: 2
    case .sendmail: 3
    case .opensmtpd: 4
    case .msmtp: 5
    case .mailer: 6
    case .nullmailer: 7
    case .dma: 8
    case .courier: 9
    case .chasquid: 10
    case .dovecot: 11
    }
  }
}

/// How a mailbox came to have an address, with its stored code.
extension RecipientFacts.Channel: StoredCode {
  package static var allCases: [RecipientFacts.Channel] { [.email, .pager, .effective] }

  package var code: UInt8 {
    switch self {
    case .email: 1
    case .pager: 2
    case .effective: 3
    }
  }
}

extension PINStrength: StoredCode {
  package var code: UInt8 {
    switch self {
    case .noPIN: 1
    case .guessable: 2
    case .weak: 3
    case .doubtful: 4
    case .noWeaknessFound: 5
    case .notJudged: 6
    }
  }
}

extension PINLengthBand: StoredCode {
  package var code: UInt8 {
    switch self {
    case .none: 1
    case .under4: 2
    case .from4to5: 3
    case .from6: 4
    }
  }
}

extension Folder: StoredCode {
  /// Asterisk's folder index.
  package var code: UInt8 { rawValue }
}

extension Unpacker {
  /// The same as `choice`, without going through all cases.
  package mutating func folder() throws -> Folder {
    guard let folder = Folder(rawValue: try byte()) else { throw damage }
    return folder
  }
}
