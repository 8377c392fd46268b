package import VmscanModel

/// Which of the PBXs whose mails stand in a log is the one that is scanned.
///
/// Asterisk puts the name of its host (`gethostname`) into the Message-ID. A log of many PBXs shows mails
/// of other mailboxes of the same number and address, which prove nothing of the messages here. Only
/// PBXs that mail side by side are told apart: one that follows another may be the same one renamed.
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
    let contested = Self.contested(seen)
    let names = Set(seen.map(\.name))
    let machine = machine.lowercased
    own = known.intersection(names).union(names.filter { $0.lowercased == machine })
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
    let ours = seen.filter { own.contains($0.name) }
    let others = seen.filter { doubtful.contains($0.name) && !own.contains($0.name) }
    foreign = Set(others.filter { host in ours.contains { $0.isBeside(host) } }.map(\.name))
  }

  /// The hosts that mail while another one does.
  private static func contested(_ seen: [MailHost]) -> Set<ByteText> {
    let hosts = seen.filter { !$0.name.isEmpty }
    // Among that many each has company.
    guard hosts.count <= most else { return Set(hosts.map(\.name)) }
    return Set(
      hosts.indices.filter { place in
        hosts.indices.contains { $0 != place && hosts[$0].isBeside(hosts[place]) }
      }.map { hosts[$0].name })
  }

  /// Hosts that are compared each with each.
  private static let most = 300
}
