import VmscanModel

/// A table of states of what opens a site: rows that hold from one run up to another.
///
/// A row is known by its key; rows with the same key are counted.
struct CredentialTable: Sendable {
  let name: String
  let key: [String]
  let columns: [String]

  static let all = [device, account, listener]

  static let device = CredentialTable(
    name: "device", key: ["kind", "name", "occurrence"],
    columns: [
      "fault", "form", "open", "open_register", "trunk", "context", "mailboxes", "severity", "weak",
      "file", "line",
    ])
  static let account = CredentialTable(
    name: "account", key: ["kind", "name", "occurrence"],
    columns: [
      "fault", "form", "open", "weak", "off_host", "powers", "context", "file", "line",
    ])
  static let listener = CredentialTable(
    name: "listener", key: ["service", "transport", "address", "port", "occurrence"],
    columns: ["tls", "reach", "serves", "file", "line"])

  /// The key, then the columns.
  var selected: String { (key + columns).joined(separator: ", ") }
}

/// One row: the key without the count, and the columns.
struct CredentialRow {
  typealias Value = RawStatement.Value

  let key: [Value]
  let columns: [Value]

  fileprivate static func flag(_ flag: Bool) -> Value { .number(flag ? 1 : 0) }

  fileprivate static func place(_ origin: Origin) -> [Value] {
    [.text(origin.file), .number(Int64(origin.line))]
  }

  fileprivate static func word(_ fault: LoadFault?) -> Value {
    fault.map { .word($0.rawValue) } ?? .text(nil)
  }
}

extension CredentialRow {
  init(_ device: DeviceReport) {
    let mailboxes = Sentence(template: "", arguments: device.mailboxes.map { .mailbox($0) })
    self.init(
      key: [.word(device.id.kind.rawValue), .text(device.id.name)],
      columns: [
        Self.word(device.fault), .word(device.form.rawValue), Self.flag(device.isOpen),
        Self.flag(device.registersOpen), Self.flag(device.isTrunk), .text(device.context),
        .word(mailboxes.storedArguments), .optional(device.severity.map { Int64($0.rank) }),
        Self.flag(device.isWeak),
      ] + Self.place(device.origin))
  }

  init(_ account: AccountReport) {
    let powers = account.powers.sorted().map(\.rawValue).joined(separator: ",")
    self.init(
      key: [.word(account.kind.rawValue), .text(account.name)],
      columns: [
        Self.word(account.fault), .word(account.form.rawValue), Self.flag(account.isOpen),
        Self.flag(account.isWeak), Self.flag(account.isOffHost), .word(powers),
        .text(account.context),
      ] + Self.place(account.origin))
  }

  init(_ listener: Listener) {
    self.init(
      key: [
        .word(listener.service.rawValue), .word(listener.transport), .text(listener.address),
        .number(Int64(listener.port)),
      ],
      columns: [
        Self.flag(listener.isTLS), .word(listener.reach.rawValue),
        .word(listener.serves.joined(separator: ",")),
      ] + Self.place(listener.origin))
  }
}

extension DeviceReport {
  /// Reads a row of `CredentialTable.device.selected`.
  init(_ row: RawRow) throws {
    guard let kind = Device.Kind(rawValue: row.string(at: 0)),
      let form = CredentialForm(rawValue: row.string(at: 4)),
      let links = Sentence(template: "", storedArguments: row.string(at: 9))
    else { throw StoreError.unreadableValue("a device") }
    self.init(
      id: DeviceID(kind, row.text(at: 1)), origin: Origin(row, at: 12),
      fault: try LoadFault(row, at: 3), form: form)
    isOpen = row.number(at: 5) != 0
    registersOpen = row.number(at: 6) != 0
    isTrunk = row.number(at: 7) != 0
    context = row.text(at: 8)
    mailboxes = links.arguments.compactMap { link in
      guard case .mailbox(let id) = link else { return nil }
      return id
    }
    severity = row.optionalNumber(at: 10).flatMap { Severity(rank: Int($0)) }
    isWeak = row.number(at: 11) != 0
  }
}

extension AccountReport {
  /// Reads a row of `CredentialTable.account.selected`.
  init(_ row: RawRow) throws {
    guard let kind = Account.Kind(rawValue: row.string(at: 0)),
      let form = CredentialForm(rawValue: row.string(at: 4))
    else { throw StoreError.unreadableValue("an account") }
    self.init(
      kind: kind, name: row.text(at: 1), origin: Origin(row, at: 10),
      fault: try LoadFault(row, at: 3), form: form)
    isOpen = row.number(at: 5) != 0
    isWeak = row.number(at: 6) != 0
    isOffHost = row.number(at: 7) != 0
    powers = Set(
      row.string(at: 8).split(separator: ",").compactMap { Account.Power(rawValue: String($0)) })
    context = row.text(at: 9)
  }
}

extension Listener {
  /// Reads a row of `CredentialTable.listener.selected`.
  init(_ row: RawRow) throws {
    guard let service = Service(rawValue: row.string(at: 0)) else {
      throw StoreError.unreadableValue("a listener")
    }
    self.init(
      service: service, transport: row.string(at: 1), address: row.text(at: 2),
      port: Int(row.number(at: 3)), isTLS: row.number(at: 5) != 0, origin: Origin(row, at: 8))
    serves = row.string(at: 7).split(separator: ",").map(String.init)
  }
}

extension Origin {
  fileprivate init(_ row: RawRow, at column: Int32) {
    self.init(file: row.text(at: column), line: Int(row.number(at: column + 1)))
  }
}

extension LoadFault {
  fileprivate init?(_ row: RawRow, at column: Int32) throws {
    guard row.optionalText(at: column) != nil else { return nil }
    guard let fault = LoadFault(rawValue: row.string(at: column)) else {
      throw StoreError.unreadableValue("the fault of a device or account")
    }
    self = fault
  }
}
