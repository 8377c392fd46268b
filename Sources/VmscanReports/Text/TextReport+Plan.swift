package import VmscanModel

extension TextReport {
  /// A purge as it is reviewed: what would go and why, what stays and why, how to narrow it.
  package func plan(_ plan: PlanReview, digest: String) -> String {
    var page = page
    page.paragraph(planHeadline(plan), tone: .strong)
    let owner = plan.header.policyOwner.map { " The policy is \($0)'s." } ?? ""
    page.paragraph("Means: \(plan.header.policy).\(owner)")
    page.paragraph(
      "Ages count by origtime from \(plan.header.reference). Spool \(plan.header.spool), "
        + "lockmode \(plan.header.lockMode.rawValue).")
    addTotals(plan.totals, to: &page)
    addFolders(plan, to: &page)
    addExclusions(plan, to: &page)
    for hold in plan.header.holds { page.paragraph("Hold in force: \(hold)") }
    page.blank()
    page.paragraph("Plan \(digest)")
    return page.text
  }

  private func planHeadline(_ plan: PlanReview) -> String {
    let totals = plan.totals
    guard totals.removed.messages > 0 else { return "Nothing to remove." }
    return "To be removed: \(Wording.amount(totals.removed)), in "
      + Wording.count(totals.mailboxes, "mailbox", "mailboxes")
      + ", \(totals.percent) % of the \(Wording.number(totals.considered)) looked at."
  }

  private func addTotals(_ totals: PlanTotals, to page: inout TextPage) {
    guard totals.removed.messages > 0 else { return }
    page.heading("By reason")
    var reasons = Table([
      .init("reason", wraps: true), .init("messages", .right), .init("size", .right),
    ])
    for (reason, sum) in totals.byReason.sorted(by: { $0.key < $1.key }) {
      reasons.add([reason, Wording.number(sum.messages), sum.bytes.description])
    }
    page.table(reasons, indent: 2)
    page.heading("By evidence that it was e-mailed")
    var grades = Table([
      .init("grade"), .init("messages", .right), .init("what it means", wraps: true),
    ])
    for grade in EmailGrade.allCases {
      guard let sum = totals.byGrade[grade.rawValue], sum.messages > 0 else { continue }
      grades.add([grade.title, Wording.number(sum.messages), grade.meaning])
    }
    page.table(grades, indent: 2)
    if totals.byGrade[EmailGrade.inferred.rawValue]?.messages ?? 0 > 0 {
      page.paragraph(
        "Narrow it to proven deliveries with --evidence delivered.", first: "  ")
    }
  }

  private func addFolders(_ plan: PlanReview, to page: inout TextPage) {
    guard !plan.folders.isEmpty else { return }
    page.heading("By folder")
    var table = Table([
      .init("mailbox", wraps: true), .init("folder"), .init("removed", .right),
      .init("of", .right), .init("oldest"),
    ])
    for folder in plan.folders {
      table.add([
        "\(folder.mailbox)", folder.folder.name, Wording.number(folder.removed),
        Wording.number(folder.existing), folder.oldest?.dateText ?? "unknown",
      ])
    }
    page.table(table, indent: 2)
    let rest = plan.totals.folders - plan.folders.count
    if rest > 0 { page.paragraph("and \(Wording.number(rest)) more folders", first: "  ") }
  }

  private func addExclusions(_ plan: PlanReview, to page: inout TextPage) {
    guard plan.exclusionCount > 0 else { return }
    let count = plan.totals.excluded
    page.heading("Matched but kept: \(Wording.count(count, "message", "messages"))")
    for exclusion in plan.exclusions {
      page.paragraph("\(exclusion)", first: "  ", indent: 4)
    }
    let rest = plan.exclusionCount - plan.exclusions.count
    if rest > 0 { page.paragraph("and \(Wording.number(rest)) more", first: "  ") }
  }
}
