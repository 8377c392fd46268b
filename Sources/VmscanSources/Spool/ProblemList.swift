import VmscanModel

/// The problems of one mailbox, bounded so that a hostile spool cannot fill memory with them.
struct ProblemList: Sendable {
  private(set) var problems: [SourceProblem] = []
  private var left = 0
  private var leftHidesData = false

  /// Problems kept one by one; those above are only counted.
  static let limit = 200

  var isEmpty: Bool { problems.isEmpty }

  mutating func removeAll() {
    guard !problems.isEmpty else { return }
    self = ProblemList()
  }

  mutating func append(_ problem: SourceProblem) {
    guard problems.count < Self.limit else {
      left += 1
      leftHidesData = leftHidesData || problem.hidesData
      return
    }
    problems.append(problem)
  }

  /// All problems, with one more that says how many were not kept.
  func finished(path: ByteText, mailbox: MailboxID?) -> [SourceProblem] {
    guard left > 0 else { return problems }
    let rest = SourceProblem(
      .partial, path: path, detail: "\(left, "more problem") not listed one by one",
      mailbox: mailbox, hidesData: leftHidesData)
    return problems + [rest]
  }
}
