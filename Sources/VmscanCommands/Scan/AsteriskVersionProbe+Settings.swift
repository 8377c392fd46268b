import VmscanModel
import VmscanSources
import VmscanSystem

extension AsteriskVersionProbe {
  /// The release of the installed Asterisk, when the configuration to be read is its own.
  ///
  /// A copied configuration may come from a machine with another release.
  static func version(for settings: Settings) -> AsteriskVersion? {
    let own = ByteText("/etc/asterisk").canonicalPath
    return ByteText(settings.asteriskEtc).canonicalPath == own
      ? AsteriskVersionProbe().version() : nil
  }
}
