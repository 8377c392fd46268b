package import VmscanModel

/// Which of the PBXs whose mails stand in a log is the one that is scanned.
///
/// Asterisk puts the name of its host (`gethostname`) into the Message-ID. A log of many PBXs shows mails
/// of other mailboxes of the same number and address, which prove nothing of the messages here. Only
/// PBXs that have mailed in the same time are told apart: one that follows another may be the same one
/// renamed.
package struct PBXHosts: Sendable {
  /// Hosts, spelled as in mails, that are known or shown to be the PBX's own.
  private var own: Set<ByteText> = []
  /// Hosts that are other PBXs'.
  private var foreign: Set<ByteText> = []
  /// Hosts that may be either.
  let doubtful: Set<ByteText>
  /// Hosts that messages have shown to be the PBX's own, now and not to earlier scans.
  package private(set) var shown: Set<ByteText> = []

  /// Every mail may be the PBX's own.
  package static let unknown = PBXHosts(named: [], among: [])

  /// Takes what the settings say; every other host is another PBX.
  package init(named names: [ByteText], among seen: [MailHost]) {
    let names = Set(names.map(\.lowercased))
    foreign = Set(seen.map(\.name).filter { !names.contains($0.lowercased) })
    doubtful = []
  }

  /// - Parameters:
  ///   - seen: The hosts of all mails.
  ///   - machine: Name of the machine of the spool.
  ///   - known: Hosts that messages have shown to earlier scans.
  package init(among seen: [MailHost], machine: ByteText, known: Set<ByteText>) {
    let contested = Self.overlapping(seen)
    let names = Set(seen.map(\.name))
    own = known.intersection(names).union(Self.names(of: machine, among: names))
    doubtful = contested.subtracting(own)
    judge(seen)
  }

  /// Adds what messages have shown.
  package mutating func add(_ found: Set<ByteText>, among seen: [MailHost]) {
    shown.formUnion(found)
    own.formUnion(found)
    judge(seen)
  }

  /// Whether messages should be asked whose the hosts are.
  package var isInDoubt: Bool { !doubtful.isEmpty }

  /// Whether a mail is known to be another PBX's.
  package func isForeign(_ mail: MailRecord) -> Bool {
    !foreign.isEmpty && foreign.contains(mail.host)
  }

  private mutating func judge(_ seen: [MailHost]) {
    let times = seen.filter { own.contains($0.name) }.map { $0.first...$0.last }
    let others = seen.filter { doubtful.contains($0.name) && !own.contains($0.name) }
    foreign = Set(
      others.filter { host in times.contains { $0.overlaps(host.first...host.last) } }.map(\.name))
  }

  /// The hosts that have mailed in the time in which another one did.
  private static func overlapping(_ seen: [MailHost]) -> Set<ByteText> {
    let hosts = seen.filter { !$0.name.isEmpty }.sorted { $0.first < $1.first }
    var found: Set<ByteText> = []
    var latest: Timestamp?
    for (place, host) in hosts.enumerated() {
      let meetsNext = place + 1 < hosts.count && hosts[place + 1].first <= host.last
      if meetsNext || latest.map({ host.first <= $0 }) ?? false { found.insert(host.name) }
      latest = max(latest ?? host.last, host.last)
    }
    return found
  }

  /// A machine's name as it stands, or with or without a domain where only one host has it so.
  private static func names(of machine: ByteText, among hosts: Set<ByteText>) -> Set<ByteText> {
    let name = machine.lowercased
    let same = hosts.filter { $0.lowercased == name }
    guard same.isEmpty, !name.isEmpty else { return same }
    let alike = hosts.filter { host in
      let host = host.lowercased
      return host.label == name.label && (host == host.label || name == name.label)
    }
    return alike.count == 1 ? alike : []
  }
}

extension ByteText {
  /// What stands before the first dot.
  fileprivate var label: ByteText { ByteText(bytes: bytes.prefix { $0 != 0x2E }) }
}
