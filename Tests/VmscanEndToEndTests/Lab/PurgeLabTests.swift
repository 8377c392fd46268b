import Foundation
import Testing

/// Purges in a loop while real callers leave and hear messages.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct PurgeLabTests {
    private static let boxes = ["1001", "1002", "1009"]
    /// Rounds of three calls each; more with `VMSCAN_LAB_ROUNDS`.
    private static let rounds =
      ProcessInfo.processInfo.environment["VMSCAN_LAB_ROUNDS"].flatMap { Int($0) } ?? 2

    @Test(arguments: ["lockfile", "flock"])
    func `no message is lost and no envelope sits beside another call's audio`(
      mode: String
    ) throws {
      let lab = try restart(lockMode: mode)
      defer { _ = try? Lab.ask("up", "--reset", "--mail", "sink") }
      let scratch = try Scratch()
      let database = scratch.path + "/vmscan.db"
      let callers = try Background(callersScript)
      let owners = try Background(ownersScript)
      var purges = 0
      while callers.isRunning || owners.isRunning {
        let done = try purge(lab, database)
        #expect([0, 3, 5].contains(done.status), "\(done.errors)")
        purges += 1
      }
      let last = try purge(lab, database)
      #expect(last.status == 0, "\(last.errors)")
      #expect(purges > 3)
      let left = callers.output.split(separator: "\n").filter { $0.contains("\tSUCCESS\t") }.count
      #expect(left == Self.rounds * 3 * Self.boxes.count, "\(callers.output)")
      let kept = try messages(below: lab.spool)
      let quarantined = try messages(
        below: URL(filePath: lab.spool).deletingLastPathComponent().path + "/vmscan-quarantine")
      #expect(!quarantined.isEmpty)
      #expect(kept.count + quarantined.count == left)
      for message in kept + quarantined { check(message) }
      try checkCounts(lab)
      let verified = try Program.vmscan("history", "verify", "--db", database)
      #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    private var script: String {
      let path = Program.root.appending(path: "scripts/asterisk-lab").path
      return "bash '\(path)' --suite \(Lab.suite)"
    }

    /// The caller's number ends in the seconds that he speaks.
    private var callersScript: String {
      let boxes = Self.boxes.joined(separator: " ")
      return """
        for round in $(seq \(Self.rounds)); do
          for seconds in 1 2 3; do
            \(script) leave-message -j 3 -l $seconds -c "\\"Caller\\" <70000$seconds>" \(boxes)
          done
        done
        """
    }

    private var ownersScript: String {
      """
      for round in $(seq \(Self.rounds)); do
        \(script) press 1001 '1wwwwwwwwwwww#'
        \(script) press 1002 '1wwwwwwwwwwww#'
      done
      """
    }

    private func restart(lockMode: String) throws -> Lab {
      try Lab.ask("up", "--reset", "--mail", "sink")
      let lab = try Lab()
      let file = lab.etc + "/asterisk.conf"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try text.replacing("lockmode = lockfile", with: "lockmode = \(lockMode)")
        .write(toFile: file, atomically: false, encoding: .utf8)
      try? FileManager.default.removeItem(
        atPath: URL(filePath: lab.spool).deletingLastPathComponent().path + "/vmscan-quarantine")
      try Lab.ask("down")
      try Lab.ask("up")
      return lab
    }

    private func purge(_ lab: Lab, _ database: String) throws -> Finished {
      let future = Int(Date().timeIntervalSince1970) + 2 * 86400
      return try Program.vmscan(
        "purge", "--older", "1d", "--yes", "--asterisk-etc", lab.etc, "--spool", lab.spool,
        "--asterisk-version", lab.version, "--db", database, "--now", "@\(future)")
    }

    /// Every message below a directory: its envelope's text and the files beside it.
    private func messages(below root: String) throws -> [LabMessage] {
      let files = try #require(FileManager.default.enumerator(atPath: root))
      var found: [LabMessage] = []
      for case let path as String in files where path.hasSuffix(".txt") {
        guard (path as NSString).lastPathComponent.hasPrefix("msg") else { continue }
        found.append(try LabMessage(envelope: root + "/" + path))
      }
      return found
    }

    private func check(_ message: LabMessage) {
      #expect(message.files.sorted() == ["WAV", "gsm", "txt", "wav"], "\(message.path)")
      let seconds = Double(message.audioBytes - 44) / 16000
      let spoken = Double(message.spokenSeconds)
      #expect(seconds >= spoken && seconds < spoken + 1, "\(message.path): \(seconds) s of audio")
    }

    private func checkCounts(_ lab: Lab) throws {
      let files = FileManager.default
      for user in try lab.users() where user["VMContext"] == "default" {
        let box = lab.spool + "/default/" + user["VoiceMailbox"]
        var counts: [String: Int] = [:]
        for folder in (try? files.contentsOfDirectory(atPath: box)) ?? [] {
          let names = (try? files.contentsOfDirectory(atPath: box + "/" + folder)) ?? []
          let numbers = names.filter { $0.hasPrefix("msg") && $0.hasSuffix(".txt") }
            .compactMap { Int($0.dropFirst(3).dropLast(4)) }.sorted()
          #expect(numbers == Array(0..<numbers.count), "\(box)/\(folder) is dense")
          counts[folder] = numbers.count
        }
        let new = (counts["INBOX"] ?? 0) + (counts["Urgent"] ?? 0)
        #expect("\(new)" == user["NewMessageCount"], "new of \(user.id)")
        #expect("\(counts["Old"] ?? 0)" == user["OldMessageCount"], "old of \(user.id)")
      }
    }
  }
}

/// One message on disk, in the spool or in the quarantine.
private struct LabMessage {
  var path: String
  /// Extensions of its files.
  var files: [String]
  var audioBytes: Int
  /// Last digit of the caller's number.
  var spokenSeconds: Int

  init(envelope: String) throws {
    path = envelope
    let url = URL(filePath: envelope)
    let stem = url.deletingPathExtension().lastPathComponent
    let directory = url.deletingLastPathComponent().path
    files = try FileManager.default.contentsOfDirectory(atPath: directory)
      .filter { $0.hasPrefix(stem + ".") }.map { String($0.dropFirst(stem.count + 1)) }
    let wav = try FileManager.default.attributesOfItem(atPath: directory + "/" + stem + ".wav")
    audioBytes = wav[.size] as? Int ?? 0
    let text = try String(contentsOfFile: envelope, encoding: .utf8)
    let caller = text.split(separator: "\n").first { $0.hasPrefix("callerid") } ?? ""
    spokenSeconds = caller.last { $0.isNumber }?.wholeNumberValue ?? 0
  }
}
