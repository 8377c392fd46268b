/// Whether one typing slip turns one text into the other: a letter more, fewer, another, or two
/// neighbours swapped (Damerau-Levenshtein distance of exactly 1).
func isOneEdit<Text: RandomAccessCollection>(_ left: Text, _ right: Text) -> Bool
where Text.Element: Equatable {
  let (short, long) = left.count <= right.count ? (left, right) : (right, left)
  guard long.count - short.count <= 1 else { return false }
  var restShort = short[...]
  var restLong = long[...]
  while let one = restShort.first, let other = restLong.first, one == other {
    restShort = restShort.dropFirst()
    restLong = restLong.dropFirst()
  }
  if short.count < long.count { return restShort.elementsEqual(restLong.dropFirst()) }
  guard restShort.count > 0 else { return false }
  if restShort.dropFirst().elementsEqual(restLong.dropFirst()) { return true }
  return restShort.dropFirst(2).elementsEqual(restLong.dropFirst(2))
    && restShort.prefix(2).elementsEqual(restLong.prefix(2).reversed())
}
