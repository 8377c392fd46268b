/// The mail addresses a finding names in its message and evidence, lower-cased.
///
/// `1001@default` is a mailbox and not an address: a domain without a dot does not count, nor does
/// the finding's own mailbox.
struct MentionedAddresses {
  var addresses: [ByteText]

  init(_ finding: Finding) {
    let own = "\(finding.subject)".lowercased()
    let texts = [finding.message] + finding.evidence
    addresses = texts.flatMap { Self.words($0.lowercased()) }.filter { word in
      word != own && Self.isAddress(word)
    }.map { ByteText($0) }
  }

  static func address(_ address: ByteText, isWithin destination: ByteText) -> Bool {
    let wanted = Array(destination.bytes.drop { $0 == UInt8(ascii: "@") })
    if wanted.contains(UInt8(ascii: "@")) { return address.bytes == wanted }
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let domain = address.bytes[(at + 1)...]
    return domain.elementsEqual(wanted)
      || domain.suffix(wanted.count + 1).elementsEqual([UInt8(ascii: ".")] + wanted)
  }

  private static func words(_ text: String) -> [Substring] {
    text.split { character in
      !(character.isLetter || character.isNumber || "@.!#$%&'*+/=?^_`{|}~-".contains(character))
    }.map { word in
      // Sentences and quotes end in characters an address may hold only inside.
      var word = word
      while let last = word.last, ".'`!?".contains(last) { word.removeLast() }
      while let first = word.first, ".'`".contains(first) { word.removeFirst() }
      return word
    }
  }

  private static func isAddress(_ word: Substring) -> Bool {
    guard let at = word.lastIndex(of: "@"), at != word.startIndex else { return false }
    let domain = word[word.index(after: at)...]
    return domain.contains(".") && domain.last != "."
  }
}
