/// What rotation adds to a log's name, or puts before its ending.
struct RotationName {
  /// Number of a rotation; `nil` for dates and words.
  var number: Int?
  /// What was added, such as `-20261122`.
  var mark: [UInt8]

  /// Words for a log's older copy.
  private static let words = ["old", "bak", "orig", "prev", "previous", "save", "backup"]
  private static let longest = 40

  /// - Parameters:
  ///   - name: A file's name without the ending of its packing.
  ///   - log: The log's name.
  init?(_ name: some BidirectionalCollection<UInt8>, of log: [UInt8]) {
    let name = Array(name)
    if let added = Self.added(name, log), let (number, mark) = Self.read(added) {
      (self.number, self.mark) = (number, mark)
      return
    }
    // A number before the ending, as in mail-2.log, may be that of another log.
    guard let dot = log.lastIndex(of: 0x2E), dot > 0,
      name.reversed().starts(with: log[dot...].reversed()),
      let added = Self.added(Array(name.dropLast(log.count - dot)), Array(log[..<dot])),
      let (number, mark) = Self.read(added), number == nil || added.first == 0x2E
    else { return nil }
    (self.number, self.mark) = (number, mark)
  }

  /// Whether a file beside a log that is not read has a name as of an older copy of it.
  ///
  /// Other logs, such as `mail.err` beside `mail`, have words without a number.
  static func isLikely(_ name: [UInt8], of log: [UInt8]) -> Bool {
    if let added = added(name, log) {
      let rest = added.dropFirst()
      let runs = rest.split { !isDigit($0) }
      return isDigit(rest.first ?? 0) || runs.contains { $0.count >= 4 }
        || words.contains { word in
          rest.starts(with: word.utf8)
            && rest.dropFirst(word.utf8.count).first.map(isSeparator) ?? true
        }
    }
    guard let dot = log.lastIndex(of: 0x2E), dot > 0, let added = added(name, Array(log[..<dot]))
    else { return false }
    let middle = added.dropFirst().prefix { isDigit($0) || isSeparator($0) && $0 != 0x2E }
    return middle.count(where: isDigit) >= 6
      && added.dropFirst(1 + middle.count).starts(with: log[dot...])
  }

  private static func added(_ name: [UInt8], _ log: [UInt8]) -> ArraySlice<UInt8>? {
    guard name.starts(with: log), let first = name.dropFirst(log.count).first, isSeparator(first),
      name.count > log.count + 1
    else { return nil }
    return name[log.count...]
  }

  private static func read(_ added: ArraySlice<UInt8>) -> (number: Int?, mark: [UInt8])? {
    let rest = added.dropFirst()
    if rest.elementsEqual("old".utf8) { return (nil, Array(added)) }
    guard let first = rest.first, isDigit(first), rest.count <= longest,
      rest.allSatisfy({ isDigit($0) || isSeparator($0) || $0 == 0x3A || $0 == 0x54 })
    else { return nil }
    let digits = rest.count(where: isDigit)
    guard digits == rest.count, digits <= 4 else { return digits >= 6 ? (nil, Array(added)) : nil }
    return (rest.reduce(0) { $0 * 10 + Int($1) - 0x30 }, Array(added))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x2D || byte == 0x5F
  }
}
