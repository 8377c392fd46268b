/// The Mustache templates of the page; every value in them is escaped before (`HTMLValue`).
enum HTMLTemplate {
  static let partials = [
    "summary": summary, "commands": commands, "changes": changes, "comparison": comparison,
    "charts": charts, "logins": logins,
    "risks": risks, "risk": risk,
    "contexts": contexts, "mailboxes": mailboxes, "coverage": coverage,
    "decisions": decisions, "requirements": requirements, "basis": basis,
  ]

  static let page = """
    \(opening(title: "Voicemail exposure, {{{host}}}, {{{date}}}"))
    <a class="skip" href="#summary">Skip to the summary</a>
    <header>
    <p class="brand">vmscan <span>voicemail exposure summary</span></p>
    <p class="meta"><bdi>{{{host}}}</bdi> · {{{minute}}} · {{{run}}}</p>
    <nav aria-label="Contents">
    <a href="#changes">Changes</a> <a href="#pictures">Pictures</a> <a href="#risks">Risks</a>
    {{#hasLogins}}<a href="#logins">Logins</a> {{/hasLogins}}<a href="#contexts">Contexts</a> <a href="#mailboxes">Mailboxes</a>
    <a href="#coverage">Coverage</a> <a href="#requirements">Requirements</a>
    <a href="#basis">Basis</a>
    </nav>
    </header>
    <main>
    {{> summary}}
    {{> changes}}
    {{> charts}}
    {{> risks}}
    {{> logins}}
    {{> contexts}}
    {{> mailboxes}}
    {{> coverage}}
    {{> decisions}}
    {{> requirements}}
    {{> basis}}
    {{> commands}}
    </main>
    <footer><p>{{{caution}}}</p></footer>
    <script>{{{script}}}</script>
    </body>
    </html>

    """

  /// How every page begins; `title` may hold values.
  static func opening(title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{{policy}}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    """
  }
}
