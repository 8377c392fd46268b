import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

/// Reads `CONTEXT/MAILBOX/secret.conf` below the spool (`read_password_from_file`).
///
/// Opened step by step from directory descriptors and without following symbolic links, because
/// whoever may write in the spool could lead elsewhere.
struct SpoolSecretReader: ~Copyable {
  private let spool: ByteText
  private let rules: ConfRules
  private let root: Int32
  private let rootError: Int32
  private var context: (name: ByteText, descriptor: Int32)?
  private(set) var problems: [SourceProblem] = []
  private(set) var notices: [ConfigNotice] = []
  private static let sizeLimit = 64 << 10

  init(spool: ByteText, rules: ConfRules) {
    self.spool = spool
    self.rules = rules
    root = Self.open(spool, O_DIRECTORY, at: AT_FDCWD)
    rootError = root < 0 ? errno : 0
  }

  deinit {
    if let context, context.descriptor >= 0 { close(context.descriptor) }
    if root >= 0 { close(root) }
  }

  mutating func read(_ id: MailboxID) -> SpoolSecret {
    guard id.isSafePath else { return .unreadable("the name is not usable as a path") }
    guard root >= 0 else { return failure(rootError, id) }
    let parent = descriptor(ofContext: id.context)
    guard parent >= 0 else { return failure(errno, id) }
    let mailbox = Self.open(id.mailbox, O_DIRECTORY | O_NOFOLLOW, at: parent)
    guard mailbox >= 0 else { return failure(errno, id) }
    defer { close(mailbox) }
    let file = Self.open("secret.conf", O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, at: mailbox)
    let code = errno
    var status = stat()
    if fstatat(mailbox, "secret.conf", &status, AT_SYMLINK_NOFOLLOW) == 0,
      isClosed(to: mailbox, status)
    {
      if file >= 0 { close(file) }
      return closed(id, status)
    }
    guard file >= 0 else { return failure(code, id) }
    defer { close(file) }
    return read(file, id)
  }

  /// Whether Asterisk's user, to whom the mailbox's directory belongs, cannot read the file: then the
  /// configuration's PIN is in force, whoever reads this.
  private func isClosed(to mailbox: Int32, _ file: stat) -> Bool {
    var directory = stat()
    guard file.st_mode & S_IFMT == S_IFREG, fstat(mailbox, &directory) == 0, directory.st_uid != 0
    else { return false }
    if file.st_uid == directory.st_uid { return file.st_mode & S_IRUSR == 0 }
    if file.st_gid == directory.st_gid { return file.st_mode & S_IRGRP == 0 }
    return file.st_mode & S_IROTH == 0
  }

  private mutating func closed(_ id: MailboxID, _ file: stat) -> SpoolSecret {
    problems.append(
      SourceProblem(
        .invalid, path: path(id),
        detail: """
          belongs to user \(Int(file.st_uid)) and Asterisk's user cannot read it, so the PIN in \
          voicemail.conf is in force
          """, mailbox: id, hidesData: false))
    return .absent
  }

  private mutating func read(_ file: Int32, _ id: MailboxID) -> SpoolSecret {
    switch ConfigFileReader.read(descriptor: file, sizeLimit: Self.sizeLimit) {
    case .text(let bytes, let identity):
      if identity.isWorldReadable {
        notices.append(
          ConfigNotice(
            .worldReadableConfig, at: Origin(file: path(id), line: 0), mailbox: id,
            detail: "The file with the PIN is readable by everybody on the machine."))
      }
      return secret(in: bytes, id)
    case .changing: return unreadable(id, .partial, "it changes while it is read")
    case .missing: return .absent
    case .notRegular: return unreadable(id, .notFollowed, "it is no regular file")
    case .failed(let code): return failure(code, id)
    }
  }

  private mutating func secret(in bytes: [UInt8], _ id: MailboxID) -> SpoolSecret {
    let path = path(id)
    let name = path.utf8String ?? "secret.conf"
    let conf = ConfLoader.parse(bytes, path: name, rules: rules)
    if !conf.includes.isEmpty {
      return unreadable(id, .invalid, "it refers to other files, which are not read")
    }
    guard conf.outcome == .loaded, let password = conf.value("password", in: "general") else {
      return .absent
    }
    return .found(password.value, Origin(file: path, line: Int(password.place.line)))
  }

  private mutating func failure(_ code: Int32, _ id: MailboxID) -> SpoolSecret {
    switch code {
    case ENOENT, ENAMETOOLONG: .absent
    case ENOTDIR, ELOOP: unreadable(id, .notFollowed, "\(SystemError(code))")
    default: unreadable(id, .unreadable, "\(SystemError(code))")
    }
  }

  private mutating func unreadable(
    _ id: MailboxID, _ kind: SourceProblem.Kind, _ reason: String
  ) -> SpoolSecret {
    problems.append(
      SourceProblem(
        kind, path: path(id), detail: "the PIN in force is not known: \(word: reason)", mailbox: id,
        hidesData: false))
    return .unreadable(ByteText(reason))
  }

  private func path(_ id: MailboxID) -> ByteText {
    let slash: [UInt8] = [0x2F]
    return ByteText(
      bytes: spool.bytes + slash + id.context.bytes + slash + id.mailbox.bytes
        + Array("/secret.conf".utf8))
  }

  /// Mailboxes come context by context, so the last directory is kept open.
  private mutating func descriptor(ofContext name: ByteText) -> Int32 {
    if let context, context.name == name { return context.descriptor }
    if let context, context.descriptor >= 0 { close(context.descriptor) }
    let opened = Self.open(name, O_DIRECTORY | O_NOFOLLOW, at: root)
    context = opened >= 0 ? (name, opened) : nil
    return opened
  }

  private static func open(_ name: ByteText, _ flags: Int32, at directory: Int32) -> Int32 {
    (name.bytes + [0]).withUnsafeBytes { bytes in
      guard let text = bytes.bindMemory(to: CChar.self).baseAddress else { return -1 }
      return openat(directory, text, flags | O_RDONLY | O_CLOEXEC)
    }
  }
}
