import Testing
import VmscanActions
import VmscanModel

struct MessageFileNameTests {
  @Test(
    arguments: [
      ("msg0000.txt", MessageFileName.message(number: 0, suffix: ".txt")),
      ("msg0012.WAV", .message(number: 12, suffix: ".WAV")),
      ("msg0003-bak.txt", .message(number: 3, suffix: "-bak.txt")),
      ("msg0003.g726-16", .message(number: 3, suffix: ".g726-16")),
      ("msg10000.txt", .message(number: 10000, suffix: ".txt")),
      ("msg0001.txt.bak", .stray), ("MSG0003.txt", .stray), ("msg5.txt", .stray),
      ("msg00012.txt", .stray), ("summary.txt", .stray), ("msg0007.TXT", .stray),
      ("msg0001.txt~", .stray), ("msgs", .stray), ("xmsg0006.txt", .other),
      (".lock", .lock), ("lock", .lock), (".lock-0123abcd", .lock), (".lock-x", .other),
      ("notes", .other), (".hidden", .other),
    ] as [(String, MessageFileName)])
  func `names mean what they mean to Asterisk`(_ name: String, _ meaning: MessageFileName) {
    #expect(MessageFileName(ByteText(name)) == meaning)
  }
}
