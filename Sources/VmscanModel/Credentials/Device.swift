/// A telephone, trunk or user that may call or register, as Asterisk would have it after a load.
package struct Device: Sendable {
  /// The channel driver that has it; `users` for a section of `users.conf` that none reads.
  package enum Kind: String, Sendable, CaseIterable { case pjsip, sip, iax, users }

  package var kind: Kind
  package var name: ByteText
  /// The line its section begins at.
  package var origin: Origin
  /// Why Asterisk does not load it; `nil` when it does.
  package var fault: LoadFault?
  /// What opens it from outside; empty when nothing is asked.
  package var credentials: [InboundCredential] = []
  /// What a caller must show, in one word.
  package var form = CredentialForm.none
  /// A call without credentials is accepted from any address that reaches the listener.
  package var isOpen = false
  /// A registration without credentials is accepted from such an address.
  package var registersOpen = false
  /// Why it is open, or open in part.
  package var openings: [Opening] = []
  /// Names a client may give.
  package var userNames: [ByteText] = []
  /// Mailboxes that belong to it.
  package var mailboxes: [MailboxLink] = []
  /// Extensions and caller's numbers that belong to it.
  package var numbers: [ByteText] = []
  package var context: ByteText = ""
  /// Keys under which a registration of it is stored; empty when none is possible.
  package var registrationKeys: [ByteText] = []
  /// It is only ever reached at a fixed address, as trunks are.
  package var isTrunk = false
  /// Which addresses its own access list lets in.
  package var access = AddressReach.everybody
  /// A password without effect stands in its section.
  package var decoy: Origin?

  package init(kind: Kind, name: ByteText, origin: Origin) {
    self.kind = kind
    self.name = name
    self.origin = origin
  }

  package var isLoaded: Bool { fault == nil }
}

/// A mailbox of a device.
package struct MailboxLink: Sendable, Hashable {
  package var mailbox: MailboxID
  /// The context is not written, so that Asterisk itself makes no link; `default` is a guess.
  package var isGuess: Bool

  package init(_ mailbox: MailboxID, isGuess: Bool = false) {
    self.mailbox = mailbox
    self.isGuess = isGuess
  }
}

/// Why a device is open.
package enum Opening: String, Sendable, Hashable, CaseIterable {
  /// No credential is asked.
  case noCredential
  /// The authenticator module is not loaded, so that PJSIP asks nobody.
  case noAuthenticator
  /// An empty password is accepted.
  case emptyPassword
  /// A trunk that anybody may claim to be by its name.
  case trunkByName
  /// Whoever sends the header is taken for it.
  case header
  /// Any digest with its user name is taken for it.
  case anyDigest
  /// Its address list holds (nearly) all addresses.
  case wideAddress
  /// Callers that nobody knows are taken for it.
  case anonymous
  /// Another endpoint without credentials is found before it.
  case takenForAnother
  /// `insecure=invite`: calls are not challenged.
  case insecureInvite
  /// IPv6 is not limited by its access list.
  case openToIPv6
}

/// Why Asterisk has an object not loaded.
package enum LoadFault: String, Sendable, Hashable, CaseIterable {
  /// The module is not loaded, or the release has none.
  case moduleNotLoaded
  /// The whole file is refused.
  case fileRefused
  /// Two objects of the same type and name: all of the type are lost.
  case duplicate
  case unknownOption
  case badValue
  /// A file or a profile that it names is not there.
  case missingFile
  /// A value that must be there is missing.
  case incomplete
  /// The type is missing or unknown.
  case noType
  /// The service is switched off.
  case disabled
  /// Another definition of the same name counts.
  case overridden
}

/// What a client has to show, as the form it is kept in.
package enum CredentialForm: String, Sendable, Hashable, CaseIterable {
  case none
  case empty
  case plain
  case digest
  case plainAndDigest = "plain+digest"
  case plainList = "plain-list"
  case plainListAndEmpty = "plain-list+empty"
  case key
  case database = "dbsecret"
  case crypt
  case oauth
  /// It names credentials that are kept where they were not read.
  case elsewhere
  /// It names credentials that are not loaded: everything is refused.
  case broken

  /// The four words that scripts rely on.
  package var stableWord: String {
    switch self {
    case .none, .broken, .oauth: "none"
    case .empty, .plainListAndEmpty: "empty"
    case .plain, .plainList, .database, .elsewhere: "plain"
    case .digest, .plainAndDigest, .key, .crypt: "digest"
    }
  }
}

/// One thing that opens a device or an account from outside.
package struct InboundCredential: Sendable {
  package enum Form: Sendable, Hashable {
    case plain
    /// Hexadecimal digest of `user:realm:secret`.
    case digest(DigestAlgorithm)
    /// `crypt(3)`.
    case crypt
    /// RSA keys, in files this program does not judge.
    case key
    /// In Asterisk's own database.
    case database
    case oauth
  }

  package var form: Form
  package var secret: Secret
  package var userName: ByteText
  /// The realm of the digest as written; empty when none is.
  package var realm: ByteText
  /// The line the value stands in.
  package var origin: Origin
  /// The object or section that holds it, such as the `auth`.
  package var holder: ByteText
  /// The template it was taken from.
  package var template: ByteText?
  /// It is loaded, but nobody can log in with it.
  package var isDead = false

  package init(
    form: Form, secret: Secret, userName: ByteText, realm: ByteText = "", origin: Origin,
    holder: ByteText, template: ByteText? = nil
  ) {
    self.form = form
    self.secret = secret
    self.userName = userName
    self.realm = realm
    self.origin = origin
    self.holder = holder
    self.template = template
  }
}

package enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
  case md5 = "MD5"
  case sha256 = "SHA-256"
  case sha512Short = "SHA-512-256"

  /// Hexadecimal digits of a digest.
  package var digits: Int { self == .md5 ? 32 : 64 }
}
