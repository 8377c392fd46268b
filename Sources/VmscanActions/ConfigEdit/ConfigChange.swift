package import VmscanModel

/// One edit as it is remembered, for undoing it.
package struct ConfigChange: Sendable, Hashable, Codable {
  package enum State: String, Sendable, Codable {
    /// About to happen, or interrupted.
    case prepared
    case applied
    /// Taken back by a later change.
    case undone
  }

  /// Letters, digits and `-`; sorts by time.
  package var id: String
  package var state: State
  package var plan: ConfigEditPlan

  package init(id: String, state: State, plan: ConfigEditPlan) {
    self.id = id
    self.state = state
    self.plan = plan
  }
}
