/// What a purge was asked for, so that a stored plan can be judged again.
package struct PurgeRequest: Sendable, Hashable, Codable {
  package var predicate: MessagePredicate
  /// The policy file whose limits decide; `nil` when the predicate does.
  package var policyFile: String?

  package init(predicate: MessagePredicate, policyFile: String? = nil) {
    self.predicate = predicate
    self.policyFile = policyFile
  }
}
