package import VmscanModel

extension SpoolMailbox {
  /// Adds messages of one age, each of 1000 bytes and 30 seconds, and has the folder count them.
  package mutating func add(
    _ count: Int = 1, in folder: Folder = .inbox, age: Age = .days(1),
    problems: MessageProblems = []
  ) {
    let start = messages.filter { $0.folder == folder }.count
    for number in start..<start + count {
      var message = MessageRecord(folder: folder, number: Int32(number))
      message.origtime = Scenario.now - age
      message.envelopeModified = (Scenario.now - age).epochSeconds
      message.duration = 30
      message.bytes = 1000
      message.fileCount = 2
      message.marks = [.hasEnvelope, .hasAudio]
      message.problems = problems
      if problems.contains(.audioWithoutEnvelope) { message.marks.remove(.hasEnvelope) }
      if !problems.isDisjoint(with: [.missingOrigtime]) { message.origtime = nil }
      messages.append(message)
    }
    let counted = messages.filter { $0.folder == folder && $0.marks.contains(.hasEnvelope) }.count
    self.folder(folder) {
      $0.countedByAsterisk = Int32(counted)
      $0.shownByAsterisk = Int32(counted)
      $0.highestNumber = Int32(counted - 1)
      if problems.contains(.worldReadableAudio) { $0.problems.insert(.openRecordings) }
    }
  }

  /// Changes a folder, which is made when there is none.
  package mutating func folder(_ folder: Folder, _ change: (inout SpoolFolder) -> Void) {
    if !folders.contains(where: { $0.folder == folder }) {
      folders.append(SpoolFolder(folder: folder, identity: Scenario.identity))
    }
    for index in folders.indices where folders[index].folder == folder { change(&folders[index]) }
  }

  /// Takes away every sign of the owner.
  package mutating func forgetOwner() {
    greetings = []
    greetingsModified = nil
  }
}
