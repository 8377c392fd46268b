extension HTMLTemplate {
  static let risks = """
    <section id="risks">
    <h2>Risks and what to do</h2>
    <dl class="scale">
    {{#severities}}
    <div><dt><span class="severity {{{severity}}}">{{{severity}}}</span> <b>{{{count}}}</b></dt>
    <dd>{{{meaning}}}</dd></div>
    {{/severities}}
    </dl>
    {{^hasRisks}}
    <p>No open finding.</p>
    {{/hasRisks}}
    {{#risks}}
    {{> risk}}
    {{/risks}}
    {{#hasMinor}}
    <details class="box"><summary>Low and informational <span
    class="quiet">{{{minorCount}}}</span></summary>
    {{#minor}}
    {{> risk}}
    {{/minor}}
    </details>
    {{/hasMinor}}
    {{#hasAccepted}}
    <details class="box"><summary>Accepted findings</summary>
    <p>The site lives with these; they are counted nowhere else on this page.</p>
    <ul class="findings">
    {{#accepted}}
    <li><span class="severity {{{severity}}}">{{{severity}}}</span> <b><bdi>{{{subject}}}</bdi></b>
    <bdi>{{{message}}}</bdi> <span class="quiet"><bdi>{{{rule}}}</bdi>, first seen
    {{{firstSeen}}}</span></li>
    {{/accepted}}
    </ul><p class="quiet">{{{acceptedMore}}}</p></details>
    {{/hasAccepted}}
    </section>

    """

  /// One rule with what it found.
  static let risk = """
    <article class="risk {{{severity}}}">
    <h3><span class="severity {{{severity}}}">{{{severity}}}</span> <bdi>{{{title}}}</bdi></h3>
    <p class="quiet"><bdi>{{{rule}}}</bdi> · {{{count}}}{{#hasNew}} · <b>{{{newCount}}}
    new</b>{{/hasNew}}</p>
    {{#hasWhy}}
    <p><bdi>{{{why}}}</bdi></p>
    {{/hasWhy}}
    <dl class="facts"><dt>What to do</dt><dd><bdi>{{{remedy}}}</bdi></dd>
    <dt>Who</dt><dd>{{{who}}}</dd>
    {{#hasRequirements}}
    <dt>Touches</dt><dd><bdi>{{{touches}}}</bdi></dd>
    {{/hasRequirements}}
    </dl>
    <details{{#opened}} open{{/opened}}><summary>Where</summary><ul class="findings">
    {{#findings}}
    <li><b><bdi>{{{subject}}}</bdi></b> <bdi>{{{message}}}</bdi> <span class="quiet">{{{status}}},
    first seen {{{firstSeen}}}{{#hasEvidence}}, <bdi>{{{evidence}}}</bdi>{{/hasEvidence}}</span></li>
    {{/findings}}
    </ul><p class="quiet">{{{more}}}</p></details>
    </article>

    """

  static let coverage = """
    <section id="coverage">
    <h2>Coverage</h2>
    {{#complete}}
    <p>Everything that was to be read was read.</p>
    {{/complete}}
    {{^complete}}
    <p><strong>Some voicemail or mailboxes may exist that were not counted.</strong></p>
    {{/complete}}
    {{#hasProblems}}
    <ul class="findings">
    {{#problems}}
    <li>{{#hides}}<span class="severity high">not read</span>{{/hides}}{{^hides}}<span
    class="severity informational">note</span>{{/hides}} <b><bdi>{{{path}}}</bdi></b>
    <bdi>{{{detail}}}</bdi></li>
    {{/problems}}
    </ul>
    <p class="quiet">{{{problemsMore}}}</p>
    {{/hasProblems}}
    </section>

    """

  static let decisions = """
    <section id="decisions">
    <h2>Holds and accepted exposures in force</h2>
    {{^hasDecisions}}
    <p>None.</p>
    {{/hasDecisions}}
    {{#hasDecisions}}
    <div class="scroll" tabindex="0" role="region" aria-label="Holds and accepted exposures">
    <table><thead><tr><th scope="col">Kind</th><th scope="col">Name</th><th scope="col">Covers</th>
    <th scope="col">Owner</th><th scope="col">Reason</th><th scope="col">Ends</th></tr></thead>
    <tbody>
    {{#decisions}}
    <tr><td>{{{kind}}}</td><th scope="row"><bdi>{{{name}}}</bdi></th><td><bdi>{{{scope}}}</bdi></td>
    <td><bdi>{{{owner}}}</bdi></td><td><bdi>{{{reason}}}</bdi></td><td>{{{expires}}}</td></tr>
    {{/decisions}}
    </tbody></table></div>
    {{/hasDecisions}}
    </section>

    """

  static let requirements = """
    <section id="requirements">
    <h2>What this says about laws and standards</h2>
    {{^hasMap}}
    <p>No rule of this report names a requirement.</p>
    {{/hasMap}}
    {{#map}}
    <details class="box"><summary><bdi>{{{id}}}</bdi> <span class="quiet">{{{found}}}</span>
    </summary>
    <p><bdi>{{{source}}}</bdi>{{#linked}} · <a href="{{{url}}}" rel="noreferrer noopener">the
    text</a>{{/linked}}</p>
    <ul>
    {{#rules}}
    <li><bdi>{{{rule}}}</bdi> <bdi>{{{title}}}</bdi>: {{{count}}}</li>
    {{/rules}}
    </ul></details>
    {{/map}}
    </section>

    """
}
