extension HTMLTemplate {
  static let summary = """
    <section id="summary">
    {{#incomplete}}
    <div class="alert" role="note">
    <p><strong>Not everything was read.</strong> Every number on this page is a lower bound:
    {{{unreadCount}}} could not be read.</p>
    <ul>
    {{#unreadFirst}}
    <li>not read: <bdi>{{{text}}}</bdi></li>
    {{/unreadFirst}}
    </ul>
    <p><a href="#coverage">Everything that was not read</a></p>
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
    <h2 id="next">What to do next</h2>
    <ol class="steps">
    {{#steps}}
    <li><p>{{{text}}}</p><p class="quiet">Who: {{{who}}}</p>{{#hasCommand}}
    <pre><code>{{{command}}}</code></pre>{{/hasCommand}}</li>
    {{/steps}}
    </ol>
    </section>

    """

  static let changes = """
    <section id="changes">
    <h2>What changed</h2>
    {{^hasPrevious}}
    <p>This is the first recorded run; the next one is compared with it.</p>
    {{/hasPrevious}}
    {{#hasPrevious}}
    <p>{{{sinceRun}}}: <strong>{{{newCount}}} new</strong>, {{{openCount}}} still open,
    <strong>{{{solvedCount}}} solved</strong>, {{{acceptedCount}}} accepted.</p>
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
    <details open><summary>New findings</summary><ul class="findings">
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
    <details open><summary>Solved findings</summary><ul class="findings">
    {{#solvedFindings}}
    <li><span class="severity solved">solved</span> <b><bdi>{{{subject}}}</bdi></b>
    <bdi>{{{message}}}</bdi></li>
    {{/solvedFindings}}
    </ul></details>
    {{/hasSolved}}
    </section>

    """

  static let charts = """
    <section id="pictures">
    <h2>The figures in pictures</h2>
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
    e-mailed: a copy exists elsewhere)</span></figcaption><table class="chart">
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
    {{#hasTrend}}
    <h3>Over the recorded runs</h3>
    <div class="grid trends">
    {{#trends}}
    <figure><figcaption>{{{title}}} <b>{{{last}}}</b></figcaption>
    <svg class="trend" viewBox="0 0 600 104" preserveAspectRatio="none" role="img"
    aria-label="{{{alternative}}}"><line x1="0" x2="600" y1="100" y2="100"/><polyline
    points="{{{points}}}"/></svg>
    <p class="quiet">highest {{{highest}}}, {{{period}}}</p></figure>
    {{/trends}}
    </div>
    <details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region"
    aria-label="Recorded runs"><table>
    <thead><tr><th scope="col">Run</th><th scope="col">As of</th>
    <th scope="col" class="num">Messages</th><th scope="col" class="num">Kept after e-mailing</th>
    <th scope="col" class="num">Critical and high</th></tr></thead><tbody>
    {{#trendRows}}
    <tr><th scope="row">{{{run}}}</th><td>{{{asOf}}}{{#partial}}, not read in full{{/partial}}
    </td><td class="num">{{{messages}}}</td><td class="num">{{{retained}}}</td>
    <td class="num">{{{grave}}}</td></tr>
    {{/trendRows}}
    </tbody></table></div></details>
    {{/hasTrend}}
    </section>

    """
}
