package import VmscanFormats
package import VmscanModel

/// Reads the voicemail configuration of a site as Asterisk would have it after a reload.
///
/// Never fails: what cannot be read is in `coverage`, what Asterisk reads differently in
/// `notices`, and `status` says whether the mailboxes mean anything. Runs nothing, and reads
/// files only, unless it is given a way to the databases that they name.
package enum VoicemailConfigReader {
  private static let attempts = 3

  /// Reads everything, again while Asterisk is rewriting a file.
  ///
  /// - Parameters:
  ///   - etcDirectory: the configuration directory. When given, `astetcdir` in its `asterisk.conf`
  ///     is ignored, so that a copy of a site can be read; when `nil`, `/etc/asterisk` is read and
  ///     `astetcdir` followed.
  ///   - spoolOverride: the directory that holds the contexts, instead of `astspooldir` +
  ///     `/voicemail`.
  ///   - versionOverride: the release whose rules hold; `nil` means the newest.
  ///   - tables: Asks the databases that the files name; `nil` to read files only.
  /// - Returns: what could be read; `status` says whether it means anything.
  package static func read(
    etcDirectory: ByteText? = nil, spoolOverride: ByteText? = nil,
    versionOverride: AsteriskVersion? = nil, tables: (any ConfigTables)? = nil
  ) -> VoicemailConfiguration {
    readLines(
      etcDirectory: etcDirectory, spoolOverride: spoolOverride, versionOverride: versionOverride,
      tables: tables
    ).configuration
  }

  /// Reads everything and also gives the lines it comes from.
  ///
  /// `overlay` holds contents to take instead of a file's own, by the path Asterisk reads it under,
  /// to see what an edit would do.
  package static func readLines(
    etcDirectory: ByteText? = nil, spoolOverride: ByteText? = nil,
    versionOverride: AsteriskVersion? = nil, overlay: [ByteText: [UInt8]] = [:],
    tables: (any ConfigTables)? = nil
  ) -> (configuration: VoicemailConfiguration, lines: LoadedConf?) {
    var attempt = 1
    while true {
      var reading = ConfigurationPass(
        etcDirectory: etcDirectory, spoolOverride: spoolOverride, version: versionOverride,
        overlay: overlay, tables: tables)
      reading.run()
      guard let changed = reading.files.firstChanged() else {
        return (reading.configuration, reading.voicemail)
      }
      if attempt == attempts {
        reading.noteChange(of: changed)
        return (reading.configuration, reading.voicemail)
      }
      attempt += 1
    }
  }
}
