extension HTMLTemplate {
  /// Who can open the system around its voicemail.
  static let logins = """
    {{#hasLogins}}
    <section id="logins">
    <h2>Who can open it</h2>
    <p>{{{loginFindings}}}</p>
    {{#hasLoginLines}}
    <div class="scroll" tabindex="0" role="region" aria-label="Devices and accounts"><table>
    <thead><tr><th scope="col">Kind</th><th scope="col" class="num">In all</th>{{#loginStates}}<th
    scope="col" class="num">{{{name}}}</th>{{/loginStates}}</tr></thead><tbody>
    {{#loginLines}}
    <tr><th scope="row">{{{title}}}</th><td class="num">{{{sum}}}</td>{{#counts}}<td
    class="num">{{{count}}}</td>{{/counts}}</tr>
    {{/loginLines}}
    </tbody></table></div>
    {{/hasLoginLines}}
    {{#hasServices}}
    <p>Bound to addresses that others can reach; a firewall may stand before them:</p>
    <ul>
    {{#services}}
    <li><bdi>{{{service}}}</bdi></li>
    {{/services}}
    </ul>
    {{/hasServices}}
    </section>
    {{/hasLogins}}

    """
}
