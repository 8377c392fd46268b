import Testing
import VmscanModel
import VmscanSystem
import VmscanTestSupport

@testable import VmscanCommands

/// Faults of settings and policy name the line and keep the file's contents, for cron mails them.
struct YAMLFaultTests {
  private static let secret = "geheim123"

  private func faults(_ yaml: String) -> [String] {
    var file = SettingsFile(path: "/s")
    var settings = Settings()
    file.apply(yaml, to: &settings)
    return file.faults.map(\.description)
  }

  private struct Repeated: Sendable {
    var yaml: String
    var places: [String]
  }

  private static let repeated = [
    Repeated(yaml: "keepRuns: 3\nkeepRuns: 4\n", places: ["/s:2"]),
    Repeated(
      yaml: "ami: {host: 127.0.0.1, user: vmscan, secret: geheim123}\nkeepRuns: 3\nkeepRuns: 4\n",
      places: ["/s:3"]),
    Repeated(yaml: "keepRuns: 3\n\"keepRuns\": 4\n'keepRuns': 5\n", places: ["/s:2", "/s:3"]),
    Repeated(yaml: "# c\r\nkeepRuns: 3\r\n\r\nkeepRuns: 4\r\n", places: ["/s:4"]),
    Repeated(yaml: "? keepRuns\n: 3\n? keepRuns\n: 4\n", places: ["/s:3"]),
    Repeated(
      yaml: "ami:\n  user: a\n  secret: geheim123\n  secret: geheim123\ndb: /x\ndb: /y\n",
      places: ["/s:4", "/s:6"]),
    Repeated(yaml: "retention: {old: 3d, old: 4d}\n", places: ["/s:1"]),
    Repeated(yaml: "again: 1\ndb: /x\ndb: /y\n", places: ["/s:3", "/s:1"]),
    // A key that is no plain word is not found again, but the first is.
    Repeated(yaml: "&k db: /x\ndb: /y\n", places: ["/s:1"]),
  ]

  @Test(arguments: repeated)
  private func `a key that stands twice is a fault of the later line`(_ example: Repeated) {
    let found = faults(example.yaml)
    #expect(found.count == example.places.count, "\(found)")
    for place in example.places {
      #expect(found.contains { $0.hasPrefix(place + ": ") }, "\(found)")
    }
    #expect(!found.joined().contains(Self.secret))
  }

  @Test
  func `the other faults of a file with such a key are reported, too, and the first value holds`() {
    let found = faults("failOn: loud\nkeepRuns: 3\nthreads: 0\nkeepRuns: 4\nownDomain: x.org\n")
    #expect(found.count == 4, "\(found)")
    for place in [
      "/s:1: failOn: expected one of", "/s:3: threads: expected a",
      "/s:4: keepRuns: this key stands already",
    ] {
      #expect(found.contains { $0.hasPrefix(place) }, "\(found)")
    }
    #expect(
      found.contains { $0.hasPrefix("/s:5: unknown key 'ownDomain'; did you mean") }, "\(found)")
    var file = SettingsFile(path: "/s")
    var settings = Settings()
    file.apply("keepRuns: 3\nkeepRuns: 4\n", to: &settings)
    #expect(settings.keepRuns == 3)
  }

  private static let leaky = [
    "ami: {user: vmscan, secret geheim123}",
    "ami: {user: vmscan, secret:geheim123}",
    "ami: {user: vmscan, geheim123: secret}",
    "secret:geheim123: 1",
    "ami:\n  user: vmscan\n  secret geheim123\n",
    "ami: {user: vmscan, secret: \"geheim123}\n",
    "ami: {user: vmscan, secret: geheim123\nkeepRuns: 3\n",
    "ami:\n\tsecret: geheim123\n",
    "ami: {user: vmscan, secret: geheim123\u{1}}\n",
    "secret: *geheim123\n",
    "secret: %geheim123\n",
    "secret: @geheim123\n",
    "secret: !geheim123!x y\n",
    "secret: \"\\geheim123\"\n",
    "ami: {user: a, secret: geheim123}\n---\nkeepRuns: 3\n",
    "- geheim123\n",
    "ami: geheim123\n",
    "ownDomains: \"example.com\nami: {user: a, secret: geheim123}\ndb: /x\"\n",
    "deleteAfterConfirmedEmail: {secret geheim123: 1d}\n",
    "deleteAfterConfirmedEmail: {mailboxes: {\"@secret geheim123\": 1d}}\n",
    "phoneNumbers: {\"@secret geheim123\": [1]}\n",
    "retention: {secret geheim123: 1d}\n",
    "backup: {directory: /b, secret geheim123: 1d}\n",
    "? [geheim123]\n: 1\n? [geheim123]\n: 2\n",
  ]

  @Test(arguments: leaky)
  func `no fault shows what stands in the file`(yaml: String) throws {
    let found = faults(yaml)
    #expect(!found.isEmpty)
    #expect(!found.joined().contains("geheim"), "\(found)")
    #expect(found.allSatisfy { !$0.contains("\n") }, "\(found)")
    let directory = try TemporaryDirectory()
    let path = directory.appending("policy.yaml")
    try TestFiles.write(Array(yaml.utf8), to: path)
    do {
      _ = try PolicyFile.read("\(path)")
      Issue.record("a policy that is none was read")
    } catch {
      #expect(!"\(error)".contains("geheim"), "\(error)")
    }
  }

  @Test
  func `a fault of a character names its line`() {
    let found = faults("db: /x\r\nspool: /y\n# \u{1}\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("/s:3: not YAML: ") == true, "\(found)")
  }

  @Test
  func `a policy with a key that stands twice has it as a fault beside the others`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.appending("policy.yaml")
    let yaml = """
      version: "3"
      version: "4"
      rules:
        - name: mailed
          nam: x
          removeAfter: {old: 30d}
        - name: two
          name: three

      """
    try TestFiles.write(Array(yaml.utf8), to: path)
    do {
      _ = try PolicyFile.read("\(path)")
      Issue.record("read")
    } catch {
      let text = "\(error)"
      for part in [
        "yaml:2: this key stands already on line 1",
        "yaml:5: rules: unknown key 'nam'; did you mean 'name'?",
        "yaml:8: this key stands already on line 7", "'owner' is missing",
      ] { #expect(text.contains(part), "\(text)") }
    }
  }
}
