import VmscanModel

extension ReferenceLogReader {
  /// The address up to its `>`, which a quoted part may hold, and what follows it.
  static func address(_ text: String) -> (String, String)? {
    let scalars = Array(text.unicodeScalars)
    var (isQuoted, place) = (false, 0)
    while place < scalars.count {
      if isQuoted, scalars[place] == "\\" {
        place += 1
      } else if scalars[place] == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, scalars[place] == ">" {
        return (string(scalars[..<place]), string(scalars[(place + 1)...]))
      }
      place += 1
    }
    return nil
  }

  static func number(_ text: String) -> (Int64, String)? {
    let digits = text.unicodeScalars.prefix { ("0"..."9").contains($0) }
    guard let value = Int64(String(digits)), digits.count <= 18 else { return nil }
    return (value, string(text.unicodeScalars.dropFirst(digits.count)))
  }

  func time(_ line: [Unicode.Scalar]) -> Int64? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    let days: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304]
    guard let month = months.firstIndex(of: Self.string(line[0..<3])), line[3] == " ",
      line[6] == " ", line[9] == ":", line[12] == ":"
    else { return nil }
    let parts = [4, 7, 10, 13].map { place in
      Int64(Self.string(line[place..<place + 2]).drop { $0 == " " })
    }
    guard let day = parts[0], let hour = parts[1], let minute = parts[2], let second = parts[3],
      (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    return year + (days[month] + day - 1) * 86400 + hour * 3600 + minute * 60 + second
  }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The bytes that the Latin-1 characters stand for.
  static func bytes(_ text: String) -> ByteText {
    ByteText(bytes: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }
}
