import VmscanModel
import VmscanSources

extension AsteriskVersionProbe {
  /// The release of the installed Asterisk, when the configuration to be read is its own.
  ///
  /// A copied configuration may come from a machine with another release.
  static func version(for settings: Settings) -> AsteriskVersion? {
    var etc = Substring(settings.asteriskEtc)
    while etc.count > 1, etc.last == "/" { etc.removeLast() }
    return etc == "/etc/asterisk" ? AsteriskVersionProbe().version() : nil
  }
}
