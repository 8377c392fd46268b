import Glibc
import Testing
import VmscanTestSupport

@testable import VmscanFormats

struct MessageFileNameTests {
  private func read(_ name: String) -> MessageFileName { MessageFileName(Array(name.utf8).span) }

  @Test(
    arguments: [
      ("msg0000.txt", .envelope, 0), ("msg9999.txt", .envelope, 9999),
      ("msg10000.txt", .envelope, 10000),
      ("msg0001.wav", .audio, 1), ("msg0001.WAV", .audio, 1), ("msg0001.g726-32", .audio, 1),
      ("msg0001.Wav", .companion, 1), ("msg0001.wav.old", .companion, 1),
      ("msg0001.json", .companion, 1), ("msg0001.wav.vtt", .companion, 1),
      ("msg0001.wav.txt", .companion, 1), ("msg0001.wav.bak", .companion, 1),
      ("msg0001.amr", .audio, 1), ("msg0000intro.wav", .companion, 0),
      ("msg0001intro.txt", .companion, 1), ("msg0001-bak.", .other, -1),
      ("msg0001.wav copy", .unclear, -1), ("msg0001.w\u{e4}v", .unclear, -1),
      ("msg0001-bak.wav copy", .unclear, -1), ("msgs", .other, -1), ("notes", .other, -1),
      ("msg0001-bak.wav", .backup, 1), ("msg0001-bak.txt", .backup, 1),
      ("msg0001-prepend.gsm", .backup, 1), ("msg0001-bakery.wav", .other, -1),
      ("msg01.txt", .other, -1), ("msg00001.txt", .other, -1), ("msg0001", .other, -1),
      ("msg0001.", .other, -1), ("msg1234567890.txt", .other, -1), ("MSG0001.txt", .other, -1),
      ("msg0001.txt.bak", .other, -1), ("msg0001.TXT", .other, -1), ("msg000a.txt", .other, -1),
      (".lock", .lockFile, -1), ("lock", .flockFile, -1), (".lock-0000abcd", .lockTemporary, -1),
      (".lock-", .other, -1), (".locked", .other, -1), ("lock2", .other, -1), ("", .other, -1),
    ] as [(String, MessageFileName.Kind, Int32)])
  func `names by kind and number`(name: String, kind: MessageFileName.Kind, number: Int32) {
    #expect(read(name).kind == kind)
    #expect(read(name).number == number)
  }

  @Test(
    arguments: [
      "msg0001.txt.bak", "MSG0003.txt", "msg5.txt", "msg00012.txt", "summary.txt", "msg0007.TXT",
      "msg0001.txt~", "msg0001.wav copy",
    ])
  func `names that a counter or a purge could take for a message are strays`(name: String) {
    #expect(read(name).isStray)
  }

  @Test(arguments: [("msg0003-bak.txt", "-bak.txt"), ("msg10000.wav.vtt", ".wav.vtt")])
  func `what follows the number is the suffix`(name: String, suffix: String) {
    let bytes = Array(name.utf8)
    #expect(String(decoding: bytes[read(name).suffixStart...], as: UTF8.self) == suffix)
  }

  @Test func `the counters agree with Asterisk's own code on random names`() {
    var random = SeededGenerator(seed: 20_261_123)
    let pieces = [
      "msg", "MSG", "0", "00", "1", "0001", "9999", "12345", ".", "txt", "TXT", "tx", "-", "+", " ",
      "wav",
      "-bak", "x", "\t", "99999999999",
    ]
    for round in 0..<40_000 {
      let count = Int.random(in: 1..<7, using: &random)
      let start = round % 2 == 0 ? "msg" : ""
      let name =
        start + (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      let found = read(name)
      // A number that overflows is undefined in C.
      let agrees =
        found.isCounted == AsteriskCounters.countMessages(name)
        && found.isShown == AsteriskCounters.hasVoicemail(name)
        && (name.contains("99999999999") || found.index == AsteriskCounters.lastMessageIndex(name))
      if !agrees { Issue.record("\(name.debugDescription): \(found)") }
    }
  }
}

/// The conditions of app_voicemail.c, with the C library's own functions.
private enum AsteriskCounters {
  static func countMessages(_ name: String) -> Bool {
    strlen(name) > 7 && name.withCString { strncmp($0 + 7, ".txt", 4) } == 0
  }

  static func hasVoicemail(_ name: String) -> Bool {
    guard strncasecmp(name, "msg", 3) == 0, strlen(name) >= 8 else { return false }
    return name.withCString { strncasecmp($0 + 8, "txt", 3) } == 0
  }

  static func lastMessageIndex(_ name: String) -> Int32? {
    var number: CInt = 0
    var suffix = [CChar](repeating: 0, count: 4)
    let fields = withUnsafeMutablePointer(to: &number) { number in
      suffix.withUnsafeMutableBufferPointer { suffix -> CInt in
        guard let start = suffix.baseAddress else { return 0 }
        return withVaList([number, start]) { vsscanf(name, "msg%30d.%3s", $0) }
      }
    }
    guard fields == 2, strcmp(suffix, "txt") == 0, number < 9999 else { return nil }
    return number
  }
}
