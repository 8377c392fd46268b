/// Text in the Prometheus exposition format under construction.
struct MetricPage {
  private(set) var text = ""
  private var name = ""
  /// Stand on every sample, so that several sites may be collected by one exporter.
  private let common: [(name: String, value: String)]

  init(common: [(name: String, value: String)] = []) { self.common = common }

  /// Begins a gauge; the samples that follow belong to it.
  mutating func gauge(_ name: String, _ help: String) {
    self.name = name
    text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) gauge\n"
  }

  mutating func sample(_ value: Int64, labels: [(name: String, value: String)] = []) {
    text += name
    let labels = common + labels
    if !labels.isEmpty {
      let pairs = labels.map {
        "\($0.name)=\"\(Self.escaped(TerminalText.escape($0.value), quotes: true))\""
      }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\"" where quotes: output += "\\\""
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
