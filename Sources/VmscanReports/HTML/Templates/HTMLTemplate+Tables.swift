extension HTMLTemplate {
  static let contexts = """
    <section id="contexts">
    <h2>Contexts</h2>
    {{^hasContexts}}
    <p>None.</p>
    {{/hasContexts}}
    {{#hasContexts}}
    <div class="scroll" tabindex="0" role="region" aria-label="Contexts"><table class="sortable">
    <thead><tr><th scope="col">Context</th><th scope="col" class="num">Mailboxes</th>
    <th scope="col" class="num">Messages</th><th scope="col" class="num">Size</th>
    <th scope="col" class="num">Kept after e-mailing</th><th scope="col" class="num">Over policy</th>
    <th scope="col">Oldest</th></tr></thead><tbody>
    {{#contexts}}
    <tr><th scope="row"><bdi>{{{name}}}</bdi></th><td class="num">{{{mailboxes}}}</td>
    <td class="num">{{{messages}}}</td><td class="num">{{{bytes}}}</td>
    <td class="num">{{{retained}}}</td><td class="num">{{{overAge}}}</td><td class="date">{{{oldest}}}</td></tr>
    {{/contexts}}
    </tbody></table></div>
    {{/hasContexts}}
    </section>

    """

  static let mailboxes = """
    <section id="mailboxes">
    <h2>Mailboxes, the riskiest first</h2>
    {{^hasMailboxes}}
    <p>None.</p>
    {{/hasMailboxes}}
    {{#hasMailboxes}}
    <p class="filter" hidden><label for="filter">Show only rows with</label>
    <input id="filter" type="search" autocomplete="off" spellcheck="false">
    <span id="matches" role="status">{{{mailboxCount}}}</span></p>
    {{#long}}
    <p class="paper">{{{paper}}}</p>
    {{/long}}
    {{#parts}}
    <details class="part{{#long}} long{{/long}}"{{#opened}} open{{/opened}}><summary>{{{range}}} <span
    class="quiet"><bdi>{{{names}}}</bdi></span></summary>
    <div class="scroll" tabindex="0" role="region" aria-label="{{{range}}}"><table class="sortable">
    <thead><tr><th scope="col">Mailbox</th><th scope="col">Sends to</th><th scope="col">Why</th>
    <th scope="col" class="num">Messages</th><th scope="col" class="num">Kept after e-mailing</th>
    <th scope="col" class="num">Over policy</th><th scope="col">Oldest</th>
    <th scope="col">Owner</th>{{#hasDevices}}<th scope="col">Opened by</th>{{/hasDevices}}<th
    scope="col">Notes</th></tr></thead><tbody>
    {{#mailboxes}}
    <tr{{#outside}} class="outside"{{/outside}}><th scope="row"><bdi>{{{box}}}</bdi></th><td>{{#recipients}}<span class="to {{{mark}}}"><bdi>{{{address}}}</bdi> <i>{{{kind}}}</i></span>{{/recipients}}</td><td>{{#graded}}<span class="severity {{{severity}}}">{{{severity}}}</span> <bdi>{{{why}}}</bdi>{{/graded}}</td><td class="num">{{{messages}}}</td><td class="num">{{{retained}}}</td><td class="num">{{{overAge}}}</td><td class="date">{{{oldest}}}</td><td><bdi>{{{name}}}</bdi></td>{{#hasDevices}}<td>{{#devices}}<span class="to"><bdi>{{{device}}}</bdi>{{#exposed}} <span class="severity {{{danger}}}">{{{danger}}}</span>{{/exposed}}</span>{{/devices}}</td>{{/hasDevices}}<td>{{{notes}}}</td></tr>
    {{/mailboxes}}
    </tbody></table></div></details>
    {{/parts}}
    {{/hasMailboxes}}
    </section>

    """

  static let basis = """
    <section id="basis">
    <h2>What this rests on</h2>
    <dl class="facts">
    <dt>Program</dt><dd>vmscan {{{version}}}, scan took {{{took}}}</dd>
    <dt>Asterisk</dt><dd><bdi>{{{asterisk}}}</bdi></dd>
    <dt>Spool</dt><dd><bdi>{{{spool}}}</bdi></dd>
    <dt>Configuration</dt><dd><bdi>{{{etc}}}</bdi></dd>
    <dt>Ages counted from</dt><dd>{{{clock}}}, by the time of arrival in each envelope</dd>
    <dt>Own domains</dt><dd><bdi>{{{domains}}}</bdi></dd>
    {{#lists}}
    <dt>Data list</dt><dd>{{{name}}} of {{{date}}}, {{{entries}}} entries</dd>
    {{/lists}}
    </dl>
    </section>

    """
}
