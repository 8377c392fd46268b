import VmscanModel

/// A planned folder as canonical JSON: the bytes that `CanonicalJSON` gives, many times faster,
/// for a plan may hold a hundred thousand messages.
enum PlanLine {
  static func encode(_ folder: PlannedFolder) -> [UInt8] {
    // About what a message with two recordings takes.
    var line = PlanLineWriter(reserving: 256 + 512 * folder.messages.count)
    line.put("{\"device\":", folder.device)
    line.put(",\"existing\":", folder.existing)
    line.put(",\"folder\":", folder.folder.rawValue)
    line.put(",\"inode\":", folder.inode)
    line.put(",\"mailbox\":{\"context\":", text: folder.mailbox.context.description)
    line.put(",\"mailbox\":", text: folder.mailbox.mailbox.description)
    line.put("},\"messages\":[")
    for (index, message) in folder.messages.enumerated() {
      if index > 0 { line.put(",") }
      put(message, into: &line)
    }
    line.put("]}")
    return line.bytes
  }

  private static func put(_ message: PlannedMessage, into line: inout PlanLineWriter) {
    line.put("{")
    if let duration = message.duration {
      line.put("\"duration\":", duration)
      line.put(",")
    }
    line.put("\"files\":[")
    for (index, file) in message.files.enumerated() {
      if index > 0 { line.put(",") }
      line.put(file)
    }
    line.put("],\"grade\":", text: message.grade.rawValue)
    line.put(",\"messageID\":", text: message.messageID.description)
    line.put(",\"number\":", message.number)
    if let origtime = message.origtime { line.put(",\"origtime\":", origtime.epochSeconds) }
    line.put(",\"reason\":", text: message.reason)
    line.put("}")
  }

  /// Reads a folder back; what is not written exactly so is read as any JSON.
  ///
  /// - Throws: `DecodingError`.
  static func decode(_ bytes: ArraySlice<UInt8>) throws -> PlannedFolder {
    var line = PlanLineReader(bytes)
    if let folder = folder(&line), line.isAtEnd { return folder }
    return try CanonicalJSON.decode(PlannedFolder.self, from: bytes)
  }

  private static func folder(_ line: inout PlanLineReader) -> PlannedFolder? {
    guard let device: UInt64 = line.number(after: "{\"device\":"),
      let existing: Int = line.number(after: ",\"existing\":"),
      let code: UInt8 = line.number(after: ",\"folder\":"), let folder = Folder(rawValue: code),
      let inode: UInt64 = line.number(after: ",\"inode\":"),
      let context = line.text(after: ",\"mailbox\":{\"context\":"),
      let mailbox = line.text(after: ",\"mailbox\":"), line.skip("},\"messages\":[")
    else { return nil }
    var messages: [PlannedMessage] = []
    repeat {
      guard let message = message(&line) else { return nil }
      messages.append(message)
    } while line.skip(",")
    guard line.skip("]}") else { return nil }
    return PlannedFolder(
      mailbox: MailboxID(
        context: ByteText(unescaping: context), mailbox: ByteText(unescaping: mailbox)),
      folder: folder, device: device, inode: inode, existing: existing, messages: messages)
  }

  private static func message(_ line: inout PlanLineReader) -> PlannedMessage? {
    guard line.skip("{") else { return nil }
    let duration: Int32? = line.number(after: "\"duration\":")
    if duration != nil, !line.skip(",") { return nil }
    guard line.skip("\"files\":[") else { return nil }
    var files: [PlannedFile] = []
    repeat {
      guard let file = line.text(after: "").flatMap({ PlannedFile(parsing: $0) }) else {
        return nil
      }
      files.append(file)
    } while line.skip(",")
    guard line.skip("]"),
      let grade = line.text(after: ",\"grade\":").flatMap({ EmailGrade(rawValue: $0) }),
      let id = line.text(after: ",\"messageID\":"),
      let number: Int32 = line.number(after: ",\"number\":")
    else { return nil }
    let origtime: Int64? = line.number(after: ",\"origtime\":")
    guard let reason = line.text(after: ",\"reason\":"), line.skip("}") else { return nil }
    return PlannedMessage(
      number: number, messageID: ByteText(unescaping: id), origtime: origtime.map { Timestamp($0) },
      duration: duration, grade: grade, reason: reason, files: files)
  }
}
