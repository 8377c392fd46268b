extension HTMLTemplate {
  /// A table that can be sorted, or a sentence where it has no row.
  static let table = """
    {{^any}}
    <p>{{{nothing}}}</p>
    {{/any}}
    {{#any}}
    <div class="scroll" tabindex="0" role="region" aria-label="{{{name}}}"><table class="sortable">
    <thead><tr>
    {{#columns}}
    <th scope="col"{{#number}} class="num"{{/number}}>{{{head}}}</th>
    {{/columns}}
    </tr></thead><tbody>
    {{#rows}}
    <tr>{{#cells}}<td{{#number}} class="num"{{/number}}><bdi>{{{value}}}</bdi></td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div>
    {{/any}}
    """

  /// A page that holds tables.
  static let list = """
    \(opening(title: "{{{title}}}, {{{host}}}"))
    <header>
    <p class="brand">vmscan <span>voicemail exposure</span></p>
    <p class="meta"><bdi>{{{host}}}</bdi> · {{{made}}}</p>
    </header>
    <main>
    <section>
    <p class="secret">Confidential: for the named readers only.</p>
    <h1>{{{title}}}</h1>
    <dl class="facts">
    {{#heads}}
    <dt>{{{title}}}</dt><dd><bdi>{{{value}}}</bdi></dd>
    {{/heads}}
    </dl>
    </section>
    {{#tables}}
    <section>
    {{#isMore}}
    <h2>{{{name}}}</h2>
    {{/isMore}}
    \(table)
    </section>
    {{/tables}}
    </main>
    <script>{{{script}}}</script>
    </body>
    </html>

    """
}
