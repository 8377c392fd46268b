import VmscanFormats
import VmscanModel

/// Changes options in the line of one mailbox and nothing else.
struct MailboxLineEditor {
  /// Bytes of a line that Asterisk reads, the newline not counted (`config_text_file_load`).
  static let lineLimit = 8190

  let keepsCommas: Bool

  struct Outcome {
    var edits: [ConfigByteEdit]
    var options: [ConfigOptionChange]
  }

  /// - Throws: `ConfigEditRefusal` when the line cannot be edited.
  func edit(
    _ variable: ConfVariable, line: ArraySlice<UInt8>,
    wishes: [ConfigOptionChange.Option: ConfigOptionWish], of mailbox: ConfiguredMailbox,
    defaults: MailboxDefaults
  ) throws(ConfigEditRefusal) -> Outcome {
    guard !variable.traits.contains(.appended) else {
      throw ConfigEditRefusal(
        .appendedLine, "the mailbox is put together from several lines with +=",
        remedy: "write it as one line, then ask again")
    }
    guard ConfCarriageReturn.first(in: variable.value[...]) == nil else {
      throw ConfigEditRefusal(
        .carriageReturn, "carriage returns join the line to others, so that it is one to Asterisk",
        remedy: "convert the file's line ends, then ask again")
    }
    guard let raw = RawValue(variable, line: line) else {
      throw ConfigEditRefusal(
        .commentInValue, "a block comment lies within the value",
        remedy: "take the comment out of the line, then ask again")
    }
    let edit = OptionEdit(variable.value, keepsCommas: keepsCommas)
    guard !edit.field.isNested else {
      throw ConfigEditRefusal(
        .nestedOptions, "the options hold an option called 'options'",
        remedy: "write its options separately, then ask again")
    }
    let pieces = edit.pieces(wishes)
    let edits = pieces.map { piece in
      let range = raw.range(of: piece.range)
      let removed = line[line.startIndex + range.lowerBound..<line.startIndex + range.upperBound]
      return ConfigByteEdit(
        line: Int(variable.place.line), range: range, removed: ByteText(bytes: removed),
        inserted: ByteText(bytes: Self.escaped(piece.replacement)))
    }
    try checkLength(of: line, edits)
    return Outcome(
      edits: edits,
      options: changes(edit, pieces, wishes: wishes, of: mailbox, defaults: defaults))
  }

  /// A semicolon would begin a comment.
  private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == UInt8(ascii: ";") ? [UInt8(ascii: "\\"), $0] : [$0] }
  }

  private func checkLength(
    of line: ArraySlice<UInt8>, _ edits: [ConfigByteEdit]
  ) throws(ConfigEditRefusal) {
    let growth = edits.map { $0.inserted.count - $0.range.count }.reduce(0, +)
    let length = line.count - (line.last == UInt8(ascii: "\n") ? 1 : 0)
    guard growth <= 0 || length + growth <= Self.lineLimit else {
      throw ConfigEditRefusal(
        .lineTooLong, "the line would be longer than the 8190 bytes that Asterisk reads",
        remedy: "shorten the line, then ask again")
    }
  }

  /// The edits that take back an earlier change, when they fit the line and fulfil the wish.
  func inverse(
    _ wish: ConfigEditWish, _ variable: ConfVariable, line: ArraySlice<UInt8>,
    of mailbox: ConfiguredMailbox
  ) -> Outcome? {
    let number = Int(variable.place.line)
    guard !wish.inverseEdits.isEmpty, wish.options == [.delete: .remove],
      wish.inverseEdits.allSatisfy({ $0.line == number })
    else { return nil }
    let onLineOne = wish.inverseEdits.map { edit in
      var moved = edit
      moved.line = 1
      return moved
    }
    let text = ConfigEditFile.applying(onLineOne, to: Array(line), path: "/line")
    guard let text,
      let value = ConfLoader.parse(Array("[x]\n".utf8) + text).sections.first?.variables.first?
        .value
    else { return nil }
    let options = changes(
      OptionEdit(variable.value, keepsCommas: keepsCommas), value, wishes: wish.options,
      of: mailbox, defaults: MailboxDefaults())
    guard options.count == 1, options.allSatisfy({ !$0.isOn }) else { return nil }
    return Outcome(edits: wish.inverseEdits, options: options)
  }

  private func changes(
    _ edit: OptionEdit, _ pieces: [OptionEdit.Piece],
    wishes: [ConfigOptionChange.Option: ConfigOptionWish], of mailbox: ConfiguredMailbox,
    defaults: MailboxDefaults
  ) -> [ConfigOptionChange] {
    var value = edit.value
    for piece in pieces.reversed() { value.replaceSubrange(piece.range, with: piece.replacement) }
    return changes(edit, value, wishes: wishes, of: mailbox, defaults: defaults)
  }

  private func changes(
    _ edit: OptionEdit, _ value: [UInt8],
    wishes: [ConfigOptionChange.Option: ConfigOptionWish], of mailbox: ConfiguredMailbox,
    defaults: MailboxDefaults
  ) -> [ConfigOptionChange] {
    let after = OptionEdit(value, keepsCommas: keepsCommas)
    return ConfigOptionChange.Option.allCases.compactMap { option in
      let (old, new) = (edit.current(option), after.current(option))
      guard wishes[option] != nil, old != new else { return nil }
      let isDefault = option == .attach && defaults.attach.value
      return ConfigOptionChange(
        option: option, before: old, after: new,
        wasOn: option == .attach ? mailbox.attach.value : mailbox.deleteAfterEmail.value,
        isOn: new.map { AsteriskWords.isTrue($0.bytes) } ?? isDefault)
    }
  }
}
