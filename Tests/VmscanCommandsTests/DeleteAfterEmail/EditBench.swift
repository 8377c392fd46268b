import Foundation
import Glibc
import Synchronization
import VmscanActions
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// A configuration directory that may be edited, and the program run on it.
final class EditBench {
  let directory: TemporaryDirectory
  let journal = MemoryJournal()
  var etc: String { "\(directory.path)/etc" }
  var database: String { "\(directory.path)/db/vmscan.db" }
  var store: ConfigChangeStore { ConfigChangeStore(directory: "\(directory.path)/changes") }

  /// A copy of a fixture.
  init(fixture: String) throws {
    directory = try TemporaryDirectory()
    try FileManager.default.copyItem(atPath: Fixtures.path(fixture), toPath: etc)
    try setModes()
  }

  init(_ files: [String: [UInt8]]) throws {
    directory = try TemporaryDirectory()
    for (name, bytes) in files { try write(bytes, to: name) }
    try setModes()
  }

  convenience init(_ text: String) throws { try self.init(["voicemail.conf": Array(text.utf8)]) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try TestFiles.write(bytes, to: ByteText("\(etc)/\(name)"))
  }

  private func setModes() throws {
    mkdir("\(directory.path)/db", 0o700)
    for name in names where name.hasSuffix(".conf") { chmod("\(etc)/\(name)", 0o640) }
  }

  /// Every name below the directory, hidden ones too.
  var names: [String] {
    (FileManager.default.subpaths(atPath: etc) ?? []).sorted()
  }

  /// Every regular file with its bytes.
  var contents: [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in names { found[name] = try? TestFiles.read(ByteText("\(etc)/\(name)")) }
    return found
  }

  func text(_ name: String = "voicemail.conf") -> String {
    String(decoding: contents[name] ?? [], as: UTF8.self)
  }

  var reader: SiteConfigReader {
    var settings = Settings()
    settings.asteriskEtc = etc
    settings.spool = "\(directory.path)/spool"
    settings.asteriskVersion = AsteriskVersion(22, 10, 1)
    return SiteConfigReader(settings: settings)
  }

  func view() throws -> ConfigView { try reader.read(overlay: [:]) }

  func targets(_ view: ConfigView) -> [ByteText: ConfigTarget] {
    ConfigTarget.resolve(view.configuration.files.map(\.path))
  }

  func head(_ action: ConfigEditPlan.Action) -> ConfigEditPlan {
    ConfigEditPlan(
      action: action, created: Timestamp(1), host: "pbx", etcDirectory: ByteText(etc),
      asteriskVersion: nil, nonce: "salt")
  }

  /// Plans `delete=yes` for the mailboxes named, or for all, every override given.
  func draft(_ ids: [String]? = nil) throws -> ConfigEditDraft {
    let view = try view()
    let wanted = ids.map { $0.compactMap(MailboxID.init(parsing:)) }
    let wishes = (wanted ?? view.configuration.mailboxes.map(\.id)).map {
      ConfigEditWish(id: $0, options: [.delete: .set("yes")])
    }
    let planner = ConfigEditPlanner(
      view: view, targets: targets(view), overrides: Set(ConfigEditRefusal.Reason.allCases),
      reader: reader)
    return try planner.draft(wishes, head: head(.enable))
  }

  func executor() -> ConfigEditExecutor {
    var executor = ConfigEditExecutor(
      reader: reader, journal: journal, store: store,
      author: ConfigEditAuthor(actor: "root/0", host: "pbx", command: "vmscan"),
      clock: { Timestamp(2) })
    executor.quietSeconds = 0
    return executor
  }

  /// Runs the program; standard output and error go to the sinks.
  func run(_ words: String..., answer: String? = nil) -> Ran { run(words, answer: answer) }

  func run(_ words: [String], answer: String? = nil) -> Ran {
    let (out, err) = (MemorySink(), MemorySink())
    let context = RunContext(
      out: out, err: err, environment: [:], clock: { Timestamp(1_800_000_000) },
      terminal: Terminal(inputIsTerminal: answer != nil), hostName: "pbx", user: "root",
      arguments: ["vmscan"] + words, readLine: { answer }, interruption: Interruption())
    let status = EntryPoint.run(
      ["delete-after-email"] + words + [
        "--asterisk-etc", etc, "--spool", "\(directory.path)/spool", "--db", database, "--config",
        "/dev/null", "--own-domain", "example.com",
      ], in: context)
    return Ran(status: status, output: out.text, errors: err.text)
  }

  struct Ran {
    var status: ExitStatus
    var output: String
    var errors: String

    /// The change it made, as it says.
    var change: String? {
      output.split(separator: "\n").first { $0.hasPrefix("change ") }
        .map { String($0.dropFirst(7).prefix { $0 != ":" }) }
    }
  }
}

/// A journal in memory.
final class MemoryJournal: ActionJournal {
  private let stored = Mutex<[ActionRecord]>([])

  var all: [ActionRecord] { stored.withLock { $0 } }

  func append(_ record: ActionRecord) throws -> Int64 {
    stored.withLock {
      $0.append(record)
      return Int64($0.count)
    }
  }

  func append(contentsOf records: [ActionRecord]) throws { stored.withLock { $0 += records } }

  func unfinished() throws -> [ActionRecord] {
    let all = all
    return all.filter { intent in
      intent.phase == .intent
        && !all.contains {
          $0.phase == .outcome && $0.run == intent.run && $0.subject == intent.subject
        }
    }
  }

  func records(run: String?) throws -> [ActionRecord] {
    all.filter { run == nil || $0.run == run }
  }
}
