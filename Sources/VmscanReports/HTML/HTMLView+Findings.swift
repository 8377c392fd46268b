import VmscanModel

extension HTMLView {
  private static let listed = 200

  var risks: [String: HTMLValue] {
    let open = report.findings.selection { $0.status != .accepted }
    let accepted = report.findings.selection { $0.status == .accepted }.worstFirst
    let groups = TextReport.groups(open)
    let (grave, minor) = (
      groups.filter { $0.severity >= .medium }, groups.filter { $0.severity < .medium }
    )
    let minorCount = minor.reduce(0) { $0 + $1.findings.count }
    return [
      "hasRisks": .flag(!open.isEmpty), "risks": .list(grave.map(risk)),
      "hasMinor": .flag(!minor.isEmpty), "minor": .list(minor.map(risk)),
      "minorCount": .text(Wording.count(minorCount, "finding", "findings")),
      "severities": .list(
        Severity.descending.map { severity in
          [
            "severity": .text(severity.rawValue), "meaning": .text(severity.meaning),
            "count": .number(open.count { $0.severity == severity }),
          ]
        }),
      "hasAccepted": .flag(!accepted.isEmpty),
      "accepted": .list(accepted.prefix(Self.listed).map(row)),
      "acceptedMore": more(accepted.count),
    ]
  }

  private func risk(_ group: TextReport.FindingGroup) -> [String: HTMLValue] {
    let rule = background.rules.first { $0.id == group.rule }
    let first = group.findings.first?.finding
    let requirements = rule?.requirements.map(\.id) ?? []
    return [
      "severity": .text(group.severity.rawValue), "rule": .text(group.rule.description),
      "title": .text(Wording.sentence(rule?.title ?? first?.message.unmasked ?? "")),
      "count": .text(Wording.count(group.findings.count, "finding", "findings")),
      "hasNew": .flag(group.findings.headers.contains { $0.status == .new }),
      "newCount": .number(group.findings.count { $0.status == .new }),
      "why": .text(rule?.rationale ?? ""), "hasWhy": .flag(rule != nil),
      "remedy": .text(first?.remedy.unmasked ?? ""), "who": .text(who(group)),
      "hasRequirements": .flag(!requirements.isEmpty),
      "touches": .text(requirements.joined(separator: " · ")),
      "findings": .list(group.findings.prefix(Self.listed).map(row)),
      "more": more(group.findings.count),
      "opened": .flag(group.severity >= .high && group.findings.count <= 10),
    ]
  }

  private func more(_ count: Int) -> HTMLValue {
    let rest = count - Self.listed
    return .text(
      rest > 0 ? "and \(Wording.number(rest)) more; `vmscan report --format csv` lists all" : "")
  }

  private func row(_ reported: ReportedFinding) -> [String: HTMLValue] {
    let finding = reported.finding
    return [
      "subject": .text(finding.subject.description), "message": .text(finding.message.unmasked),
      "status": .text(reported.status.rawValue), "firstSeen": .text(reported.firstSeen.dateText),
      "evidence": .text(
        isForAdmin
          ? finding.evidence.prefix(5).map(\.description).joined(separator: ", ") : ""),
      "hasEvidence": .flag(isForAdmin && !finding.evidence.isEmpty),
      "rule": .text(finding.rule.description), "severity": .text(finding.severity.rawValue),
    ]
  }

  /// Who can act on a group of findings.
  private func who(_ group: TextReport.FindingGroup) -> String {
    let ofMailboxes = group.findings.contains { $0.finding.subject.mailbox != nil }
    return ofMailboxes
      ? "PBX administrator, together with the mailbox owner" : "PBX administrator"
  }
}
