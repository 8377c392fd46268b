extension FindingList {
  /// Brings the list into the order of `ReportedFinding.precedes`, without unpacking words.
  ///
  /// First by severity and rule into drawers, in which the findings of each thread then lie in the
  /// order of their mailboxes: what is left to sort are few stretches that are sorted already.
  package mutating func sortWorstFirst() {
    guard !isWorstFirst else { return }
    let ranks = ruleRanks
    /// First the number in each drawer, then the place of its next finding, at last its end.
    var places = [Int](repeating: 0, count: ranks.count * Severity.allCases.count)
    func drawer(_ entry: Entry) -> Int {
      (Severity.critical.rank - entry.severity.rank) * ranks.count + ranks[Int(entry.rule)]
    }
    for entry in entries { places[drawer(entry)] += 1 }
    var start = 0
    for index in places.indices { (places[index], start) = (start, start + places[index]) }
    entries.move(
      to: entries.map { entry in
        let drawer = drawer(entry)
        defer { places[drawer] += 1 }
        return UInt32(places[drawer])
      })
    start = 0
    for end in places where end > start {
      if let stretch = sortedBySubject(entries[start..<end]) {
        entries.replaceSubrange(start..<end, with: stretch)
      }
      start = end
    }
    isWorstFirst = true
  }

  /// The findings of a drawer in order; `nil` when they are already.
  private func sortedBySubject(_ entries: ArraySlice<Entry>) -> [Entry]? {
    func precedes(_ left: Entry, _ right: Entry) -> Bool {
      let order = subjectOrder(left, right)
      guard order == 0 else { return order < 0 }
      guard left.hasText || right.hasText else {
        return (left.high, left.low) < (right.high, right.low)
      }
      return fingerprint(of: left) < fingerprint(of: right)
    }
    let isSorted = zip(entries, entries.dropFirst()).allSatisfy { !precedes($1, $0) }
    return isSorted ? nil : entries.sorted(by: precedes)
  }

  /// The place of each rule among the list's rules.
  private var ruleRanks: [Int] {
    var ranks = [Int](repeating: 0, count: rules.values.count)
    for (rank, number) in rules.values.indices.sorted(by: { rules.values[$0] < rules.values[$1] })
      .enumerated()
    {
      ranks[number] = rank
    }
    return ranks
  }

  /// Negative when the left subject comes first, as in `FindingSubject.precedes`.
  ///
  /// The packed form begins with the kind, in the same order, and continues with the names.
  private func subjectOrder(_ left: Entry, _ right: Entry) -> Int {
    words.withSubject(at: left.place) { one in
      words.withSubject(at: right.place) { other in
        guard one[0] == other[0] else { return Int(one[0]) - Int(other[0]) }
        var (at, otherAt) = (1, 1)
        for _ in 0..<FindingWords.names(ofKind: one[0]) {
          let name = one.stretch(at: &at)
          let otherName = other.stretch(at: &otherAt)
          let order = ByteOrder.compare(
            UnsafeRawBufferPointer(rebasing: one[name]),
            UnsafeRawBufferPointer(rebasing: other[otherName]))
          if order != 0 { return order }
        }
        return 0
      }
    }
  }
}

extension FindingList {
  /// The list in the order of every report.
  package var worstFirst: FindingList {
    var list = self
    list.sortWorstFirst()
    return list
  }

  /// Some findings that follow one another; the words are shared, not copied.
  package func sublist(_ range: Range<Int>) -> FindingList {
    subset(Array(entries[range]))
  }

  /// How many headers fit.
  package func count(_ isIncluded: (Header) -> Bool) -> Int {
    headers.reduce(0) { $0 + (isIncluded($1) ? 1 : 0) }
  }
}

extension Array {
  /// Puts every element at the place told for it, without a second array of them.
  fileprivate mutating func move(to places: consuming [UInt32]) {
    for index in indices {
      while Int(places[index]) != index {
        let place = Int(places[index])
        swapAt(index, place)
        places.swapAt(index, place)
      }
    }
  }
}
