extension PlannedFile {
  /// Stands where the suffix of a file would: the message is a row of a table.
  private static let rowSuffix = ".row"

  package var isRow: Bool { suffix == Self.rowSuffix }

  /// A row as plans have it: instead of an inode a digest of what distinguishes it from the other rows of
  /// its folder, whatever its number.
  ///
  /// `length`: bytes of the recording.
  package init(
    row messageID: ByteText, origtime: Timestamp?, duration: Int32?, length: Int64
  ) {
    let words = [
      "\(messageID)", origtime.map { "\($0.epochSeconds)" } ?? "",
      duration.map { "\($0)" } ?? "", "\(length)",
    ]
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in words.joined(separator: "\n").utf8 {
      digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    self.init(
      suffix: Self.rowSuffix,
      identity: FileIdentity(
        device: 0, inode: digest, size: length,
        modified: (origtime?.epochSeconds ?? 0) &* 1_000_000_000, changed: 0, mode: 0, owner: 0,
        group: 0, links: 1))
  }
}
