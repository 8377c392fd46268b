import Glibc
import VmscanActions
import VmscanFormats
import VmscanModel
import VmscanSystem

/// A spool in a scratch directory whose every file says which message it belongs to.
final class TestSpool {
  let root: String
  var spoolPath: String { root + "/voicemail" }
  private let otherDevice: String?
  var quarantinePath: String { otherDevice ?? (root + "/vmscan-quarantine") }
  let box = MailboxID(context: "default", mailbox: "1001")

  /// A directory on another file system than `/tmp`, where there is one.
  static let otherFileSystem: String? = {
    let files = PosixFileOperations()
    guard let here = try? files.identity(of: files.openDirectory("/tmp", in: nil)),
      let there = try? files.identity(of: files.openDirectory("/dev/shm", in: nil)),
      here.device != there.device, access("/dev/shm", W_OK) == 0
    else { return nil }
    return "/dev/shm"
  }()

  init(acrossDevices: Bool = false) throws {
    var template = Array("/tmp/vmscan-actions-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw SystemError(code: errno, attempt: "mkdtemp", path: "/tmp")
    }
    root = String(cString: made)
    let name = root.split(separator: "/").last ?? ""
    otherDevice = acrossDevices ? Self.otherFileSystem.map { "\($0)/\(name)" } : nil
    mkdir(spoolPath, 0o755)
  }

  deinit {
    Self.removeTree(root)
    if let otherDevice { Self.removeTree(otherDevice) }
  }

  func folderPath(_ folder: Folder = .inbox, _ mailbox: MailboxID? = nil) -> String {
    let mailbox = mailbox ?? box
    return "\(spoolPath)/\(mailbox.context)/\(mailbox.mailbox)/\(folder.name)"
  }

  /// Adds a message whose files hold its name; `formats` without dots, the envelope comes by itself.
  func add(
    _ id: String, number: Int32, formats: [String] = ["wav"], in folder: Folder = .inbox,
    mailbox: MailboxID? = nil, origtime: Int64 = 1_700_000_000
  ) {
    let path = folderPath(folder, mailbox)
    Self.makePath(path)
    let stem = path + "/" + MessageNumber.stem(number)
    for format in formats { Self.write("\(id)|.\(format)", to: "\(stem).\(format)") }
    Self.write(Self.envelope(id, origtime), to: "\(stem).txt")
  }

  /// Gives files of a folder one time, so that neither it nor the size sets two messages apart.
  func makeAlike(_ path: String, _ endings: [String]) {
    let time = timeval(tv_sec: 1_700_000_000, tv_usec: 0)
    for name in Self.names(path) where endings.contains(where: name.hasSuffix) {
      _ = utimes("\(path)/\(name)", [time, time])
    }
  }

  static func envelope(_ id: String, _ origtime: Int64) -> String {
    """
    ;
    ; Message Information file
    ;
    [message]
    origmailbox=1001
    callerid="Anna Adams" <5550101>
    origtime=\(origtime)
    msg_id=\(id)
    duration=3

    """
  }

  /// What a folder or place holds: number to the message each suffix belongs to.
  func contents(_ path: String) -> [Int32: [String: String]] {
    var result: [Int32: [String: String]] = [:]
    for name in Self.names(path) {
      let meaning = MessageFileName(Array(name.utf8).span)
      guard meaning.kind.belongsToMessage else { continue }
      let number = meaning.number
      let suffix = String(decoding: Array(name.utf8)[meaning.suffixStart...], as: UTF8.self)
      let text = Self.read("\(path)/\(name)")
      result[number, default: [:]][suffix] =
        suffix == ".txt"
        ? String(text.split(separator: "\n").first { $0.hasPrefix("msg_id=") }?.dropFirst(7) ?? "")
        : String(text.prefix { $0 != "|" })
    }
    return result
  }

  /// Every directory of the quarantine that holds message files.
  func quarantinePlaces() -> [String] {
    Self.names(quarantinePath).flatMap { run in
      Self.names("\(quarantinePath)/\(run)").flatMap { group in
        Self.names("\(quarantinePath)/\(run)/\(group)").map {
          "\(quarantinePath)/\(run)/\(group)/\($0)"
        }
      }
    }.filter { !contents($0).isEmpty }
  }

  static func names(_ path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func write(_ text: String, to path: String) {
    let raw = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    let bytes = Array(text.utf8)
    _ = Glibc.write(raw, bytes, bytes.count)
    close(raw)
  }

  static func read(_ path: String) -> String {
    let raw = open(path, O_RDONLY)
    guard raw >= 0 else { return "" }
    return String(
      decoding: (try? PosixFileOperations().read(Descriptor(raw), limit: 1 << 20)) ?? [],
      as: UTF8.self)
  }

  static func makePath(_ path: String) {
    var built = ""
    for part in path.split(separator: "/") {
      built += "/" + part
      mkdir(built, 0o755)
    }
  }

  static func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    chmod(path, 0o700)
    for name in names(path) { removeTree("\(path)/\(name)") }
    rmdir(path)
  }
}
