import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

struct ExhaustiveFolderTests {
  private static let files = (0..<3).flatMap { number in
    ["txt", "wav", "WAV"].map { (number: Int32(number), suffix: $0) }
  }

  @Test func `every small folder is read as it is`() throws {
    let spool = try SpoolBuilder()
    for bits in 0..<512 {
      try spool.makeDirectory(ByteText("default/\(bits)/INBOX"))
      for (place, file) in Self.files.enumerated() where bits & 1 << place != 0 {
        let text = file.suffix == "txt" ? EnvelopeText(counter: Int(file.number)).text : "12345"
        try spool.write(
          ByteText("default/\(bits)/INBOX/msg000\(file.number).\(file.suffix)"), text)
      }
    }
    let walked = WalkedSpool(spool.root)
    #expect(walked.mailboxes.count == 512)
    for box in walked.mailboxes {
      let bits = try #require(Int(box.id.mailbox.description))
      check(box, bits)
    }
  }

  private func check(_ box: SpoolMailbox, _ bits: Int) {
    let present = Self.files.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element)
    let numbers = Set(present.map(\.number)).sorted()
    #expect(box.messages.map(\.number) == numbers)
    let folder = box.folder(.inbox)
    let envelopes = present.filter { $0.suffix == "txt" }.map(\.number)
    #expect(folder?.countedByAsterisk == Int32(envelopes.count))
    #expect(folder?.shownByAsterisk == Int32(envelopes.count))
    #expect(folder?.highestNumber == envelopes.max() ?? -1)
    #expect(folder?.problems.contains(.gap) == (Int32(numbers.count) != (numbers.max() ?? -1) + 1))
    let size = Int64(EnvelopeText(counter: 0).text.utf8.count)
    for message in box.messages {
      let suffixes = present.filter { $0.number == message.number }.map(\.suffix)
      let audio = suffixes.filter { $0 != "txt" }.count
      let hasText = suffixes.contains("txt")
      #expect(Int(message.fileCount) == suffixes.count)
      #expect(message.bytes == Int64(audio) * 5 + (hasText ? size : 0))
      #expect(message.marks.contains(.hasEnvelope) == hasText)
      #expect(message.marks.contains(.hasAudio) == (audio > 0))
      #expect(message.problems.contains(.envelopeWithoutAudio) == (hasText && audio == 0))
      #expect(message.problems.contains(.audioWithoutEnvelope) == (!hasText))
      #expect((message.origtime != nil) == hasText)
    }
  }
}
