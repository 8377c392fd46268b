/// Carriage returns within a line: to Asterisk a part of the text, to whoever wrote the file on an
/// old Mac its line ends, so that what follows is another line, PIN and all.
package enum ConfCarriageReturn {
  /// The index of the first one that more than blanks follow.
  package static func first(in text: ArraySlice<UInt8>) -> Int? {
    guard let index = text.firstIndex(of: ConfBytes.carriageReturn) else { return nil }
    return text[index...].allSatisfy(ConfBytes.isBlank) ? nil : index
  }

  /// The text up to and with the first one, and `...` for what must be neither shown nor kept.
  ///
  /// Only a line that gives something its value can hold a PIN; any other text stays as it is.
  package static func hidingRest(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let index = first(in: text), text[index...].contains(ConfBytes.equals) else {
      return text
    }
    return (text[...index] + "...".utf8)[...]
  }

  package static func hidingRest(of text: [UInt8]) -> [UInt8] {
    guard first(in: text[...]) != nil else { return text }
    return Array(hidingRest(of: text[...]))
  }
}
