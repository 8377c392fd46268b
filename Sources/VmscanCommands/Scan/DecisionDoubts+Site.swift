import VmscanModel

extension DecisionDoubts {
  /// What a site's decisions cannot rest on.
  ///
  /// `evidence`: what the mail logs that were given cannot say.
  init(_ site: Site, evidence: [SourceProblem]) {
    self = []
    if evidence.missesMails { insert(.mailLog) }
    if site.configuration.mayHideSettings { insert(.settings) }
    if site.configuration.mayHideMailboxes { insert(.mailboxes) }
  }
}
