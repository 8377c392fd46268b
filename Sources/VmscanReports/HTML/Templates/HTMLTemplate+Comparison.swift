extension HTMLTemplate {
  /// What changed since the run the reader asked about.
  static let comparison = """
    {{#compared}}
    <article class="compared"><h3>{{{comparedTitle}}}</h3>
    {{#comparedNoted}}
    <p>{{{comparedNote}}}</p>
    {{/comparedNoted}}
    {{#comparedPartial}}
    <p><strong>Not everything was read in both runs:</strong> what seems to have come or gone may
    have been there.</p>
    {{/comparedPartial}}
    <p>{{{comparedFigures}}}</p>
    {{#comparedNothing}}
    <p>Nothing came and nothing went.</p>
    {{/comparedNothing}}
    {{#comparedParts}}
    <details{{#opened}} open{{/opened}}><summary>{{{title}}} <span
    class="quiet">{{{count}}}</span></summary>
    <ul class="findings">
    {{#lines}}
    <li>{{#graded}}<span class="severity {{{severity}}}">{{{severity}}}</span>
    {{/graded}}<b><bdi>{{{subject}}}</bdi></b> <bdi>{{{message}}}</bdi></li>
    {{/lines}}
    </ul><p class="quiet">{{{more}}}</p></details>
    {{/comparedParts}}
    </article>
    {{/compared}}
    {{#comparedNever}}
    <article class="compared"><h3>Earlier runs</h3><p>{{{comparedNote}}}</p></article>
    {{/comparedNever}}

    """
}
