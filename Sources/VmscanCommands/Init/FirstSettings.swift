import VmscanModel

/// What a first settings file says, from what was found and what was told.
struct FirstSettings {
  var asteriskEtc: String
  /// The directory that holds the contexts; written only when it is not what `asterisk.conf` says.
  var spool: String?
  /// As `asterisk.conf` says, for the comment.
  var spoolFound: String
  var version: AsteriskVersion?
  var ownDomains: [String] = []
  /// Guessed from the addresses in use and never confirmed.
  var inferredDomains: [String] = []
  var mailLogs: [String] = []
  var database: String?

  /// What holds when nothing is set, as the package installs it.
  static let sample = FirstSettings(
    asteriskEtc: Settings().asteriskEtc, spoolFound: "/var/spool/asterisk/voicemail")

  /// The file, commented; what is not set stands there as a comment.
  var yaml: String {
    """
    # Settings of vmscan; written by 'vmscan init'. A flag or variable of the environment beats them.
    # Unknown keys and wrong values are refused, each with its line.

    # Asterisk's configuration directory.
    asteriskEtc: \(Self.quoted(asteriskEtc))

    # The directory that holds the contexts; without it what asterisk.conf says:
    # \(Self.comment(spoolFound))
    \(spool.map { "spool: " + Self.quoted($0) } ?? "#spool: /var/spool/asterisk/voicemail")

    # The release of Asterisk, for when it cannot be asked; found: \
    \(version.map { "\($0)" } ?? "none").
    \(version.map { "asteriskVersion: \"\($0)\"" } ?? "#asteriskVersion: \"20.5.0\"")

    # Your own mail domains. Every other domain is external.
    \(domains)

    # Mail logs, with their rotated predecessors, for proof that a mail was delivered.
    \(Self.list("mailLogs", mailLogs, example: "[/var/log/mail.log]"))

    # The history of runs, evidence and actions.
    \(database.map { "db: " + Self.quoted($0) } ?? "#db: /var/lib/vmscan/vmscan.db")

    # How long a message may be kept: unheard (INBOX, Urgent), old, saved and Deleted.
    #retention: {unheard: 90d, old: 30d, saved: 1y, deleted: 7d}

    # A scan reads only mailboxes in which a directory has changed, and every mailbox at least so
    # often ('vmscan scan --full' at once).
    #fullScanEvery: 7d

    # What the nightly job keeps of history (everything unless set), the least number of runs of a
    # site that stay, and where it puts a copy every night.
    #keepHistory: 6y
    #keepRuns: 30
    #backup: {directory: /var/lib/vmscan/backup, keep: 7}

    # Metrics for Prometheus' node exporter (textfile collector).
    #metricsFile: /var/lib/prometheus/node-exporter/vmscan.prom

    # End a scan with status 1 when a finding is at least this severe.
    #failOn: high

    """
  }

  private var domains: String {
    if !ownDomains.isEmpty { return Self.list("ownDomains", ownDomains, example: "") }
    guard !inferredDomains.isEmpty else { return "#ownDomains: [example.com]" }
    let names = inferredDomains.map(Self.quoted).joined(separator: ", ")
    return """
      # Guessed from the addresses in use and used until you set them; remove the # to confirm:
      #ownDomains: [\(names)]
      """
  }

  private static func list(_ key: String, _ values: [String], example: String) -> String {
    guard !values.isEmpty else { return "#\(key): \(example)" }
    return "\(key): [\(values.map(quoted).joined(separator: ", "))]"
  }

  /// A YAML double-quoted scalar, which can hold any text.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case let control where !control.isLineSafe:
        let hex = String(control.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Text that stays within its comment line.
  private static func comment(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.isLineSafe ? Character($0) : " " })
  }
}

extension Unicode.Scalar {
  /// Neither a control character nor one of YAML's line breaks.
  fileprivate var isLineSafe: Bool {
    value >= 0x20 && !(0x7F..<0xA0).contains(value) && value != 0x2028 && value != 0x2029
  }
}
