import Mustache
package import VmscanModel

extension HTMLReport {
  private static let listed = 50

  /// What a report says about some requirements, as one self-contained page.
  package func requirements(
    _ statements: [RequirementStatement], of report: ScanReport
  ) throws -> String {
    let values: [String: HTMLValue] = [
      "style": .html(HTMLAssets.style), "policy": .text(HTMLAssets.policy),
      "host": .text(report.run.host), "date": .text(report.run.now.dateText),
      "minute": .text(Wording.minute(report.run.now)),
      "incomplete": .flag(!report.coverage.isComplete), "caution": .text(Caution.text),
      "statements": .list(statements.map { shown($0) }),
    ]
    return try MustacheTemplate(string: HTMLTemplate.requirement).render(HTMLValue.object(values))
  }

  private func shown(_ statement: RequirementStatement) -> [String: HTMLValue] {
    let found = statement.answers.filter { !$0.findings.isEmpty }
    let quiet = statement.answers.filter(\.findings.isEmpty).map(\.rule.id.description)
    return [
      "source": .text(statement.source), "asks": .text(statement.asks),
      "reported": .text(statement.reported),
      "facts": .list(
        statement.facts.map {
          [
            "label": .text(redaction.plain($0.label)), "value": .text(redaction.plain($0.value)),
          ]
        }),
      "answers": .list(found.map { shown($0) }),
      "quiet": .text(
        statement.answers.isEmpty
          ? "No rule looks at it."
          : quiet.isEmpty ? "" : "Nothing found by \(quiet.joined(separator: ", "))."),
    ]
  }

  private func shown(_ answer: RequirementStatement.RuleAnswer) -> [String: HTMLValue] {
    let open = answer.findings.filter { $0.status != .accepted }
    let accepted = answer.findings.count - open.count
    let rest = open.count - Self.listed
    return [
      "rule": .text("\(answer.rule.id)"), "title": .text(answer.rule.title),
      "counts": .text(
        "\(Wording.number(open.count)) open"
          + (accepted > 0 ? ", \(Wording.number(accepted)) accepted" : "")),
      "findings": .list(
        open.prefix(Self.listed).map {
          [
            "severity": .text($0.finding.severity.rawValue),
            "subject": .text($0.finding.subject.description),
            "message": .text(redaction.plain($0.finding.message)),
          ]
        }),
      "more": .text(rest > 0 ? "and \(Wording.number(rest)) more" : ""),
    ]
  }
}

extension HTMLTemplate {
  /// A page about some requirements.
  static let requirement = """
    \(opening(title: "Requirements, {{{host}}}, {{{date}}}"))
    <header>
    <p class="brand">vmscan <span>what a scan shows about requirements</span></p>
    <p class="meta"><bdi>{{{host}}}</bdi> · {{{minute}}}</p>
    </header>
    <main>
    <section>
    <p class="secret">Confidential: for the named readers only.</p>
    <h1>What this scan shows</h1>
    {{#incomplete}}
    <div class="alert" role="note"><p><strong>Not everything was read:</strong> what is said below
    holds for what was read.</p></div>
    {{/incomplete}}
    </section>
    {{#statements}}
    <section>
    <h2><bdi>{{{source}}}</bdi></h2>
    <dl class="facts"><dt>It asks</dt><dd><bdi>{{{asks}}}</bdi></dd>
    <dt>A scan can show</dt><dd><bdi>{{{reported}}}</bdi></dd>
    {{#facts}}
    <dt><bdi>{{{label}}}</bdi></dt><dd><bdi>{{{value}}}</bdi></dd>
    {{/facts}}
    </dl>
    {{#answers}}
    <h3><bdi>{{{title}}}</bdi> <span class="quiet"><bdi>{{{rule}}}</bdi>, {{{counts}}}</span></h3>
    <ul class="findings">
    {{#findings}}
    <li><span class="severity {{{severity}}}">{{{severity}}}</span> <b><bdi>{{{subject}}}</bdi></b>
    <bdi>{{{message}}}</bdi></li>
    {{/findings}}
    </ul><p class="quiet">{{{more}}}</p>
    {{/answers}}
    <p class="quiet">{{{quiet}}}</p>
    </section>
    {{/statements}}
    </main>
    <footer><p>{{{caution}}}</p></footer>
    </body>
    </html>

    """
}
