import VmscanModel

extension Rule {
  static let inferredDomains = Rule(
    "VM-904", "inferred-domains", "The site's own domains are guessed", .informational,
    why: """
      Without own domains in the settings they are inferred from the addresses and host names in
      use, and every class of destination depends on them.
      """,
    remedy: "Name the site's domains with `--own-domain` or in the settings.",
    citations: [.disaForwardingPlan],
    examples: [
      .triggers("no domain is set") { $0.inferredDomains = true },
      .passes("the domain is set") { $0.mailbox() },
    ],
    logic: .system { context in
      let own = context.input.ownDomains
      guard own.isInferred else { return [] }
      return [
        Detection(
          .system,
          message: own.domains.isEmpty
            ? "The site's own domains are inferred, and none was found."
            : "The site's own domains are inferred: \(own.domains.map { .domain(ByteText($0)) }).")
      ]
    })
}
