import VmscanModel

/// Texts that many rows of a run have alike, each with a number that is sent in its place.
struct RepeatedWords {
  private var numbers: [String: Int] = [:]

  /// What a row has instead of the text; NULL stays NULL.
  mutating func number(of value: PublishedValue) -> PublishedValue {
    guard case .text(let text) = value else { return .none }
    let number = numbers[text] ?? numbers.count
    numbers[text] = number
    return .text(String(number))
  }

  /// Number and text of each.
  var rows: [[PublishedValue]] { numbers.map { [.text(String($0.value)), .text($0.key)] } }
}
