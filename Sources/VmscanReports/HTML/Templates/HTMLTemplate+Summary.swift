extension HTMLTemplate {
  /// The first page: what a board reads, on one printed sheet.
  static let summary = """
    <section id="summary" class="board">
    <p class="secret">{{{confidential}}}</p>
    {{#incomplete}}
    <div class="alert" role="note">
    <p><strong>Not everything was read.</strong> Every number on this page is a lower bound:
    {{{unreadCount}}} could not be read. <a href="#coverage">What was not read</a></p>
    </div>
    {{/incomplete}}
    <h1>{{{headline}}}</h1>
    {{#foreign}}
    <p class="lead">{{{foreignText}}}</p>
    {{/foreign}}
    <dl class="tiles">
    {{#tiles}}
    <div{{#alarming}} class="alarming"{{/alarming}}><dt>{{{label}}}</dt>
    <dd class="figure">{{{value}}}</dd><dd>{{{note}}}</dd></div>
    {{/tiles}}
    </dl>
    {{#waits}}
    <p class="quiet">{{{waiting}}}</p>
    {{/waits}}
    <h2 id="moved">What got better or worse</h2>
    {{^hasMoved}}
    <p>{{{unmoved}}}</p>
    {{/hasMoved}}
    {{#hasMoved}}
    <p class="quiet">{{{movedSince}}}</p>
    <ul class="moves">
    {{#moved}}
    <li><span class="direction {{{direction}}}">{{{direction}}}</span> {{{text}}}{{#hasCause}}
    <span class="quiet">({{{cause}}})</span>{{/hasCause}}</li>
    {{/moved}}
    </ul>
    {{/hasMoved}}
    <h2 id="next">What to do</h2>
    <ol class="steps">
    {{#steps}}
    <li><p><span class="severity {{{severity}}}">{{{severity}}}</span> <bdi>{{{text}}}</bdi></p><p
    class="quiet">Who: {{{who}}}</p></li>
    {{/steps}}
    </ol>
    {{#hasEnding}}
    <p class="ending"><strong>Accepted risks that end:</strong></p>
    <ul class="moves">
    {{#ending}}
    <li><bdi>{{{text}}}</bdi></li>
    {{/ending}}
    </ul>
    {{/hasEnding}}
    </section>

    """

  /// Commands that help with what the first page asks for; for administrators alone.
  static let commands = """
    {{#hasCommands}}
    <section id="commands">
    <h2>Commands that help</h2>
    <ol class="steps">
    {{#commands}}
    <li><p>{{{text}}}</p>
    <pre><code>{{{command}}}</code></pre></li>
    {{/commands}}
    </ol>
    </section>
    {{/hasCommands}}

    """

  static let changes = """
    <section id="changes">
    <h2>What changed</h2>
    {{^hasPrevious}}
    <p>This is the first recorded run; the next one is compared with it.</p>
    {{/hasPrevious}}
    {{#hasPrevious}}
    <p>{{{sinceRun}}}: <strong>{{{newCount}}} new</strong>, {{{openCount}}} still open,
    <strong>{{{solvedCount}}} resolved</strong>, {{{acceptedCount}}} accepted.</p>
    {{/hasPrevious}}
    {{#hasComparisons}}
    <div class="scroll" tabindex="0" role="region" aria-label="Compared with earlier runs"><table>
    <thead><tr><th scope="col">Compared with</th><th scope="col" class="num">Messages kept</th>
    <th scope="col" class="num">Kept after e-mailing</th>
    <th scope="col" class="num">Critical and high</th></tr></thead>
    <tbody>
    {{#comparisons}}
    <tr{{#zero}} class="zero"{{/zero}}><th scope="row">{{{label}}} <span class="quiet">({{{when}}}{{#partial}}, not read in
    full{{/partial}})</span></th><td class="num">{{{messages}}}</td>
    <td class="num">{{{retained}}}</td><td class="num">{{{grave}}}</td></tr>
    {{/comparisons}}
    </tbody></table></div>
    {{/hasComparisons}}
    {{> comparison}}
    {{#hasNew}}
    <details open><summary>New since {{{sinceWord}}}</summary><ul class="findings">
    {{#newFindings}}
    <li><span class="severity {{{severity}}}">{{{severity}}}</span> <b><bdi>{{{subject}}}</bdi></b>
    <bdi>{{{message}}}</bdi></li>
    {{/newFindings}}
    {{#hasRest}}
    <li class="quiet">and {{{restCount}}} more, each marked new under <a href="#risks">Risks</a></li>
    {{/hasRest}}
    </ul></details>
    {{/hasNew}}
    {{#hasSolved}}
    <details open><summary>Resolved</summary><ul class="findings">
    {{#solvedFindings}}
    <li><span class="severity solved">resolved</span> <b><bdi>{{{subject}}}</bdi></b>
    <bdi>{{{message}}}</bdi></li>
    {{/solvedFindings}}
    </ul></details>
    {{/hasSolved}}
    {{#hasEnded}}
    <details open><summary>No longer applies</summary><ul class="findings">
    {{#endedFindings}}
    <li><b><bdi>{{{subject}}}</bdi></b> <bdi>{{{message}}}</bdi></li>
    {{/endedFindings}}
    </ul></details>
    {{/hasEnded}}
    </section>

    """

  /// Figures over time, each as a picture and as a table.
  static let trends = """
    {{#trends}}
    <figure class="trend"><figcaption>{{{title}}} <span class="quiet">({{{unit}}})</span></figcaption>
    <svg viewBox="0 0 640 230" role="img" aria-label="{{{words}}}">{{{svg}}}</svg>
    {{#legend}}
    <span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="tone-{{{tone}}}"
    width="10" height="10"/></svg> {{{name}}}</span>
    {{/legend}}
    {{#hasEvents}}
    <p class="quiet">{{#events}}<b>{{{letter}}}</b> {{{day}}}, {{{what}}}. {{/events}}</p>
    {{/hasEvents}}
    <details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region"
    aria-label="{{{title}}}"><table class="narrow"><thead><tr><th scope="col">Date</th>{{#heads}}<th
    scope="col" class="num">{{{name}}}</th>{{/heads}}</tr></thead><tbody>
    {{#rows}}
    <tr><th scope="row">{{{day}}}</th>{{#cells}}<td class="num">{{{value}}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div></details>
    </figure>
    {{/trends}}
    """

  static let charts = """
    <section id="pictures">
    <h2>The figures in pictures</h2>
    \(trends)
    {{#hasRoutes}}
    <h3>Recordings that left the organisation</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Recordings that left"><table
    class="narrow"><thead><tr><th scope="col">Mailbox number</th><th scope="col">Went to</th>
    <th scope="col" class="num">Recordings</th><th scope="col">Between</th></tr></thead><tbody>
    {{#routes}}
    <tr><th scope="row"><bdi>{{{box}}}</bdi></th><td><bdi>{{{domain}}}</bdi> <span
    class="quiet">{{{kind}}}</span></td><td class="num">{{{count}}}</td><td>{{{period}}}</td></tr>
    {{/routes}}
    </tbody></table></div>
    {{/hasRoutes}}
    <div class="grid">
    <figure><figcaption>Age of the messages kept</figcaption><table class="chart">
    <thead class="hidden"><tr><th scope="col">Age</th><th scope="col">Messages</th><td></td></tr>
    </thead><tbody>
    {{#ages}}
    <tr{{#zero}} class="zero"{{/zero}}><th scope="row">{{{label}}}</th><td class="num">{{{count}}}</td><td class="bar">
    <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect
    class="{{{mark}}}" width="{{{length}}}" height="12"/></svg></td></tr>
    {{/ages}}
    </tbody></table></figure>
    <figure><figcaption>Where mailboxes send voicemail <span class="quiet">(orange leaves the
    organisation)</span></figcaption><table class="chart">
    <thead class="hidden"><tr><th scope="col">Destination</th><th scope="col">Mailboxes</th>
    <td></td></tr></thead><tbody>
    {{#classes}}
    <tr{{#zero}} class="zero"{{/zero}}><th scope="row">{{{label}}}{{#hasNote}}<br><span
    class="quiet">{{{note}}}</span>{{/hasNote}}</th>
    <td class="num">{{{count}}}</td><td class="bar">
    <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect
    class="{{{mark}}}" width="{{{length}}}" height="12"/></svg></td></tr>
    {{/classes}}
    </tbody></table></figure>
    {{#hasPins}}
    <figure class="noted"><figcaption>How strong the PINs are <span class="quiet">(orange asks for a
    new PIN)</span></figcaption><table class="chart">
    <thead class="hidden"><tr><th scope="col">Strength</th><th scope="col">Mailboxes</th>
    <td></td></tr></thead><tbody>
    {{#pins}}
    <tr{{#zero}} class="zero"{{/zero}}><th scope="row">{{{label}}}{{#hasNote}}<br><span
    class="quiet">{{{note}}}</span>{{/hasNote}}</th>
    <td class="num">{{{count}}}</td><td class="bar">
    <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect
    class="{{{mark}}}" width="{{{length}}}" height="12"/></svg></td></tr>
    {{/pins}}
    </tbody></table><p class="quiet">{{{pinSentence}}}</p></figure>
    {{/hasPins}}
    <figure class="noted"><figcaption>Was it e-mailed? <span class="quiet">(orange counts as
    e-mailed; only delivered is proof)</span></figcaption><table class="chart">
    <thead class="hidden"><tr><th scope="col">Grade of evidence</th><th scope="col">Messages</th>
    <td></td></tr></thead><tbody>
    {{#grades}}
    <tr{{#zero}} class="zero"{{/zero}}><th scope="row">{{{label}}}{{#hasNote}}<br><span
    class="quiet">{{{note}}}</span>{{/hasNote}}</th>
    <td class="num">{{{count}}}</td><td class="bar">
    <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect
    class="{{{mark}}}" width="{{{length}}}" height="12"/></svg></td></tr>
    {{/grades}}
    </tbody></table></figure>
    </div>
    </section>

    """
}
