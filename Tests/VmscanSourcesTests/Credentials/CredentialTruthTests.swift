import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

/// What real Asterisks made of each fixture (`truth.tsv`) against what the readers say.
///
/// The truth was made by loading each configuration in Asterisk 22.10 and 16.28 and asking it with
/// clients on loopback.
struct CredentialTruthTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var fixture: String
    var version: String
    var rows: [TruthRow]
    var testDescription: String { "\(fixture) on \(version)" }

    func read() -> CredentialInventory {
      CredentialConfigReader.read(
        VoicemailConfigReader.read(
          etcDirectory: ByteText(Fixtures.path("credentials/\(fixture)")),
          versionOverride: AsteriskVersion(parsing: version)))
    }
  }

  static let cases: [Case] = TruthRow.all.map {
    Case(fixture: $0.key.fixture, version: $0.key.version, rows: $0.value)
  }.sorted { ($0.fixture, $0.version) < ($1.fixture, $1.version) }

  @Test func `every fixture has its truth`() {
    #expect(Self.cases.count > 80)
    #expect(Self.cases.reduce(0) { $0 + $1.rows.count } > 1300)
  }

  @Test(arguments: cases)
  func `devices are loaded, asked and open as in Asterisk`(_ case: Case) throws {
    let inventory = `case`.read()
    for row in `case`.rows {
      // What a key of Asterisk's own database holds is not read.
      guard let kind = row.deviceKind, !row.name.contains(" ("), row.name != "u-db-missing" else {
        continue
      }
      let device = inventory.devices.first { $0.kind == kind && $0.name == ByteText(row.name) }
      #expect(
        (device?.isLoaded ?? false) == row.isLoaded,
        "\(row.kind) \(row.name): loaded, \(String(describing: device?.fault))")
      guard let device, device.isLoaded, row.isLoaded else { continue }
      #expect(device.form.rawValue == row.form(of: device), "\(row.kind) \(row.name): credential")
      guard row.isOnListener else { continue }
      #expect(
        device.isOpen == (row.isOpen || row.isOpenElsewhere),
        "\(row.kind) \(row.name): open, \(row.without), \(device.openings)")
      #expect(
        device.registersOpen == row.registersOpen || row.isOpenElsewhere,
        "\(row.kind) \(row.name): registers, \(row.without)")
    }
  }

  @Test(arguments: cases)
  func `accounts are loaded and open as in Asterisk`(_ case: Case) throws {
    let inventory = `case`.read()
    for row in `case`.rows {
      guard let kind = row.accountKind else { continue }
      let account = inventory.accounts.first { $0.kind == kind && $0.name == ByteText(row.name) }
      #expect(
        (account?.isLoaded ?? false) == row.isLoaded,
        "\(row.kind) \(row.name): loaded, \(String(describing: account?.fault))")
      guard let account, account.isLoaded, row.isLoaded else { continue }
      if !row.credential.isEmpty {
        #expect(account.form.rawValue == row.credential, "\(row.kind) \(row.name)")
      }
      #expect(account.isOpen == row.without.contains("accepted"), "\(row.kind) \(row.name): open")
    }
  }

  @Test(arguments: cases)
  func `listeners are those Asterisk has`(_ case: Case) throws {
    let inventory = `case`.read()
    let theirs = Set(`case`.rows.filter { $0.kind == "listener" }.map { "\($0.name) \($0.note)" })
    let ours = Set(
      inventory.listeners.map { listener -> String in
        let address =
          listener.isIPv6 ? "[\(listener.address)]" : "\(listener.address)"
        let name =
          switch listener.service {
          case .sip: "SIP"
          case .iax: "IAX2"
          case .ami: listener.isTLS ? "AMI TLS" : "AMI"
          case .http: listener.isTLS ? "HTTPS" : "HTTP"
          }
        return "\(listener.protocolName) \(address):\(listener.port) \(name)"
      })
    #expect(ours == theirs)
  }

  @Test(arguments: cases)
  func `codes of the dialplan open as in Asterisk`(_ case: Case) throws {
    let rows = `case`.rows.filter { $0.kind == "dialplan" }
    guard !rows.isEmpty else { return }
    let accounts = `case`.read().accounts.filter { $0.kind == .dialplan }
    for row in rows {
      let place = row.name.prefix { $0 != ":" }
      let account = accounts.first { "\($0.name)".hasPrefix("\(place),") }
      #expect(account?.form.rawValue == row.credential, "\(place): credential")
      let opens = row.without.hasSuffix(": inside")
      // A code of a box is asked first where the caller names the box.
      guard place != "vmauthenticate-ask" else { continue }
      #expect(account?.isOpen == opens, "\(place): open")
    }
  }
}

/// A line of `truth.tsv`.
struct TruthRow: Sendable {
  struct Key: Hashable, Sendable {
    var fixture: String
    var version: String
  }

  var kind: String
  var name: String
  var loaded: String
  var credential: String
  var without: String
  var note: String

  static let all: [Key: [TruthRow]] = {
    var rows: [Key: [TruthRow]] = [:]
    for fixture in fixtures {
      guard let text = try? Fixtures.text("credentials/\(fixture)/truth.tsv") else { continue }
      for line in text.split(separator: "\n").dropFirst() {
        var fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        while fields.count < 9 { fields.append("") }
        rows[Key(fixture: fixture, version: fields[0]), default: []].append(
          TruthRow(
            kind: fields[1], name: fields[2], loaded: fields[3], credential: fields[4],
            without: fields[5], note: fields[8]))
      }
    }
    return rows
  }()

  private static let fixtures: [String] = {
    let names = try? Fixtures.text("credentials/names.txt")
    return names?.split(separator: "\n").map(String.init) ?? []
  }()

  var deviceKind: Device.Kind? {
    switch kind {
    case "endpoint": .pjsip
    case "sip-device": .sip
    case "iax": .iax
    default: nil
    }
  }

  var accountKind: Account.Kind? {
    switch kind {
    // Names that differ by case alone are reported twice, the second only for its login.
    case "manager-user": name == "PLAIN" ? nil : .ami
    case "ari-user": .ari
    default: nil
    }
  }

  var isLoaded: Bool { !["no", ""].contains(loaded) }
  var isOnListener: Bool { without != "no listener" }

  /// The truth's word for peers, which it did not look into.
  func form(of device: Device) -> String {
    credential == "peer only" ? device.form.rawValue : credential
  }

  var isOpen: Bool {
    kind == "iax"
      ? call.contains("ACCEPT") : without.contains("INVITE 200") || without.contains("INVITE 486")
  }

  /// Open to clients of another address, such as IPv6, as the note says.
  var isOpenElsewhere: Bool { note.contains("over ::1: INVITE 200") }

  var registersOpen: Bool {
    kind == "iax" ? without.contains("REGACK") : without.contains("REGISTER 200")
  }

  private var call: Substring { without.prefix { $0 != ";" } }
}
