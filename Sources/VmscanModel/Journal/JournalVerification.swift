/// The result of checking the journal's chain of digests.
package struct JournalVerification: Sendable, Hashable, Codable {
  package enum Fault: String, Sendable, Codable, CaseIterable {
    /// The row's contents do not give its digest.
    case altered
    /// One or more rows before this one are gone.
    case removed
    /// The row does not follow the digest of the row before it.
    case inserted
    /// Rows at the end are gone.
    case truncated
  }

  /// Rows that were checked and found good, from the first.
  package var verified: Int64
  /// Rows the journal should hold by its own anchor.
  package var expected: Int64
  /// Digest of the newest row in hexadecimal; an auditor notes it to compare with later.
  package var head: String
  package var fault: Fault?
  /// Sequence number of the first bad row; for `truncated`, the first row that is missing.
  package var firstBad: Int64?

  package init(
    verified: Int64, expected: Int64, head: String, fault: Fault? = nil, firstBad: Int64? = nil
  ) {
    self.verified = verified
    self.expected = expected
    self.head = head
    self.fault = fault
    self.firstBad = firstBad
  }

  package var isIntact: Bool { fault == nil }
}

extension JournalVerification: CustomStringConvertible {
  /// One line for a person, such as `journal intact: 42 records, head 5f1c…`.
  package var description: String {
    guard let fault, let firstBad else {
      return "journal intact: \(verified) records, head \(head)"
    }
    switch fault {
    case .altered: return "journal damaged: record \(firstBad) was altered"
    case .removed: return "journal damaged: record \(firstBad) was removed"
    case .inserted: return "journal damaged: record \(firstBad) does not belong to the chain"
    case .truncated:
      return "journal damaged: records \(firstBad) to \(expected) are missing at the end"
    }
  }
}
