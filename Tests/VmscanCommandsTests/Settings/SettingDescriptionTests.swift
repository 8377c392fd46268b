import Testing
import VmscanModel

@testable import VmscanCommands

/// The table that the commented sample and vmscan.yaml(5) are made from.
struct SettingDescriptionTests {
  private func read(_ yaml: String) -> (settings: Settings, faults: [SettingsFault]) {
    var file = SettingsFile(path: "/s")
    var settings = Settings()
    file.apply(yaml, to: &settings)
    return (settings, file.faults)
  }

  private func text(_ settings: Settings) -> String {
    var text = ""
    dump(settings, to: &text)
    return text
  }

  @Test
  func `every key that is read is described once, in the order of the keys`() {
    #expect(SettingDescription.all.map(\.key) == SettingKey.allCases)
  }

  @Test(arguments: SettingKey.allCases)
  func `the example is one line, is accepted and sets something`(key: SettingKey) throws {
    let setting = try #require(SettingDescription.all.first { $0.key == key })
    #expect(!setting.example.contains("\n"))
    #expect(setting.meaning.hasSuffix("."))
    let (settings, faults) = read("\(key.rawValue): \(setting.example)\n")
    #expect(faults.isEmpty, "\(faults)")
    guard setting.standard != .value(setting.example) else { return }
    #expect(text(settings) != text(Settings()), "the example of \(key) changes nothing")
  }

  private static let values: [(key: SettingKey, value: String)] = SettingDescription.all.compactMap
  { setting in
    guard case .value(let value) = setting.standard else { return nil }
    return (setting.key, value)
  }

  @Test(arguments: values)
  func `the default that is told is the default`(key: SettingKey, value: String) {
    let (settings, faults) = read("\(key.rawValue): \(value)\n")
    #expect(faults.isEmpty, "\(faults)")
    #expect(text(settings) == text(Settings()))
  }

  @Test
  func `the sample names every key and variable, and is accepted with every comment taken away`() {
    let sample = FirstSettings.sample.yaml
    let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.utf8.count <= 100 })
    let set = lines.map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    #expect(set.map { $0.prefix { $0 != ":" } } == SettingKey.allCases.map { $0.rawValue[...] })
    let (settings, faults) = read(set.joined(separator: "\n"))
    #expect(faults.isEmpty, "\(faults)")
    #expect(settings.manager != nil)
    #expect(settings.backup == BackupSettings(directory: "/var/lib/vmscan/backup", keep: 7))
    for variable in SettingVariable.allCases {
      #expect(sample.contains("\n#   \(variable.rawValue)  "), "\(variable)")
    }
  }

  @Test(arguments: SettingVariable.allCases)
  func `a variable of the environment beats the file`(variable: SettingVariable) throws {
    // The first is the file itself, the last is for the mailer, which reads no settings.
    guard variable != .config, variable != .mailerJournal else { return }
    let yaml = """
      {asteriskEtc: /f, spool: /f, db: /f, ownDomains: [file.example], mailLogs: [/f],
      host: file}
      """
    let value = [.ownDomains, .host].contains(variable) ? "env.example" : "/env"
    let loader = SettingsLoader(environment: [variable.rawValue: value], readFile: { _ in yaml })
    let (settings, faults) = loader.resolve(file: nil) { _ in [] }
    #expect(faults.isEmpty)
    let plain = SettingsLoader(environment: [:], readFile: { _ in yaml }).resolve(file: nil) { _ in
      []
    }
    #expect(text(settings) != text(plain.settings))
    #expect(text(settings).contains(value))
  }
}
