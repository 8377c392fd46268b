/// What makes a site: a machine, a spool on it, and the configuration that spool belongs to.
package struct SiteKey: Sendable, Hashable {
  /// Name of the machine in history: the setting `host`, or what the machine calls itself.
  package var host: String
  /// The canonical name of the directory that holds the contexts.
  package var spool: ByteText
  /// The canonical name of Asterisk's configuration directory.
  package var etc: ByteText

  package init(host: String, spool: ByteText, etc: ByteText) {
    self.host = host
    self.spool = spool
    self.etc = etc
  }

  /// Names for the site, the shortest first: the host alone for Asterisk's usual directories,
  /// `HOST:SPOOL` for another spool, `HOST:SPOOL:CONFIGURATION` where two configurations share one.
  ///
  /// History gives a site the first one that no other site has.
  package var names: [String] {
    let isUsual = spool == Self.usualSpool && etc == Self.usualEtc
    return (isUsual ? [host] : []) + ["\(host):\(spool)", "\(host):\(spool):\(etc)"]
  }

  package static let usualSpool: ByteText = "/var/spool/asterisk/voicemail"
  package static let usualEtc: ByteText = "/etc/asterisk"
}

extension RunInfo {
  package var site: SiteKey { SiteKey(host: host, spool: spool, etc: etc) }
}

/// A site with at least one run in history.
package struct RecordedSite: Sendable, Hashable {
  /// Row in history.
  package var id: Int64
  /// Unique in the history; what `--site` takes and what views call `site`.
  package var name: String
  package var key: SiteKey
  /// Runs that are kept.
  package var runs: Int
  package var latestRun: Int64
  /// Clock of the latest run.
  package var latest: Timestamp

  package init(
    id: Int64, name: String, key: SiteKey, runs: Int, latestRun: Int64, latest: Timestamp
  ) {
    self.id = id
    self.name = name
    self.key = key
    self.runs = runs
    self.latestRun = latestRun
    self.latest = latest
  }
}
