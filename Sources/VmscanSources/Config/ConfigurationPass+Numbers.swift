import VmscanFormats
import VmscanModel

extension ConfigurationPass {
  /// `pjsip.conf` and `sip.conf` for nothing but numbers; none of it is kept besides.
  ///
  /// A file that cannot be read makes PINs harder to judge but hides no voicemail.
  mutating func readNumbers() {
    var reader = OwnerNumberReader()
    var problems: [SourceProblem] = []
    if let conf = loadBeside("pjsip.conf", &problems) { reader.readPJSIP(conf) }
    if let conf = loadBeside("sip.conf", &problems) { reader.readSIP(conf) }
    configuration.ownerNumbers = reader.numbers
    configuration.coverage.problems += problems
  }

  /// Loads a file that tells nothing of voicemail; `nil` when there is none.
  private func loadBeside(_ name: String, _ problems: inout [SourceProblem]) -> LoadedConf? {
    let directory = configuration.asterisk.etcDirectory.bytes
    guard ConfigFileReader.isThere(path: directory + [0x2F] + Array(name.utf8)) else { return nil }
    var limits = ConfLimits()
    limits.diagnostics = 0
    var loader = ConfLoader(
      etcDirectory: directory, rules: confRules, limits: limits, provider: ConfigFiles())
    let conf = loader.load(Array(name.utf8))
    problems += loader.provider.problems.map { problem in
      SourceProblem(
        problem.kind, path: problem.path,
        detail: "\(problem.detail); owners' numbers in it are not compared with their PINs",
        hidesData: false)
    }
    return conf
  }
}
