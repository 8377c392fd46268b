/// The words of a stored sentence as an expression of SQL, as `Sentence.unmasked` has them.
///
/// Places of a template are replaced by their values one after the other, each value's by those
/// within it. A place is then known by its path in the JSON of the arguments, such as `{$[2][3]}`;
/// braces that belong to the text are kept as two control characters meanwhile.
enum SentenceSQL {
  /// As many places as a template may have.
  static let places = 16

  /// - Parameters:
  ///   - template: Expression of a template, with doubled braces for single ones.
  ///   - arguments: Expression of stored arguments; empty text for none.
  /// - Returns: A scalar expression.
  static func text(_ template: String, _ arguments: String) -> String {
    """
    (WITH RECURSIVE
        node (number, path, kind, value) AS (
          SELECT row_number() OVER (ORDER BY id), fullkey, json_extract(value, '$[0]'), value
          FROM json_tree(nullif(\(arguments), '')) WHERE type = 'array' AND fullkey != '$'),
        step (number, text) AS (
          SELECT 0, \(placed(template, below: "'$['", from: 0))
          UNION ALL
          SELECT step.number + 1, replace(step.text, '{' || node.path || '}', \(shown))
          FROM step JOIN node ON node.number = step.number + 1)
        SELECT \(plain("text")) FROM step ORDER BY number DESC LIMIT 1)
    """
  }

  /// The template with places named by their paths.
  private static func placed(_ template: String, below path: String, from first: Int) -> String {
    (0..<places).reduce("replace(replace(\(template), '{{', char(1)), '}}', char(2))") {
      "replace(\($0), '{\($1)}', '{' || \(path) || '\($1 + first)]}')"
    }
  }

  private static func guarded(_ value: String) -> String {
    "replace(replace(\(value), '{', char(1)), '}', char(2))"
  }

  private static func plain(_ text: String) -> String {
    "replace(replace(\(text), char(1), '{'), char(2), '}')"
  }

  private static func part(_ index: Int) -> String { "json_extract(node.value, '$[\(index)]')" }

  private static let shown = """
    CASE node.kind
              WHEN 'mailbox' THEN \(guarded("\(part(1)) || '@' || \(part(2))"))
              WHEN 'place' THEN \(guarded("\(part(1)) || coalesce(':' || \(part(2)), '')"))
              WHEN 'count' THEN \(part(1)) || ' ' || \(noun)
              WHEN 'bytes' THEN \(bytes)
              WHEN 'seconds' THEN \(seconds)
              WHEN 'time' THEN strftime('%Y-%m-%dT%H:%M:%SZ', \(part(1)), 'unixepoch')
              WHEN 'day' THEN strftime('%Y-%m-%d', \(part(1)), 'unixepoch')
              WHEN 'age' THEN \(age)
              WHEN 'list' THEN \(list)
              WHEN 'sentence' THEN \(placed(part(1), below: "node.path || '['", from: 2))
              WHEN 'reason' THEN \(placed(part(3), below: "node.path || '['", from: 4))
              ELSE \(guarded(part(1))) END
    """

  private static let noun = """
    CASE WHEN \(part(1)) = 1 THEN \(part(2))
                WHEN \(part(2)) GLOB '*[xs]' OR \(part(2)) GLOB '*ch' THEN \(part(2)) || 'es'
                WHEN \(part(2)) GLOB '*y' AND \(part(2)) NOT GLOB '*[aeo]y'
                  THEN substr(\(part(2)), 1, length(\(part(2))) - 1) || 'ies'
                ELSE \(part(2)) || 's' END
    """

  private static let seconds = """
    CASE WHEN \(part(1)) = 1 THEN '1 second' WHEN \(part(1)) < 60 THEN \(part(1)) || ' seconds'
                WHEN \(part(1)) = 60 THEN '1 minute'
                ELSE ((\(part(1)) + 59) / 60) || ' minutes' END
    """

  private static let age = """
    CASE WHEN \(part(1)) >= 172800 THEN (\(part(1)) / 86400) || ' days'
                WHEN \(part(1)) >= 7200 THEN (\(part(1)) / 3600) || ' hours'
                WHEN \(part(1)) >= 120 THEN (\(part(1)) / 60) || ' minutes'
                WHEN \(part(1)) = 1 THEN '1 second' ELSE \(part(1)) || ' seconds' END
    """

  private static let bytes: String = {
    func scaled(_ unit: String, _ power: Int) -> String {
      let size = "(\(part(1)) / \(1 << (10 * power)).0)"
      return """
        CASE WHEN \(size) < 9.95 THEN (CAST(round(\(size) * 10) AS INTEGER) / 10) || '.'
                  || (CAST(round(\(size) * 10) AS INTEGER) % 10)
                  ELSE CAST(round(\(size)) AS INTEGER) END || ' \(unit)'
        """
    }
    let units = ["KiB", "MiB", "GiB", "TiB"]
    let cases = units.enumerated().map { index, unit in
      "WHEN \(part(1)) / \(1 << (10 * (index + 1))).0 < 1023.95 THEN \(scaled(unit, index + 1))"
    }
    return "CASE WHEN \(part(1)) < 1024 THEN \(part(1)) || ' B' \(cases.joined(separator: " "))"
      + " ELSE \(scaled("PiB", 5)) END"
  }()

  private static let list = """
    (SELECT coalesce(group_concat(quote || '{' || node.path || '[' || key || ']}' || quote,
                  CASE WHEN \(hasSentences) THEN '; ' ELSE ', ' END), '')
                FROM (SELECT key, CASE \(part(2)) WHEN 0 THEN '' ELSE '''' END AS quote
                  FROM json_each(node.value) WHERE key >= 3))
                || CASE WHEN \(part(1)) > json_array_length(node.value) - 3
                  THEN ' and ' || (\(part(1)) - json_array_length(node.value) + 3) || ' more'
                  ELSE '' END
    """

  private static let hasSentences = """
    EXISTS (SELECT 1 FROM json_each(node.value) WHERE key >= 3
                  AND json_extract(value, '$[0]') IN ('sentence', 'reason'))
    """
}
